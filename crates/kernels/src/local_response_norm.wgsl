// localResponseNorm: y[c] = x[c] / (k + alpha · Σ x[c']²)^beta, the sum over n neighbouring channels.
//
// One invocation makes one y. Grid: elements / 64, folded into x and y.
// Bindings: 0 params, 1 x, 2 y.

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
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let p = params;
  let at = id.y * grid.x * 64u + id.x;
  if (at >= p.count) {
    return;
  }
  let c = at / p.plane % p.channels;
  let zero = at - c * p.plane;
  let first = c - min(c, p.before);
  let last = min(c + p.behind, p.channels - 1u);
  var sum = 0.0;
  for (var i = first; i <= last; i++) {
    let v = x[zero + i * p.plane];
    sum += v * v;
  }
  y[at] = x[at] / pow(p.k + p.alpha * sum, p.beta);
}
