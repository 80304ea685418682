// maxPool2d: y[n,c,i,j] = the largest x in the window; what lies in the padding does not count.
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
  let top = i32(i * p.stride_height) - i32(p.padding_height);
  let left = i32(j * p.stride_width) - i32(p.padding_width);

  // Every window has a cell inside; the first one begins, as no number is below all others.
  var best = 0.0;
  var begun = false;
  for (var u = 0u; u < p.kernel_height; u++) {
    let row = top + i32(u);
    if (row < 0 || row >= i32(p.height)) {
      continue;
    }
    for (var v = 0u; v < p.kernel_width; v++) {
      let col = left + i32(v);
      if (col < 0 || col >= i32(p.width)) {
        continue;
      }
      let value = x[(plane + u32(row)) * p.width + u32(col)];
      if (!begun || value > best) {
        best = value;
        begun = true;
      }
    }
  }
  y[at] = best;
}
