// expand: y = scale · x, x read as if it had the shape of y; where x is null every y is the scale.
//
// One invocation makes one y. Grid: elements / 64, folded into x and y.
// Bindings: 0 params, 1 x, 2 y.

struct Params {
  count: u32,
  scale: f32,
  given: u32, // whether x is
  size_1: u32, // of y, axes 1 to 4 of 5
  size_2: u32,
  size_3: u32,
  size_4: u32,
  x_0: u32, // from one x to the next along each axis; 0 where it is stretched
  x_1: u32,
  x_2: u32,
  x_3: u32,
  x_4: u32,
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
  if (p.given == 0u) {
    y[at] = p.scale;
    return;
  }
  var rest = at;
  let i4 = rest % p.size_4;
  rest /= p.size_4;
  let i3 = rest % p.size_3;
  rest /= p.size_3;
  let i2 = rest % p.size_2;
  rest /= p.size_2;
  let i1 = rest % p.size_1;
  let i0 = rest / p.size_1;
  y[at] = p.scale * x[i0 * p.x_0 + i1 * p.x_1 + i2 * p.x_2 + i3 * p.x_3 + i4 * p.x_4];
}
