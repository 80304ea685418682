// Who is measured: the peers and this project, each on one thread of WebAssembly and on WebGPU.
//
// A contender is a module with
//   init(options)                   → what it tells of itself; loads its runtime, gets its device
//   prepare(case, weights, inputs)  → null where it lacks an operation, else {ms?, run, steady, dispose}
//     run()      → Float32Array: numbers in, one forward pass, numbers out ("end to end")
//     steady(n)  → Float32Array: n passes from inputs that lie there already, one readback ("resident")
//     toNCHW(values) → the result in PyTorch's order, if it is not; outside of the time
// A case is a JSON of models/make_models.py; weights and inputs are Float32Arrays by name.

const ort = (file, provider) => ({ url: `/packages/onnxruntime-web/dist/${file}`, provider });

/** The first one's result is what the others are held to. */
export const CONTENDERS = [
  { id: "ort-wasm", kind: "wasm", name: "ONNX Runtime Web", module: "./ort.mjs", options: ort("ort.wasm.min.mjs", "wasm") },
  { id: "tfjs-wasm", kind: "wasm", name: "TensorFlow.js", module: "./tfjs.mjs", options: { backend: "wasm" } },
  { id: "ours-cpu", kind: "wasm", name: "Third Pass", module: "/site/ours.mjs?backend=cpu", ours: true },
  { id: "ort-webgpu", kind: "webgpu", name: "ONNX Runtime Web", module: "./ort.mjs", options: ort("ort.webgpu.min.mjs", "webgpu") },
  { id: "tfjs-webgpu", kind: "webgpu", name: "TensorFlow.js", module: "./tfjs.mjs", options: { backend: "webgpu" } },
  { id: "ours-webgpu", kind: "webgpu", name: "Third Pass", module: "/site/ours.mjs?backend=webgpu", ours: true },
];

export const contender = (id) => CONTENDERS.find((one) => one.id === id);
