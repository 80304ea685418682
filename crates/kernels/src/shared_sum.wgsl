
// Joined to kernels of one workgroup a group: what every invocation has found, added up as a tree,
// so that the error does not grow with the count. The file that it is joined to says how many LANES.

var<workgroup> partial: array<f32, LANES>;

fn summed(lane: u32, own: f32) -> f32 {
  workgroupBarrier();
  partial[lane] = own;
  workgroupBarrier();
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      partial[lane] += partial[lane + half];
    }
    workgroupBarrier();
  }
  return partial[0];
}

fn largest(lane: u32, own: f32) -> f32 {
  workgroupBarrier();
  partial[lane] = own;
  workgroupBarrier();
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      partial[lane] = max(partial[lane], partial[lane + half]);
    }
    workgroupBarrier();
  }
  return partial[0];
}
