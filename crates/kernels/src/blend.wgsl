// The running statistics of batchNormTrain: y = (1 − momentum) · old + momentum · factor · new.
//
// One invocation makes one y. Grid: elements / 64, folded into x and y.
// Bindings: 0 params, 1 old, 2 new, 3 y.

struct Params {
  count: u32,
  momentum: f32,
  factor: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> old: array<f32>;
@group(0) @binding(2) var<storage, read> fresh: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let at = id.y * grid.x * 64u + id.x;
  if (at < params.count) {
    y[at] = (1.0 - params.momentum) * old[at] + params.momentum * (fresh[at] * params.factor);
  }
}
