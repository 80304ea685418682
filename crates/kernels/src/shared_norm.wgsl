
// Joined to norm.wgsl and norm_rows.wgsl, which say how many LANES: normalization of a group of
// numbers by its own mean and variance. The mean of what is left after the mean is taken off is
// taken off once more: at inputs around 1000 one mean in single precision is not enough.

struct Params {
  groups: u32,
  members: u32,
  eps: f32,
  gamma: u32,
  beta: u32,
  share: u32, // who shares a gamma: 0 the same place of every group, 1 the group, 2 a channel of a group
  plane: u32, // for 2: numbers of a channel
  channels: u32, // for 2: channels of a group
  per_picture: u32, // for 2: groups of a picture
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
@group(0) @binding(2) var<storage, read> gamma: array<f32>;
@group(0) @binding(3) var<storage, read> beta: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;
@group(0) @binding(5) var<storage, read_write> mean: array<f32>;
@group(0) @binding(6) var<storage, read_write> variance: array<f32>;

// The mean over the group of one number of each invocation.
fn averaged(lane: u32, own: f32) -> f32 {
  return summed(lane, own) / f32(params.members);
}

// What an invocation of a workgroup does.
fn normalize(group: vec3u, grid: vec3u, lane: u32) {
  let p = params;
  // A workgroup too many repeats the last group: all of it must reach every barrier.
  let at = min(group.y * grid.x + group.x, p.groups - 1u);
  let first = group_place(at);

  var sum = 0.0;
  for (var i = lane; i < p.members; i += LANES) {
    sum += x[first + member_place(i)];
  }
  let middle = averaged(lane, sum);
  sum = 0.0;
  for (var i = lane; i < p.members; i += LANES) {
    sum += x[first + member_place(i)] - middle;
  }
  let rest = averaged(lane, sum);
  sum = 0.0;
  for (var i = lane; i < p.members; i += LANES) {
    let d = (x[first + member_place(i)] - middle) - rest;
    sum += d * d;
  }
  let spread = averaged(lane, sum);

  let deviation = sqrt(spread + p.eps);
  for (var i = lane; i < p.members; i += LANES) {
    let place = first + member_place(i);
    var affine = i;
    if (p.share == 1u) {
      affine = at;
    } else if (p.share == 2u) {
      affine = at % p.per_picture * p.channels + i / p.plane;
    }
    var value = ((x[place] - middle) - rest) / deviation;
    if (p.gamma == 1u) {
      value *= gamma[affine];
    }
    if (p.beta == 1u) {
      value += beta[affine];
    }
    y[place] = value;
  }
  if (lane == 0u) {
    mean[at] = middle + rest;
    variance[at] = spread;
  }
}
