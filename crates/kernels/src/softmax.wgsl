// softmax and logSoftmax along one axis: eˣ / Σ eˣ, or x − ln Σ eˣ; the largest x is taken off first.
//
// One workgroup makes one row, each invocation every 64th number of it.
// Grid: rows, folded into x and y. Bindings: 0 params, 1 x, 2 y.

struct Params {
  rows: u32,
  length: u32,
  stride: u32, // from one number of a row to the next
  log: u32,
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
  let p = params;
  // A workgroup too many repeats the last row: all of it must reach every barrier.
  let row = min(group.y * grid.x + group.x, p.rows - 1u);
  let first = row / p.stride * p.length * p.stride + row % p.stride;

  var most = x[first];
  for (var i = lane; i < p.length; i += LANES) {
    most = max(most, x[first + i * p.stride]);
  }
  most = largest(lane, most);

  var sum = 0.0;
  for (var i = lane; i < p.length; i += LANES) {
    sum += exp(x[first + i * p.stride] - most);
  }
  sum = summed(lane, sum);

  for (var i = lane; i < p.length; i += LANES) {
    let at = first + i * p.stride;
    if (p.log == 1u) {
      y[at] = (x[at] - most) - log(sum);
    } else {
      y[at] = exp(x[at] - most) / sum;
    }
  }
}
