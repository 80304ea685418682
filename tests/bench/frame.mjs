// One contender in a frame of its own, so that two runtimes share no globals: frame.html?id=ID.
// The runner calls `api`; times are taken here, in the page. With `&cold=CASE` the frame goes the
// whole way from its own navigation to a result by itself, and leaves the time in `first`.
import { contender } from "./contenders.mjs";
import { product, random, relativeError } from "./values.mjs";

const asked = new URLSearchParams(location.search);
const { module, options = {} } = contender(asked.get("id"));
let library, handle, last;

async function timed(work) {
  const began = performance.now();
  const value = await work();
  return { value, ms: performance.now() - began };
}

async function weightsOf({ id, weights }) {
  const all = new Float32Array(await (await fetch(`/models/${id}.bin`)).arrayBuffer());
  return Object.fromEntries(Object.entries(weights).map(([name, { offset, shape }]) => [name, all.subarray(offset, offset + product(shape))]));
}

const inputsOf = ({ inputs }) => Object.fromEntries(inputs.map(({ name, shape }, i) => [name, random(product(shape), 1234 + i)]));

const api = {
  /** → {ms, about} */
  async init() {
    const { value: about, ms } = await timed(async () => {
      library = await import(new URL(module, location.href));
      return library.init(options);
    });
    return { ms, about };
  },
  /** → the time, or null where the contender lacks an operation */
  async prepare(given) {
    const weights = await weightsOf(given), inputs = inputsOf(given);
    const { value, ms } = await timed(() => library.prepare(given, weights, inputs));
    handle = value;
    return handle && (handle.ms ?? ms);
  },
  async run() {
    const { value, ms } = await timed(() => handle.run());
    last = value;
    return ms;
  },
  async steady(times) {
    const { value, ms } = await timed(() => handle.steady(times));
    last = value;
    return ms / times;
  },
  /** The relative error of the last result against the first contender's to ask. */
  error() {
    const values = handle.toNCHW?.(last) ?? last;
    parent.expected ??= Float32Array.from(values);
    return relativeError(values, parent.expected);
  },
  async dispose() {
    await handle?.dispose();
    handle = undefined;
  },
};

const cold = asked.get("cold");
if (cold) {
  const given = await (await fetch(`/models/${cold}.json`)).json();
  await api.init();
  await api.prepare(given);
  await api.run();
  globalThis.first = performance.now();
}
globalThis.api = api;
