// conv2dGradWeight: dw[o,c,u,v] = Σ_{n,i,j} dy[n,o,i,j] · x[n, g·C/G + c, i·s + u·d − p, j·s + v·d − p]
//
// An implicit GEMM for one group: dy as [O/G, P] times x gathered as [P, K], P = N·H'·W', K = C/G·kh·kw.
// P is long and the product small, so P is cut into parts; each part makes a product of its own, and
// sum_parts.wgsl adds them up. One workgroup makes 32 outputs × 32 taps of one part, one invocation 4×4.
// Grid: (⌈K/32⌉, ⌈(O/G)/32⌉, parts·G). Bindings: 0 params, 1 dy, 2 x, 3 dw of each part.

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
  pictures: u32,
  length: u32, // of a part
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read_write> dw: array<f32>;

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
  let group = tile.z % p.groups;
  let start = tile.z / p.groups * p.length;
  let end = min(start + p.length, p.pictures * pixels);
  let first_tap = tile.x * TILE;
  let first_output = tile.y * TILE;
  let fast = lane % TILE;
  let slow = lane / TILE;

  var sums = array<vec4f, 4>();
  for (var p0 = start; p0 < end; p0 += TILE) {
    // One place of dy an invocation: neighbours read neighbours.
    let at = p0 + fast;
    let inside = at < end;
    let pixel = at % pixels;
    let slice = at / pixels * p.groups + group;
    let top = i32(pixel / p.out_width * p.stride_height) - i32(p.padding_height);
    let first_column = i32(pixel % p.out_width * p.stride_width) - i32(p.padding_width);
    for (var r = slow; r < TILE; r += 2u) {
      let output = first_output + r;
      var value = 0.0;
      if (inside && output < p.outputs) {
        value = dy[(slice * p.outputs + output) * pixels + pixel];
      }
      left[fast * PITCH + r] = value;
    }
    for (var r = slow; r < TILE; r += 2u) {
      let k = first_tap + r;
      var value = 0.0;
      if (inside && k < k_count) {
        let tap = k % taps;
        let row = top + i32(tap / p.kernel_width * p.dilation_height);
        let col = first_column + i32(tap % p.kernel_width * p.dilation_width);
        if (row >= 0 && row < i32(p.height) && col >= 0 && col < i32(p.width)) {
          value = x[((slice * p.channels + k / taps) * p.height + u32(row)) * p.width + u32(col)];
        }
      }
      right[fast * PITCH + r] = value;
    }
    workgroupBarrier();
    multiply_tile(local, &sums);
    workgroupBarrier();
  }

  // Parts lie behind each other, each with the shape of w.
  for (var r = 0u; r < 4u; r++) {
    let output = first_output + local.y + 8u * r;
    if (output >= p.outputs) {
      continue;
    }
    for (var c = 0u; c < 4u; c++) {
      let k = first_tap + local.x + 8u * c;
      if (k < k_count) {
        dw[(tile.z * p.outputs + output) * k_count + k] = sums[r][c];
      }
    }
  }
}
