// maxPool2dGrad: dx[n,c,r,q] = Σ dy[n,c,i,j] over the windows whose first largest cell, row by row, is (r,q).
//
// One invocation makes one dx: it goes through the windows that hold its cell and looks in each for a
// cell that is larger, or as large and before it. Grid: elements of x / 64, folded into x and y.
// Bindings: 0 params, 1 dy, 2 x, 3 dx.

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
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

// The first window that holds a place, counted with the padding: ⌈(place − kernel + 1) / stride⌉.
fn first_window(place: u32, kernel: u32, stride: u32) -> u32 {
  return (max(place + 1u, kernel) - kernel + stride - 1u) / stride;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let p = params;
  let at = id.y * grid.x * 64u + id.x;
  if (at >= p.count) {
    return;
  }
  let q = at % p.width;
  let r = at / p.width % p.height;
  let plane = at / (p.width * p.height);
  let zero = plane * p.height * p.width;
  let own = x[at];

  let top_place = r + p.padding_height;
  let left_place = q + p.padding_width;
  let last_i = min(top_place / p.stride_height, p.out_height - 1u);
  let last_j = min(left_place / p.stride_width, p.out_width - 1u);
  var sum = 0.0;
  for (var i = first_window(top_place, p.kernel_height, p.stride_height); i <= last_i; i++) {
    let top = i * p.stride_height;
    let first_row = max(top, p.padding_height) - p.padding_height;
    let end_row = min(top + p.kernel_height - min(top + p.kernel_height, p.padding_height), p.height);
    for (var j = first_window(left_place, p.kernel_width, p.stride_width); j <= last_j; j++) {
      let left = j * p.stride_width;
      let first_col = max(left, p.padding_width) - p.padding_width;
      let end_col = min(left + p.kernel_width - min(left + p.kernel_width, p.padding_width), p.width);
      var first = true;
      for (var row = first_row; row < end_row; row++) {
        for (var col = first_col; col < end_col; col++) {
          let there = zero + row * p.width + col;
          let value = x[there];
          if (value > own || (value == own && there < at)) {
            first = false;
          }
        }
      }
      if (first) {
        sum += dy[(plane * p.out_height + i) * p.out_width + j];
      }
    }
  }
  dx[at] = sum;
}
