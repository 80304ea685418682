// conv2dGradInput: dx[n,c,r,q] = Σ_{o,u,v} dy[n,o,i,j] · w[o,c,u,v] with i = (r + p − u·d) / s and
// j = (q + p − v·d) / s, over the taps for which both are whole and inside.
//
// Pixels whose r + p and q + p leave the same rest by the stride make a phase: they meet the same
// taps, every `step`-th from the first that leaves that rest, and no other. For one picture, group
// and phase it is an implicit GEMM: w as [C/G, K] times dy gathered as [K, pixels of the phase],
// K = O/G · taps of the phase. One workgroup makes 32 channels × 32 pixels, one invocation 4×4.
// Grid: (⌈pixels/32⌉, ⌈(C/G)/32⌉, N·G·phases). Bindings: 0 params, 1 dy, 2 w, 3 dx.

struct Params {
  channels: u32, // of x, in one group
  height: u32,
  width: u32,
  outputs: u32, // channels of dy, in one group
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
  step_height: u32, // from one tap of a phase to the next: stride / gcd(stride, dilation)
  step_width: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> w: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

// A phase along one axis.
struct Phase {
  tap: u32, // the first
  taps: u32,
  pixel: u32, // the first
  pixels: u32,
  place: i32, // of dy, for the first pixel and the first tap
}

fn phase(rest: u32, size: u32, kernel: u32, stride: u32, padding: u32, dilation: u32, every: u32) -> Phase {
  var tap = 0u;
  while (tap < every && tap * dilation % stride != rest) {
    tap++;
  }
  var taps = 0u;
  if (tap < every && tap < kernel) {
    taps = (kernel - 1u - tap) / every + 1u;
  }
  let whole = (max(padding, rest) - rest + stride - 1u) / stride;
  let pixel = rest + stride * whole - padding;
  var pixels = 0u;
  if (pixel < size) {
    pixels = (size - 1u - pixel) / stride + 1u;
  }
  let place = i32(whole) - i32((max(tap * dilation, rest) - rest) / stride);
  return Phase(tap, taps, pixel, pixels, place);
}

@compute @workgroup_size(8, 8)
fn main(
  @builtin(workgroup_id) tile: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let p = params;
  let across_rest = tile.z % p.stride_width;
  let down_rest = tile.z / p.stride_width % p.stride_height;
  let slice = tile.z / (p.stride_width * p.stride_height);
  let down = phase(down_rest, p.height, p.kernel_height, p.stride_height, p.padding_height, p.dilation_height, p.step_height);
  let across = phase(across_rest, p.width, p.kernel_width, p.stride_width, p.padding_width, p.dilation_width, p.step_width);
  let back = vec2i(
    i32(p.step_height * p.dilation_height / p.stride_height),
    i32(p.step_width * p.dilation_width / p.stride_width),
  );
  let group = slice % p.groups;
  let taps = down.taps * across.taps;
  let pixels = down.pixels * across.pixels;
  let first_pixel = tile.x * TILE;
  let first_channel = tile.y * TILE;
  // A phase may have fewer pixels than the grid has room for.
  let k_count = select(p.outputs * taps, 0u, first_pixel >= pixels);

  // Each invocation gathers one pixel's column and loads one column of the weights.
  let column = lane % TILE;
  let first_row = lane / TILE;
  let pixel = first_pixel + column;
  let per_row = max(across.pixels, 1u);
  let top = down.place + i32(pixel / per_row);
  let first_column = across.place + i32(pixel % per_row);
  let dy_base = slice * p.outputs * p.out_height * p.out_width;
  let w_base = group * p.outputs * p.channels * p.kernel_height * p.kernel_width;

  var sums = array<vec4f, 4>();
  for (var k0 = 0u; k0 < k_count; k0 += TILE) {
    for (var r = first_row; r < TILE; r += 2u) {
      let k = k0 + r;
      var value = 0.0;
      if (k < k_count && pixel < pixels) {
        let tap = k % taps;
        let i = top - i32(tap / across.taps) * back.x;
        let j = first_column - i32(tap % across.taps) * back.y;
        if (i >= 0 && i < i32(p.out_height) && j >= 0 && j < i32(p.out_width)) {
          value = dy[dy_base + (k / taps * p.out_height + u32(i)) * p.out_width + u32(j)];
        }
      }
      right[r * PITCH + column] = value;
    }
    for (var r = first_row; r < TILE; r += 2u) {
      let channel = first_channel + r;
      let k = k0 + column;
      var value = 0.0;
      if (channel < p.channels && k < k_count) {
        let tap = k % taps;
        let u = down.tap + tap / across.taps * p.step_height;
        let v = across.tap + tap % across.taps * p.step_width;
        value = w[w_base + ((k / taps * p.channels + channel) * p.kernel_height + u) * p.kernel_width + v];
      }
      left[column * PITCH + r] = value;
    }
    workgroupBarrier();
    multiply_tile(local, &sums);
    workgroupBarrier();
  }

  for (var r = 0u; r < 4u; r++) {
    let channel = first_channel + local.y + 8u * r;
    if (channel >= p.channels) {
      continue;
    }
    for (var c = 0u; c < 4u; c++) {
      let at = first_pixel + local.x + 8u * c;
      if (at < pixels) {
        let row = down.pixel + at / per_row * p.stride_height;
        let col = across.pixel + at % per_row * p.stride_width;
        dx[((slice * p.channels + channel) * p.height + row) * p.width + col] = sums[r][c];
      }
    }
  }
}
