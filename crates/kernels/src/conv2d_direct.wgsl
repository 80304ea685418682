// conv2d where a group has few output channels (depthwise, one kernel over a picture):
// the tiles of conv2d.wgsl would be mostly empty.
//
// One invocation makes one y[n,o,i,j]. Grid: outputs / 64, folded into x and y.
// Bindings and parameters as in conv2d.wgsl, and the number of outputs.

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
  bias: u32,
  relu: u32,
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> w: array<f32>;
@group(0) @binding(3) var<storage, read> b: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let p = params;
  let at = id.y * grid.x * 64u + id.x;
  if (at >= p.count) {
    return;
  }
  let j = at % p.out_width;
  let i = at / p.out_width % p.out_height;
  let channel = at / (p.out_width * p.out_height) % (p.groups * p.outputs);
  let picture = at / (p.out_width * p.out_height * p.groups * p.outputs);
  let group = channel / p.outputs;
  let top = i32(i * p.stride_height) - i32(p.padding_height);
  let left = i32(j * p.stride_width) - i32(p.padding_width);

  var sum = 0.0;
  for (var c = 0u; c < p.channels; c++) {
    let plane = ((picture * p.groups + group) * p.channels + c) * p.height;
    for (var u = 0u; u < p.kernel_height; u++) {
      let row = top + i32(u * p.dilation_height);
      if (row < 0 || row >= i32(p.height)) {
        continue;
      }
      let w_row = ((channel * p.channels + c) * p.kernel_height + u) * p.kernel_width;
      for (var v = 0u; v < p.kernel_width; v++) {
        let col = left + i32(v * p.dilation_width);
        if (col >= 0 && col < i32(p.width)) {
          sum += w[w_row + v] * x[(plane + u32(row)) * p.width + u32(col)];
        }
      }
    }
  }
  if (p.bias == 1u) {
    sum += b[channel];
  }
  if (p.relu == 1u) {
    sum = max(sum, 0.0);
  }
  y[at] = sum;
}
