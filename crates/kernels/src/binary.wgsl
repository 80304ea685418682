// add, sub, mul: y = act(a ∘ b), both read as if they had the shape of y; and reluGrad, where a is
// dy and b what the ReLU made: dy where that is positive.
//
// One invocation makes one y. Grid: elements / 64, folded into x and y.
// Bindings: 0 params, 1 a, 2 b, 3 y.

struct Params {
  count: u32,
  kind: u32, // 0 add, 1 sub, 2 mul, 3 reluGrad
  relu: u32,
  size_1: u32, // of y, axes 1 to 4 of 5
  size_2: u32,
  size_3: u32,
  size_4: u32,
  a_0: u32, // from one a to the next along each axis; 0 where it is stretched
  a_1: u32,
  a_2: u32,
  a_3: u32,
  a_4: u32,
  b_0: u32,
  b_1: u32,
  b_2: u32,
  b_3: u32,
  b_4: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let p = params;
  let at = id.y * grid.x * 64u + id.x;
  if (at >= p.count) {
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
  let left = a[i0 * p.a_0 + i1 * p.a_1 + i2 * p.a_2 + i3 * p.a_3 + i4 * p.a_4];
  let right = b[i0 * p.b_0 + i1 * p.b_1 + i2 * p.b_2 + i3 * p.b_3 + i4 * p.b_4];
  var value = left + right;
  if (p.kind == 1u) {
    value = left - right;
  } else if (p.kind == 2u) {
    value = left * right;
  } else if (p.kind == 3u) {
    value = select(left, 0.0, right <= 0.0);
  }
  if (p.relu == 1u) {
    value = max(value, 0.0);
  }
  y[at] = value;
}
