// sum and mean over axes: y[group] = factor · Σ x over the group's members.
//
// A long group is cut into parts, which lie behind each other with the shape of y; sum_parts.wgsl
// adds them up. One workgroup makes one number, each invocation adds up every 64th member.
// Grid: parts · groups, folded into x and y. Bindings: 0 params, 1 x, 2 y.

struct Params {
  groups: u32,
  members: u32,
  length: u32, // of a part
  factor: f32,
  group_size_1: u32, // of the grid of groups, axes 1 to 3 of 4
  group_size_2: u32,
  group_size_3: u32,
  group_0: u32, // from one group to the next along each axis
  group_1: u32,
  group_2: u32,
  group_3: u32,
  member_size_1: u32,
  member_size_2: u32,
  member_size_3: u32,
  member_0: u32,
  member_1: u32,
  member_2: u32,
  member_3: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

const LANES = 64u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // A workgroup too many repeats the last one: all of it must reach every barrier.
  let parts = (params.members + params.length - 1u) / params.length;
  let at = min(group.y * grid.x + group.x, parts * params.groups - 1u);
  let first = group_place(at % params.groups);
  let start = at / params.groups * params.length;
  let end = min(start + params.length, params.members);
  var sum = 0.0;
  for (var i = start + lane; i < end; i += LANES) {
    sum += x[first + member_place(i)];
  }
  let all = summed(lane, sum);
  if (lane == 0u) {
    y[at] = all * params.factor;
  }
}
