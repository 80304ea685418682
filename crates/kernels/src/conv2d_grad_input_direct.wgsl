// conv2dGradInput where a group has few channels of x (depthwise, an average pool's backward):
// the tiles of conv2d_grad_input.wgsl would be mostly empty.
//
// One invocation makes one dx[n,c,r,q]. Grid: elements of x / 64, folded into x and y.
// Bindings: 0 params, 1 dy, 2 w, 3 dx.

struct Params {
  channels: u32,
  height: u32,
  width: u32,
  outputs: u32,
  out_height: u32,
  out_width: u32,
  kernel_height: u32,
  kernel_width: u32,
  stride_height: u32,
  stride_width: u32,
  padding_height: u32,
  padding_width: u32,
  dilation_height: u32,
  dilation_width: u32,
  groups: u32,
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> w: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

// The place of dy whose tap, so far behind, meets the pixel; out of the way where there is none.
fn place(padded: u32, behind: u32, stride: u32) -> u32 {
  let none = padded < behind || (padded - behind) % stride != 0u;
  return select((padded - behind) / stride, 0xffffffffu, none);
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
  let channel = at / (p.width * p.height) % p.channels;
  let slice = at / (p.width * p.height * p.channels);
  let first = slice % p.groups * p.outputs;

  var sum = 0.0;
  for (var o = 0u; o < p.outputs; o++) {
    let plane = (slice * p.outputs + o) * p.out_height;
    for (var u = 0u; u < p.kernel_height; u++) {
      let i = place(r + p.padding_height, u * p.dilation_height, p.stride_height);
      if (i >= p.out_height) {
        continue;
      }
      let w_row = (((first + o) * p.channels + channel) * p.kernel_height + u) * p.kernel_width;
      for (var v = 0u; v < p.kernel_width; v++) {
        let j = place(q + p.padding_width, v * p.dilation_width, p.stride_width);
        if (j < p.out_width) {
          sum += dy[(plane + i) * p.out_width + j] * w[w_row + v];
        }
      }
    }
  }
  dx[at] = sum;
}
