// adamStep: d = dw + weightDecay · w, m ← beta1 · m + (1 − beta1) · d, v ← beta2 · v + (1 − beta2) · d²,
// w ← w − rates[0] · m / (√v · rates[1] + eps). 1 − beta comes from double precision.
//
// One invocation makes one number of each. Grid: elements / 64, folded into x and y.
// Bindings: 0 params, 1 w, 2 dw, 3 rates, 4 m, 5 v, 6 the new w, 7 the new m, 8 the new v.

struct Params {
  count: u32,
  keep_1: f32, // beta1
  take_1: f32, // 1 − beta1
  keep_2: f32,
  take_2: f32,
  eps: f32,
  weight_decay: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read> dw: array<f32>;
@group(0) @binding(3) var<storage, read> rates: array<f32>;
@group(0) @binding(4) var<storage, read> m: array<f32>;
@group(0) @binding(5) var<storage, read> v: array<f32>;
@group(0) @binding(6) var<storage, read_write> new_w: array<f32>;
@group(0) @binding(7) var<storage, read_write> new_m: array<f32>;
@group(0) @binding(8) var<storage, read_write> new_v: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let p = params;
  let at = id.y * grid.x * 64u + id.x;
  if (at >= p.count) {
    return;
  }
  let d = dw[at] + p.weight_decay * w[at];
  let mean = p.keep_1 * m[at] + p.take_1 * d;
  let square = p.keep_2 * v[at] + p.take_2 * (d * d);
  new_w[at] = w[at] - rates[0] * mean / (sqrt(square) * rates[1] + p.eps);
  new_m[at] = mean;
  new_v[at] = square;
}
