// Arrays of numbers, as the contenders want them.

export const product = (sizes) => sizes.reduce((all, size) => all * size, 1);

/** Even random numbers in [-1, 1), the same for a seed. */
export function random(count, seed) {
  const values = new Float32Array(count);
  let state = seed >>> 0;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = state / 2 ** 31 - 1;
  }
  return values;
}

/** A tensor of that shape with its axes in another order, as NumPy's `transpose`. */
export function permuted(values, shape, order) {
  const strides = shape.map((_, axis) => product(shape.slice(axis + 1)));
  const sizes = order.map((axis) => shape[axis]), steps = order.map((axis) => strides[axis]);
  const made = new Float32Array(values.length), at = sizes.map(() => 0);
  for (let i = 0, from = 0; i < made.length; i++) {
    made[i] = values[from];
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++at[axis] < sizes[axis]) break;
      from -= steps[axis] * sizes[axis];
      at[axis] = 0;
    }
  }
  return made;
}

/** The largest difference, in parts of the largest number expected; Infinity where it is no such tensor. */
export function relativeError(values, expected) {
  if (values.length !== expected.length) return Infinity;
  let apart = 0, largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(values[i] - expected[i]);
    // NaN is larger than everything.
    if (!(difference <= apart)) apart = difference;
    largest = Math.max(largest, Math.abs(expected[i]));
  }
  return Number.isNaN(apart) ? Infinity : apart / largest;
}
