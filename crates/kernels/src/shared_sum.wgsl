// Joined to kernels of one workgroup a group: what every invocation has found, added up in three
// levels (each invocation's own, sixteen sums of those, their sum), so that the error grows little
// with the count, and two barriers do. The file that it is joined to says how many LANES.

const PARTS = 16u;

var<workgroup> partial: array<f32, LANES>;
var<workgroup> parts: array<f32, PARTS>;

// Whoever writes `parts` again has waited at the first barrier for all who read it.
fn summed(lane: u32, own: f32) -> f32 {
  partial[lane] = own;
  workgroupBarrier();
  if (lane < PARTS) {
    var sum = 0.0;
    for (var i = lane; i < LANES; i += PARTS) {
      sum += partial[i];
    }
    parts[lane] = sum;
  }
  workgroupBarrier();
  var sum = 0.0;
  for (var i = 0u; i < PARTS; i++) {
    sum += parts[i];
  }
  return sum;
}

fn largest(lane: u32, own: f32) -> f32 {
  partial[lane] = own;
  workgroupBarrier();
  if (lane < PARTS) {
    var most = partial[lane];
    for (var i = lane + PARTS; i < LANES; i += PARTS) {
      most = max(most, partial[i]);
    }
    parts[lane] = most;
  }
  workgroupBarrier();
  var most = parts[0];
  for (var i = 1u; i < PARTS; i++) {
    most = max(most, parts[i]);
  }
  return most;
}
