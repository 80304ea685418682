// What a long sum was cut into: y[i] = Σ over the parts of x[part, i], in their order.
//
// One invocation makes one y. Grid: elements / 64, folded into x and y.
// Bindings: 0 params, 1 x, 2 y.

struct Params {
  count: u32,
  parts: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let at = id.y * grid.x * 64u + id.x;
  if (at >= params.count) {
    return;
  }
  var sum = 0.0;
  for (var part = 0u; part < params.parts; part++) {
    sum += x[part * params.count + at];
  }
  y[at] = sum;
}
