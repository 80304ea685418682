// The contender ONNX Runtime Web; options: {url, provider: "wasm" | "webgpu"}.
let ort, provider;

export async function init(options) {
  provider = options.provider;
  ort = await import(options.url);
  ort.env.wasm.wasmPaths = new URL(".", new URL(options.url, location.href)).href;
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  return { version: ort.env.versions?.web };
}

export async function prepare({ id, inputs: slots }, weights, inputs) {
  const file = new Uint8Array(await (await fetch(`/models/${id}.onnx`)).arrayBuffer());
  const create = (more) => ort.InferenceSession.create(file, {
    executionProviders: [provider], graphOptimizationLevel: "all", logSeverityLevel: 3, ...more,
  });
  const began = performance.now();
  const session = await create();
  const ms = performance.now() - began;
  const feeds = Object.fromEntries(slots.map(({ name, shape }) => [name, new ort.Tensor("float32", inputs[name], shape)]));
  const [out] = session.outputNames;
  const resident = provider === "webgpu" && onDevice(create, feeds);
  return {
    ms,
    async run() { return (await session.run(feeds))[out].data; },
    async steady(times) {
      if (resident) return resident.steady(times);
      let values;
      for (let i = 0; i < times; i++) values = (await session.run(feeds))[out].data;
      return values;
    },
    async dispose() {
      await session.release();
      await resident?.dispose?.();
    },
  };
}

/** A second session whose inputs and output stay on the device; made when first wanted. */
function onDevice(create, feeds) {
  let session;
  const given = {}, buffers = [];
  async function start() {
    session = await create({ preferredOutputLocation: "gpu-buffer" });
    const device = await ort.env.webgpu.device;
    for (const [name, { data, dims }] of Object.entries(feeds)) {
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
      const buffer = device.createBuffer({ size: Math.ceil(data.byteLength / 16) * 16, usage });
      device.queue.writeBuffer(buffer, 0, data);
      buffers.push(buffer);
      given[name] = ort.Tensor.fromGpuBuffer(buffer, { dataType: "float32", dims });
    }
  }
  return {
    async steady(times) {
      if (!session) await start();
      let y;
      for (let i = 0; i < times; i++) {
        const next = (await session.run(given))[session.outputNames[0]];
        y?.dispose();
        y = next;
      }
      const values = await y.getData();
      y.dispose();
      return values;
    },
    async dispose() {
      await session?.release();
      buffers.forEach((buffer) => buffer.destroy());
    },
  };
}
