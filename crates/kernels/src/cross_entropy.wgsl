// crossEntropy of one row: −Σ_c q_c · logSoftmax(logits)_c, where q is `on` on the target plus
// `over` on every class; 0 for a row whose target is to be ignored.
//
// One workgroup makes one row's loss, each invocation takes every 64th class.
// Grid: rows, folded into x and y. Bindings: 0 params, 1 logits, 2 targets, 3 losses.

struct Params {
  rows: u32,
  classes: u32,
  ignored: f32,
  on: f32,
  over: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> targets: array<f32>;
@group(0) @binding(3) var<storage, read_write> losses: array<f32>;

const LANES = 64u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let p = params;
  // A workgroup too many repeats the last row: all of it must reach every barrier.
  let row = min(group.y * grid.x + group.x, p.rows - 1u);
  let first = row * p.classes;

  var most = logits[first];
  for (var c = lane; c < p.classes; c += LANES) {
    most = max(most, logits[first + c]);
  }
  most = largest(lane, most);

  var own = 0.0;
  for (var c = lane; c < p.classes; c += LANES) {
    own += exp(logits[first + c] - most);
  }
  let log_sum = log(summed(lane, own));
  own = 0.0;
  for (var c = lane; c < p.classes; c += LANES) {
    own += (logits[first + c] - most) - log_sum;
  }
  let all = summed(lane, own);
  if (lane == 0u) {
    let target_class = targets[row];
    var loss = 0.0;
    if (target_class != p.ignored) {
      let at = min(u32(max(target_class, 0.0)), p.classes - 1u);
      loss = -p.on * ((logits[first + at] - most) - log_sum) - p.over * all;
    }
    losses[row] = loss;
  }
}
