// adaptiveAvgPool2dGrad: dx[n,c,r,q] = Σ dy[n,c,i,j] / (cells of (i,j)) over the windows that hold (r,q).
// Window i runs from ⌊i·H/h⌋ to before ⌈(i+1)·H/h⌉, so row r lies in those from ⌊r·h/H⌋ to before ⌈(r+1)·h/H⌉.
//
// One invocation makes one dx. Grid: elements of x / 64, folded into x and y.
// Bindings: 0 params, 1 dy, 2 dx.

struct Params {
  height: u32, // of x
  width: u32,
  out_height: u32, // of dy
  out_width: u32,
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

// Where the part `at` of `parts` of a line of `size` cells begins, and where it ends.
fn begin(at: u32, size: u32, parts: u32) -> u32 {
  return at * size / parts;
}

fn end(at: u32, size: u32, parts: u32) -> u32 {
  return ((at + 1u) * size + parts - 1u) / parts;
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
  var sum = 0.0;
  for (var i = begin(r, p.out_height, p.height); i < end(r, p.out_height, p.height); i++) {
    let rows = end(i, p.height, p.out_height) - begin(i, p.height, p.out_height);
    for (var j = begin(q, p.out_width, p.width); j < end(q, p.out_width, p.width); j++) {
      let columns = end(j, p.width, p.out_width) - begin(j, p.width, p.out_width);
      sum += dy[(plane * p.out_height + i) * p.out_width + j] / f32(rows * columns);
    }
  }
  dx[at] = sum;
}
