// embeddingGrad: dtable[r,c] = Σ dy[i,c] over the places i whose id is r.
//
// One invocation makes one dtable[r,c] and looks at every id: no two write the same place, and
// the sum has one order. Grid: elements of the table / 64, folded into x and y.
// Bindings: 0 params, 1 dy, 2 ids, 3 dtable.

struct Params {
  count: u32,
  width: u32,
  places: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> ids: array<f32>;
@group(0) @binding(3) var<storage, read_write> dtable: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let p = params;
  let at = id.y * grid.x * 64u + id.x;
  if (at >= p.count) {
    return;
  }
  let row = f32(at / p.width);
  let column = at % p.width;
  var sum = 0.0;
  for (var i = 0u; i < p.places; i++) {
    if (ids[i] == row) {
      sum += dy[i * p.width + column];
    }
  }
  dtable[at] = sum;
}
