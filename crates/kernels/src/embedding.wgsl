// embedding: row ids[…] of a table.
//
// One invocation makes one y. Grid: elements / 64, folded into x and y.
// Bindings: 0 params, 1 ids, 2 table, 3 y.

struct Params {
  count: u32,
  rows: u32,
  width: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> ids: array<f32>;
@group(0) @binding(2) var<storage, read> table: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let p = params;
  let at = id.y * grid.x * 64u + id.x;
  if (at < p.count) {
    let row = min(u32(ids[at / p.width]), p.rows - 1u);
    y[at] = table[row * p.width + at % p.width];
  }
}
