// The contender TensorFlow.js; options: {backend: "wasm" | "webgpu"}. Pictures are NHWC here, as it
// wants them, and bias and ReLU go into its fused kernels; turning them is outside of every time.
import { permuted } from "./values.mjs";

const PACKAGES = "/packages/@tensorflow/";
let tf;

const script = (url) => new Promise((done, failed) => {
  const element = Object.assign(document.createElement("script"), { src: url, onload: done, onerror: failed });
  document.head.append(element);
});

export async function init({ backend }) {
  await script(`${PACKAGES}tfjs-core/dist/tf-core.min.js`);
  await script(`${PACKAGES}tfjs-backend-${backend}/dist/tf-backend-${backend}.min.js`);
  tf = globalThis.tf;
  if (backend === "wasm") {
    tf.wasm.setWasmPaths(`${PACKAGES}tfjs-backend-wasm/dist/`);
    tf.wasm.setThreadsCount(1);
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  }
  if (!await tf.setBackend(backend)) throw new Error(`there is no backend ${backend}`);
  await tf.ready();
  return { version: tf.version_core, backend: tf.getBackend() };
}

const channelsLast = ([n, c, h, w]) => [n, h, w, c];
const padding = ([top, left, bottom, right]) => [[0, 0], [top, bottom], [left, right], [0, 0]];

/** What each operation of a case is here; `t` are its tensors, `a` its attributes, `shape` its result's. */
const OPS = {
  Conv: ([x, filter, bias], a) => tf.fused.conv2d({
    x, filter, bias, strides: a.strides, pad: padding(a.pads), dataFormat: "NHWC", dilations: [1, 1], activation: a.act || "linear",
  }),
  BatchNorm: ([x, gamma, beta, mean, variance], a) => tf.batchNorm(x, mean, variance, beta, gamma, a.eps),
  Relu: ([x]) => tf.relu(x),
  Add: ([x, y]) => tf.add(x, y),
  MaxPool: ([x], a) => tf.maxPool(x, a.kernel, a.strides, a.pads[0] ? padding(a.pads) : "valid"),
  GlobalAvgPool: ([x]) => tf.mean(x, [1, 2]),
  Linear: ([x, b, bias], a, shape) => {
    const rows = tf.reshape(x, [-1, x.shape.at(-1)]);
    return tf.reshape(tf.fused.matMul({ a: rows, b, bias, activation: a.act || "linear" }), shape);
  },
  MatMul: ([x, y], a) => tf.matMul(x, y, false, Boolean(a.transB)),
  Scale: ([x], a) => tf.mul(x, a.value),
  Softmax: ([x]) => tf.softmax(x),
  LayerNorm: ([x, gamma, beta], a) => {
    const { mean, variance } = tf.moments(x, -1, true);
    const scaled = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, a.eps)));
    return tf.add(tf.mul(scaled, gamma), beta);
  },
  Reshape: ([x], a, shape) => tf.reshape(x, shape),
  Transpose: ([x], a) => tf.transpose(x, a.perm),
};

export async function prepare(given, weights, inputs) {
  const began = performance.now();
  const picture = (shape) => given.kind === "cnn" && shape.length === 4;
  const filters = new Set(given.nodes.filter(({ op }) => op === "Conv").map((node) => node.in[1]));
  const known = Object.fromEntries(Object.entries(weights).map(([name, values]) => {
    const { shape } = given.weights[name];
    if (!filters.has(name)) return [name, tf.tensor(values, shape)];
    const [out, into, h, w] = shape;
    return [name, tf.tensor(permuted(values, shape, [2, 3, 1, 0]), [h, w, into, out])];
  }));
  const ms = performance.now() - began;
  const host = given.inputs.map(({ name, shape }) => picture(shape)
    ? { name, values: permuted(inputs[name], shape, [0, 2, 3, 1]), shape: channelsLast(shape) }
    : { name, values: inputs[name], shape });
  const upload = () => Object.fromEntries(host.map(({ name, values, shape }) => [name, tf.tensor(values, shape)]));
  const forward = (fed) => tf.tidy(() => {
    const at = { ...known, ...fed };
    for (const { op, in: names, out, attrs } of given.nodes) {
      at[out] = OPS[op](names.map((name) => at[name]), attrs, given.shapes[out]);
    }
    return at[given.output.name];
  });
  let resident;
  return {
    ms,
    async run() {
      const fed = upload(), y = forward(fed), values = await y.data();
      y.dispose();
      tf.dispose(fed);
      return values;
    },
    async steady(times) {
      resident ??= upload();
      let y;
      for (let i = 0; i < times; i++) {
        const next = forward(resident);
        y?.dispose();
        y = next;
      }
      const values = await y.data();
      y.dispose();
      return values;
    },
    toNCHW(values) {
      const { shape } = given.output;
      return picture(shape) ? permuted(values, channelsLast(shape), [0, 3, 1, 2]) : values;
    },
    dispose() {
      tf.dispose(known);
      if (resident) tf.dispose(resident);
    },
  };
}
