// sgdStep: d = dw + weightDecay · w, velocity ← momentum · velocity + d, w ← w − rate · velocity.
// Without momentum there is no velocity, neither to read nor to write.
//
// One invocation makes one number of each. Grid: elements / 64, folded into x and y.
// Bindings: 0 params, 1 w, 2 dw, 3 rate, 4 velocity, 5 the new w, 6 the new velocity.

struct Params {
  count: u32,
  momentum: f32,
  weight_decay: f32,
  velocity: u32, // whether there is one
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read> dw: array<f32>;
@group(0) @binding(3) var<storage, read> rate: array<f32>;
@group(0) @binding(4) var<storage, read> velocity: array<f32>;
@group(0) @binding(5) var<storage, read_write> new_w: array<f32>;
@group(0) @binding(6) var<storage, read_write> new_velocity: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let p = params;
  let at = id.y * grid.x * 64u + id.x;
  if (at >= p.count) {
    return;
  }
  var d = dw[at] + p.weight_decay * w[at];
  if (p.velocity == 1u) {
    d += p.momentum * velocity[at];
    new_velocity[at] = d;
  }
  new_w[at] = w[at] - rate[0] * d;
}
