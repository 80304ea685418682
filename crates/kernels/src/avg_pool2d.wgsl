// avgPool2d and adaptiveAvgPool2d: y[n,c,i,j] = the mean of x in a window.
// A fixed window counts the padding; an adaptive one runs from ⌊i·H/h⌋ to before ⌈(i+1)·H/h⌉.
//
// One invocation makes one y[n,c,i,j]. Grid: outputs / 64, folded into x and y.
// Bindings: 0 params, 1 x, 2 y.

struct Params {
  height: u32,
  width: u32,
  out_height: u32,
  out_width: u32,
  kernel_height: u32,
  kernel_width: u32,
  stride_height: u32,
  stride_width: u32,
  padding_height: u32,
  padding_width: u32,
  adaptive: u32,
  count: u32,
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
  let j = at % p.out_width;
  let i = at / p.out_width % p.out_height;
  let plane = at / (p.out_width * p.out_height) * p.height;

  var top = i32(i * p.stride_height) - i32(p.padding_height);
  var left = i32(j * p.stride_width) - i32(p.padding_width);
  var bottom = top + i32(p.kernel_height);
  var right = left + i32(p.kernel_width);
  if (p.adaptive == 1u) {
    top = i32(i * p.height / p.out_height);
    left = i32(j * p.width / p.out_width);
    bottom = i32(((i + 1u) * p.height + p.out_height - 1u) / p.out_height);
    right = i32(((j + 1u) * p.width + p.out_width - 1u) / p.out_width);
  }
  var sum = 0.0;
  for (var row = max(top, 0); row < min(bottom, i32(p.height)); row++) {
    for (var col = max(left, 0); col < min(right, i32(p.width)); col++) {
      sum += x[(plane + u32(row)) * p.width + u32(col)];
    }
  }
  y[at] = sum / f32((bottom - top) * (right - left));
}
