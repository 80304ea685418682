// localResponseNormGrad, with s[c] = k + alpha · Σ x[c']² over the channels around c:
// dx[c] = dy[c] · s[c]^−beta − 2 · alpha · beta · x[c] · Σ dy[e] · x[e] · s[e]^(−beta − 1),
// over the channels e that c is around; where n is even the two windows differ.
//
// One invocation makes one dx, and each s that it needs. Grid: elements / 64, folded into x and y.
// Bindings: 0 params, 1 dy, 2 x, 3 dx.

struct Params {
  count: u32,
  channels: u32,
  plane: u32, // numbers of one channel
  before: u32, // neighbours in front of c
  behind: u32,
  k: f32,
  alpha: f32,
  beta: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

// s of channel c, where `zero` is the same place of channel 0.
fn around(zero: u32, c: u32) -> f32 {
  let p = params;
  let last = min(c + p.behind, p.channels - 1u);
  var sum = 0.0;
  for (var i = c - min(c, p.before); i <= last; i++) {
    let v = x[zero + i * p.plane];
    sum += v * v;
  }
  return p.k + p.alpha * sum;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let p = params;
  let at = id.y * grid.x * 64u + id.x;
  if (at >= p.count) {
    return;
  }
  let c = at / p.plane % p.channels;
  let zero = at - c * p.plane;
  let last = min(c + p.before, p.channels - 1u);
  var through = 0.0;
  for (var e = c - min(c, p.behind); e <= last; e++) {
    let there = zero + e * p.plane;
    through += dy[there] * x[there] * pow(around(zero, e), -p.beta - 1.0);
  }
  dx[at] = dy[at] * pow(around(zero, c), -p.beta) - 2.0 * p.alpha * p.beta * x[at] * through;
}
