// Medians and quartiles, and a row of the benchmark from its samples.

/** By linear interpolation, as NumPy's `quantile`; NaN of nothing. */
export function quantile(samples, part) {
  if (!samples?.length) return NaN;
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (sorted.length - 1) * part, below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}

export const median = (samples) => quantile(samples, 0.5);

export const geometricMean = (values) => Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** A larger error than this, in parts of the largest number, is no result. */
export const TOLERANCE = 1e-3;

/** {q1, median, q3} of a contender's samples, or nothing where it has no right result. */
export function summary(result, measure) {
  const samples = result?.[measure];
  if (!samples?.length || !(result.error <= TOLERANCE)) return undefined;
  return { q1: quantile(samples, 0.25), median: median(samples), q3: quantile(samples, 0.75) };
}

/**
 * This project's time in parts of the fastest of the peers that have a right result; `clear` where
 * the two spans between the quartiles lie apart.
 */
export function ratio(ours, peers) {
  const there = peers.filter(Boolean);
  if (!ours || !there.length) return undefined;
  const best = there.reduce((a, b) => (b.median < a.median ? b : a));
  return { value: ours.median / best.median, clear: ours.q3 < best.q1 || ours.q1 > best.q3 };
}
