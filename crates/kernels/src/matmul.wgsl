// matmul and linear: y[z,i,j] = act(bias[j] + Σ_k a[z,i,k] · b[z,k,j]), or b[z,j,k] where b is transposed.
//
// One workgroup makes 32 rows × 32 columns of one product z, one invocation 4×4 of
// them, 8 apart, so that neighbours read and write neighbours.
// Grid: (⌈columns/32⌉, ⌈rows/32⌉, products). Bindings: 0 params, 1 a, 2 b, 3 bias, 4 y.

struct Params {
  rows: u32,
  inner: u32,
  columns: u32,
  transposed: u32,
  bias: u32,
  relu: u32,
  size_1: u32, // of the products, axes 1 and 2 of 3
  size_2: u32,
  a_0: u32, // from one matrix to the next along each axis
  a_1: u32,
  a_2: u32,
  b_0: u32,
  b_1: u32,
  b_2: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(8, 8)
fn main(
  @builtin(workgroup_id) tile: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let p = params;
  let i2 = tile.z % p.size_2;
  let i1 = tile.z / p.size_2 % p.size_1;
  let i0 = tile.z / (p.size_2 * p.size_1);
  let a_base = i0 * p.a_0 + i1 * p.a_1 + i2 * p.a_2;
  let b_base = i0 * p.b_0 + i1 * p.b_1 + i2 * p.b_2;
  let first_row = tile.y * TILE;
  let first_column = tile.x * TILE;
  let fast = lane % TILE;
  let slow = lane / TILE;

  var sums = array<vec4f, 4>();
  for (var k0 = 0u; k0 < p.inner; k0 += TILE) {
    for (var r = slow; r < TILE; r += 2u) {
      let row = first_row + r;
      let k = k0 + fast;
      var value = 0.0;
      if (row < p.rows && k < p.inner) {
        value = a[a_base + row * p.inner + k];
      }
      left[fast * PITCH + r] = value;
    }
    for (var r = slow; r < TILE; r += 2u) {
      var value = 0.0;
      if (p.transposed == 1u) {
        let column = first_column + r;
        let k = k0 + fast;
        if (column < p.columns && k < p.inner) {
          value = b[b_base + column * p.inner + k];
        }
        right[fast * PITCH + r] = value;
      } else {
        let column = first_column + fast;
        let k = k0 + r;
        if (column < p.columns && k < p.inner) {
          value = b[b_base + k * p.columns + column];
        }
        right[r * PITCH + fast] = value;
      }
    }
    workgroupBarrier();
    multiply_tile(local, &sums);
    workgroupBarrier();
  }

  for (var r = 0u; r < 4u; r++) {
    let row = first_row + local.y + 8u * r;
    if (row >= p.rows) {
      continue;
    }
    for (var c = 0u; c < 4u; c++) {
      let column = first_column + local.x + 8u * c;
      if (column < p.columns) {
        var value = sums[r][c];
        if (p.bias == 1u) {
          value += bias[column];
        }
        if (p.relu == 1u) {
          value = max(value, 0.0);
        }
        y[(tile.z * p.rows + row) * p.columns + column] = value;
      }
    }
  }
}
