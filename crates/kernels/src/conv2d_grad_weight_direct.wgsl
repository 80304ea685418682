// conv2dGradWeight where a group has few output channels (depthwise, one kernel over a picture):
// the tiles of conv2d_grad_weight.wgsl would be mostly empty.
//
// One workgroup makes one dw[o,c,u,v], each invocation adds up every 64th place of dy.
// Grid: weights, folded into x and y. Bindings: 0 params, 1 dy, 2 x, 3 dw.

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
  pictures: u32,
  count: u32, // weights
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read_write> dw: array<f32>;

const LANES = 64u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) weight: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let p = params;
  // A workgroup too many repeats the last weight: all of it must reach every barrier.
  let at = min(weight.y * grid.x + weight.x, p.count - 1u);
  let v = at % p.kernel_width;
  let u = at / p.kernel_width % p.kernel_height;
  let c = at / (p.kernel_width * p.kernel_height) % p.channels;
  let output = at / (p.kernel_width * p.kernel_height * p.channels);
  let channel = output / p.outputs * p.channels + c;
  let pixels = p.out_height * p.out_width;

  var own = 0.0;
  for (var i = lane; i < p.pictures * pixels; i += LANES) {
    let pixel = i % pixels;
    let picture = i / pixels;
    let row = i32(pixel / p.out_width * p.stride_height + u * p.dilation_height) - i32(p.padding_height);
    let col = i32(pixel % p.out_width * p.stride_width + v * p.dilation_width) - i32(p.padding_width);
    if (row >= 0 && row < i32(p.height) && col >= 0 && col < i32(p.width)) {
      let there = ((picture * p.groups * p.channels + channel) * p.height + u32(row)) * p.width + u32(col);
      own += dy[(picture * p.groups * p.outputs + output) * pixels + pixel] * x[there];
    }
  }
  let sum = summed(lane, own);
  if (lane == 0u) {
    dw[at] = sum;
  }
}
