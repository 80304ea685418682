// softmaxGrad along one axis: dx = scale · y · (dy − Σ dy · y).
//
// One workgroup makes one row, each invocation every 64th number of it.
// Grid: rows, folded into x and y. Bindings: 0 params, 1 dy, 2 y, 3 dx.

struct Params {
  rows: u32,
  length: u32,
  stride: u32, // from one number of a row to the next
  scale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> y: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

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

  var own = 0.0;
  for (var i = lane; i < p.length; i += LANES) {
    let at = first + i * p.stride;
    own += dy[at] * y[at];
  }
  let sum = summed(lane, own);
  for (var i = lane; i < p.length; i += LANES) {
    let at = first + i * p.stride;
    dx[at] = p.scale * y[at] * (dy[at] - sum);
  }
}
