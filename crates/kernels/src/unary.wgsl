// relu, exp, tanh: one function of one number, element by element.
//
// One invocation makes one y. Grid: elements / 64, folded into x and y.
// Bindings: 0 params, 1 x, 2 y.

struct Params {
  count: u32,
  kind: u32, // 0 relu, 1 exp, 2 tanh
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

// tanh by its formula: the built-in may be off by 1e-5, and is no number for large x on some devices.
fn steady_tanh(v: f32) -> f32 {
  let t = exp(-2.0 * abs(v));
  return sign(v) * (1.0 - t) / (1.0 + t);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let at = id.y * grid.x * 64u + id.x;
  if (at >= params.count) {
    return;
  }
  switch params.kind {
    case 0u: { y[at] = max(x[at], 0.0); }
    case 1u: { y[at] = exp(x[at]); }
    default: { y[at] = steady_tanh(x[at]); }
  }
}
