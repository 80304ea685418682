// conv2d: y[n,o,i,j] = act(b[o] + Σ_{c,u,v} w[o,c,u,v] · x[n, g·C/G + c, i·s + u·d − p, j·s + v·d − p])
//
// An implicit GEMM for one picture and one group: w as [O/G, K] times x gathered as
// [K, pixels], K = C/G·kh·kw. One workgroup makes 32 output channels × 32 output pixels,
// one invocation 4×4 of them, 8 apart, so that neighbours read and write neighbours.
// Grid: (⌈pixels/32⌉, ⌈(O/G)/32⌉, N·G). Bindings: 0 params, 1 x, 2 w, 3 b, 4 y.

struct Params {
  channels: u32, // of x, in one group
  height: u32,
  width: u32,
  outputs: u32, // channels of y, in one group
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
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> w: array<f32>;
@group(0) @binding(3) var<storage, read> b: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(8, 8)
fn main(
  @builtin(workgroup_id) tile: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let p = params;
  let taps = p.kernel_height * p.kernel_width;
  let k_count = p.channels * taps;
  let pixels = p.out_height * p.out_width;
  let picture = tile.z / p.groups;
  let group = tile.z % p.groups;
  let first_pixel = tile.x * TILE;
  let first_output = tile.y * TILE;

  // Each invocation gathers one pixel's column and loads one column of the weights.
  let column = lane % TILE;
  let first_row = lane / TILE;
  let pixel = first_pixel + column;
  let top = i32(pixel / p.out_width * p.stride_height) - i32(p.padding_height);
  let first_column = i32(pixel % p.out_width * p.stride_width) - i32(p.padding_width);
  let x_base = (picture * p.groups + group) * p.channels * p.height * p.width;
  let w_base = group * p.outputs * k_count;

  var sums = array<vec4f, 4>();
  for (var k0 = 0u; k0 < k_count; k0 += TILE) {
    for (var r = first_row; r < TILE; r += 2u) {
      let k = k0 + r;
      var value = 0.0;
      if (k < k_count && pixel < pixels) {
        let tap = k % taps;
        let row = top + i32(tap / p.kernel_width * p.dilation_height);
        let col = first_column + i32(tap % p.kernel_width * p.dilation_width);
        if (row >= 0 && row < i32(p.height) && col >= 0 && col < i32(p.width)) {
          value = x[x_base + (k / taps * p.height + u32(row)) * p.width + u32(col)];
        }
      }
      right[r * PITCH + column] = value;
    }
    for (var r = first_row; r < TILE; r += 2u) {
      let output = first_output + r;
      let k = k0 + column;
      var value = 0.0;
      if (output < p.outputs && k < k_count) {
        value = w[w_base + output * k_count + k];
      }
      left[column * PITCH + r] = value;
    }
    workgroupBarrier();
    multiply_tile(local, &sums);
    workgroupBarrier();
  }

  for (var r = 0u; r < 4u; r++) {
    let output = first_output + local.y + 8u * r;
    if (output >= p.outputs) {
      continue;
    }
    let channel = group * p.outputs + output;
    var shift = 0.0;
    if (p.bias == 1u) {
      shift = b[channel];
    }
    for (var c = 0u; c < 4u; c++) {
      let at = first_pixel + local.x + 8u * c;
      if (at < pixels) {
        var value = sums[r][c] + shift;
        if (p.relu == 1u) {
          value = max(value, 0.0);
        }
        y[((picture * p.groups * p.outputs) + channel) * pixels + at] = value;
      }
    }
  }
}
