// sum and mean over axes: y[group] = factor · Σ x over the group's members.
//
// One workgroup makes one y, each invocation adds up every 64th member.
// Grid: groups, folded into x and y. Bindings: 0 params, 1 x, 2 y.

struct Params {
  groups: u32,
  members: u32,
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
var<workgroup> partial: array<f32, 64>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // A workgroup too many repeats the last group: all of it must reach every barrier.
  let at = min(group.y * grid.x + group.x, params.groups - 1u);
  let first = group_place(at);
  var sum = 0.0;
  for (var i = lane; i < params.members; i += LANES) {
    sum += x[first + member_place(i)];
  }
  partial[lane] = sum;
  workgroupBarrier();
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      partial[lane] += partial[lane + half];
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    y[at] = partial[0] * params.factor;
  }
}
