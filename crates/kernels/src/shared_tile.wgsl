
// Joined to matmul.wgsl and the convolutions: the two tiles of a product in workgroup memory, and their
// product: 4×4 sums an invocation, 8 rows and columns apart, so that neighbours read neighbours.

const TILE = 32u;
// One more than the tile: neighbours of a transposed load fall into different banks.
const PITCH = 33u;

var<workgroup> left: array<f32, 1056>; // [k][PITCH of rows]
var<workgroup> right: array<f32, 1056>; // [k][PITCH of columns]

fn multiply_tile(local: vec3u, sums: ptr<function, array<vec4f, 4>>) {
  for (var k = 0u; k < TILE; k++) {
    let at = k * PITCH + local.x;
    let row = vec4f(right[at], right[at + 8u], right[at + 16u], right[at + 24u]);
    let by = k * PITCH + local.y;
    (*sums)[0] += left[by] * row;
    (*sums)[1] += left[by + 8u] * row;
    (*sums)[2] += left[by + 16u] * row;
    (*sums)[3] += left[by + 24u] * row;
  }
}
