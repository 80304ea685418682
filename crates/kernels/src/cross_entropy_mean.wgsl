// The mean of crossEntropy over the rows that are not ignored.
//
// One workgroup makes the one number, each invocation adds up every 64th row.
// Grid: 1. Bindings: 0 params, 1 losses, 2 targets, 3 y.

struct Params {
  rows: u32,
  ignored: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> losses: array<f32>;
@group(0) @binding(2) var<storage, read> targets: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

const LANES = 64u;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) lane: u32) {
  var sum = 0.0;
  var count = 0.0;
  for (var i = lane; i < params.rows; i += LANES) {
    sum += losses[i];
    count += select(1.0, 0.0, targets[i] == params.ignored);
  }
  let all = summed(lane, sum);
  let counted = summed(lane, count);
  if (lane == 0u) {
    y[0] = all / max(counted, 1.0);
  }
}
