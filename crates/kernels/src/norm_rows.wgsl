// layerNorm of short rows, as norm.wgsl: with 256 invocations a row of 512 numbers is two numbers
// each, and the barriers cost more than those, most of all where a CPU plays the device.
//
// One workgroup makes one row, each invocation every 64th member.
// Grid: rows, folded into x and y. Bindings: 0 params, 1 x, 2 gamma, 3 beta, 4 y, 5 mean, 6 var.

const LANES = 64u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  normalize(group, grid, lane);
}
