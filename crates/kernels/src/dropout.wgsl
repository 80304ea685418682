// dropout: x · 1/(1 − p) where a hash of the seed and the place keeps it, else 0.
//
// One invocation makes one y. Grid: elements / 64, folded into x and y.
// Bindings: 0 params, 1 x, 2 y.

struct Params {
  count: u32,
  seed: u32,
  threshold: u32,
  scale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

fn mixed(given: u32) -> u32 {
  var h = given;
  h = (h ^ (h >> 16u)) * 0x7feb352du;
  h = (h ^ (h >> 15u)) * 0x846ca68bu;
  return h ^ (h >> 16u);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let p = params;
  let at = id.y * grid.x * 64u + id.x;
  if (at < p.count) {
    let keeps = mixed(mixed(p.seed) + at) >= p.threshold;
    y[at] = select(0.0, x[at] * p.scale, keeps);
  }
}
