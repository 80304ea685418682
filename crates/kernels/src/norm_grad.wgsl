// normGrad, with x̂ = (x − mean) / √(var + eps) over a group: dx = (g − mean(g) − x̂ · mean(g · x̂)) / √(var + eps).
// Means are taken off twice, as in norm.wgsl: at inputs around 1000 one in single precision is not enough.
//
// One workgroup makes one group, each invocation every 256th member.
// Grid: groups, folded into x and y. Bindings: 0 params, 1 g, 2 x, 3 dx.

struct Params {
  groups: u32,
  members: u32,
  eps: f32,
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
@group(0) @binding(1) var<storage, read> g: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

const LANES = 256u;

// The mean over the group of one number of each invocation.
fn averaged(lane: u32, own: f32) -> f32 {
  return summed(lane, own) / f32(params.members);
}

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let p = params;
  // A workgroup too many repeats the last group: all of it must reach every barrier.
  let at = min(group.y * grid.x + group.x, p.groups - 1u);
  let first = group_place(at);

  var of_x = 0.0;
  var of_g = 0.0;
  for (var i = lane; i < p.members; i += LANES) {
    let place = first + member_place(i);
    of_x += x[place];
    of_g += g[place];
  }
  let x_middle = averaged(lane, of_x);
  let g_middle = averaged(lane, of_g);
  of_x = 0.0;
  of_g = 0.0;
  for (var i = lane; i < p.members; i += LANES) {
    let place = first + member_place(i);
    of_x += x[place] - x_middle;
    of_g += g[place] - g_middle;
  }
  let x_rest = averaged(lane, of_x);
  let g_rest = averaged(lane, of_g);
  // The normalized numbers sum to 0, so the mean of g may be taken off before the product.
  var squares = 0.0;
  var products = 0.0;
  for (var i = lane; i < p.members; i += LANES) {
    let place = first + member_place(i);
    let d = (x[place] - x_middle) - x_rest;
    squares += d * d;
    products += ((g[place] - g_middle) - g_rest) * d;
  }
  let deviation = sqrt(averaged(lane, squares) + p.eps);
  let along = averaged(lane, products) / deviation;
  for (var i = lane; i < p.members; i += LANES) {
    let place = first + member_place(i);
    let normal = ((x[place] - x_middle) - x_rest) / deviation;
    dx[place] = (((g[place] - g_middle) - g_rest) - normal * along) / deviation;
  }
}
