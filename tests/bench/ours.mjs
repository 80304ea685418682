// Third Pass in the slot `ours` of the peers' benchmark: a case's nodes as calls of the public
// module, recorded by `compile` and run as one plan. `?backend=cpu|webgpu` chooses the backend.
//
// Served in one folder with what `dist/` holds.
import { open } from "./third-pass.js";

const backend = new URL(import.meta.url).searchParams.get("backend") ?? "auto";
let tp;

export async function init() {
  tp = await open({ backend });
  return { backend: tp.backend, adapter: tp.adapter, version: tp.version };
}

/** What each operation of a case is here; `t` are its tensors, `a` its attributes, `out` the shape of its result. */
const OPS = {
  Conv: (t, a) => tp.conv2d(t[0], t[1], t[2] ?? null, { stride: a.strides, padding: a.pads.slice(0, 2), ...(a.act && { activation: a.act }) }),
  BatchNorm: (t, a) => tp.batchNorm(t[0], { gamma: t[1], beta: t[2], runningMean: t[3], runningVar: t[4], eps: a.eps }),
  Relu: (t) => tp.relu(t[0]),
  Add: (t) => tp.add(t[0], t[1]),
  MaxPool: (t, a) => tp.maxPool2d(t[0], { kernel: a.kernel, stride: a.strides, padding: a.pads.slice(0, 2) }),
  GlobalAvgPool: (t) => tp.mean(t[0], { axes: [2, 3] }),
  Linear: (t, a) => tp.linear(t[0], t[1], t[2], a.act ? { activation: a.act } : {}),
  MatMul: (t, a) => tp.matmul(t[0], t[1], { transposeB: !!a.transB }),
  Scale: (t, a, out, constant) => tp.mul(t[0], constant([a.value])),
  Softmax: (t) => tp.softmax(t[0]),
  LayerNorm: (t, a) => tp.layerNorm(t[0], { gamma: t[1], beta: t[2], eps: a.eps }),
  Reshape: (t, a, out) => tp.reshape(t[0], out),
  Transpose: (t, a) => tp.transpose(t[0], a.perm),
};

const EVEN = (pads) => !pads || (pads[0] === pads[2] && pads[1] === pads[3]);

/** [rows, columns] → [columns, rows]: weights lie here as in PyTorch, [out, in]. */
function turned(values, [rows, columns]) {
  const made = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) made[c * rows + r] = values[r * columns + c];
  return made;
}

export async function prepare(c, weights, inputs) {
  if (!c.nodes.every((node) => OPS[node.op] && EVEN(node.attrs.pads))) return null;
  const began = performance.now();
  const matrices = new Set(c.nodes.filter((node) => node.op === "Linear").map((node) => node.in[1]));
  const held = [];
  const hold = (values, shape) => { const t = tp.tensor(values, shape); held.push(t); return t; };
  const known = {};
  for (const [name, values] of Object.entries(weights)) {
    const { shape } = c.weights[name];
    known[name] = matrices.has(name) ? hold(turned(values, shape), [...shape].reverse()) : hold(values, shape);
  }
  const run = tp.compile((...given) => {
    const at = { ...known };
    c.inputs.forEach(({ name }, i) => { at[name] = given[i]; });
    const constant = (values) => hold(values, [values.length]);
    for (const { op, in: names, out, attrs } of c.nodes) {
      at[out] = OPS[op](names.map((name) => at[name]), attrs, c.shapes[out], constant);
    }
    return at[c.output.name];
  }, c.inputs.map(({ shape }) => shape));
  const upload = () => c.inputs.map(({ name, shape }) => tp.tensor(inputs[name], shape));
  const all = (tensors) => tensors.forEach((t) => t.dispose());
  let resident;
  return {
    ms: performance.now() - began,
    async run() {
      const given = upload(), y = run(...given), values = await y.data();
      all([...given, y]);
      return values;
    },
    async steady(times) {
      resident ??= upload();
      let y;
      for (let i = 0; i < times; i++) { y?.dispose(); y = run(...resident); }
      const values = await y.data();
      y.dispose();
      return values;
    },
    dispose() { run.dispose(); all(held); if (resident) all(resident); },
  };
}
