// layerNorm, groupNorm, batchNormTrain: y = (x − mean) / √(var + eps) · gamma + beta, the
// statistics those of a group of x (shared_norm.wgsl).
//
// One workgroup makes one group, each invocation every 256th member.
// Grid: groups, folded into x and y. Bindings: 0 params, 1 x, 2 gamma, 3 beta, 4 y, 5 mean, 6 var.

const LANES = 256u;

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  normalize(group, grid, lane);
}
