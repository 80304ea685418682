// batchNorm with running statistics: y = (x − mean) / √(var + eps) · gamma + beta, one of each a channel.
//
// One invocation makes one y. Grid: elements / 64, folded into x and y.
// Bindings: 0 params, 1 x, 2 mean, 3 var, 4 gamma, 5 beta, 6 y.

struct Params {
  count: u32,
  channels: u32,
  plane: u32, // numbers of one channel
  eps: f32,
  gamma: u32,
  beta: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;
@group(0) @binding(3) var<storage, read> variance: array<f32>;
@group(0) @binding(4) var<storage, read> gamma: array<f32>;
@group(0) @binding(5) var<storage, read> beta: array<f32>;
@group(0) @binding(6) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let p = params;
  let at = id.y * grid.x * 64u + id.x;
  if (at >= p.count) {
    return;
  }
  let c = at / p.plane % p.channels;
  var value = (x[at] - mean[c]) / sqrt(variance[c] + p.eps);
  if (p.gamma == 1u) {
    value *= gamma[c];
  }
  if (p.beta == 1u) {
    value += beta[c];
  }
  y[at] = value;
}
