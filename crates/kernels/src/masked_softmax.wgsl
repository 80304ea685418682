// The softmax of attention: of scores times a scale, along the last axis, over those that are
// not hidden. A hidden score has the weight 0, and so has every score of a row that is hidden whole.
//
// One workgroup makes one row, each invocation every 64th number of it.
// Grid: rows, folded into x and y. Bindings: 0 params, 1 scores, 2 mask, 3 y.

struct Params {
  rows: u32,
  queries: u32,
  keys: u32,
  scale: f32,
  causal: u32,
  masked: u32,
  size_1: u32, // of the rows, axes 1 to 3 of 4
  size_2: u32,
  size_3: u32,
  mask_0: u32, // from one mask to the next along each axis of the rows; 0 where it is stretched
  mask_1: u32,
  mask_2: u32,
  mask_3: u32,
  mask_key: u32, // and along the keys
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scores: array<f32>;
@group(0) @binding(2) var<storage, read> mask: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

const LANES = 64u;
fn hidden(row: u32, mask_row: u32, key: u32) -> bool {
  if (params.causal == 1u && key > row % params.queries) {
    return true;
  }
  return params.masked == 1u && mask[mask_row + key * params.mask_key] != 0.0;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let p = params;
  // A workgroup too many repeats the last row: all of it must reach every barrier.
  let row = min(group.y * grid.x + group.x, p.rows - 1u);
  let first = row * p.keys;
  var rest = row;
  let i3 = rest % p.size_3;
  rest /= p.size_3;
  let i2 = rest % p.size_2;
  rest /= p.size_2;
  let i1 = rest % p.size_1;
  let i0 = rest / p.size_1;
  let mask_row = i0 * p.mask_0 + i1 * p.mask_1 + i2 * p.mask_2 + i3 * p.mask_3;

  // Who sees nothing does not decide: no score is lower.
  var most = -3.4028234e38;
  for (var i = lane; i < p.keys; i += LANES) {
    if (!hidden(row, mask_row, i)) {
      most = max(most, scores[first + i] * p.scale);
    }
  }
  most = largest(lane, most);

  var sum = 0.0;
  for (var i = lane; i < p.keys; i += LANES) {
    if (!hidden(row, mask_row, i)) {
      sum += exp(scores[first + i] * p.scale - most);
    }
  }
  sum = summed(lane, sum);

  for (var i = lane; i < p.keys; i += LANES) {
    var weight = 0.0;
    if (!hidden(row, mask_row, i)) {
      weight = exp(scores[first + i] * p.scale - most) / sum;
    }
    y[first + i] = weight;
  }
}
