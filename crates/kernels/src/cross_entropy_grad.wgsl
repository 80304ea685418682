// crossEntropyGrad: dlogits[n,c] = s[n] · (softmax(logits[n])[c] − q[c]), where q is `over` on every class
// and `hit` on the target, and s[n] is dy[n], or for a mean dy over the number of rows that count.
// A row whose target is to be ignored gets zeros.
//
// One workgroup makes one row, each invocation every 64th class; each counts the rows that count.
// Grid: rows, folded into x and y. Bindings: 0 params, 1 dy, 2 logits, 3 targets, 4 dlogits.

struct Params {
  rows: u32,
  classes: u32,
  ignored: f32,
  hit: f32,
  over: f32,
  mean: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> logits: array<f32>;
@group(0) @binding(3) var<storage, read> targets: array<f32>;
@group(0) @binding(4) var<storage, read_write> dlogits: array<f32>;

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
  let sum = summed(lane, own);

  own = 0.0;
  if (p.mean == 1u) {
    for (var i = lane; i < p.rows; i += LANES) {
      own += select(1.0, 0.0, targets[i] == p.ignored);
    }
  }
  let counted = summed(lane, own);
  let target_class = targets[row];
  var share = 0.0;
  if (target_class != p.ignored) {
    if (p.mean == 1u) {
      share = dy[0] / counted;
    } else {
      share = dy[row];
    }
  }
  let hit = min(u32(max(target_class, 0.0)), p.classes - 1u);
  for (var c = lane; c < p.classes; c += LANES) {
    let wanted = select(p.over, p.hit, c == hit);
    var value = 0.0;
    if (target_class != p.ignored) {
      value = share * (exp(logits[first + c] - most) / sum - wanted);
    }
    dlogits[first + c] = value;
  }
}
