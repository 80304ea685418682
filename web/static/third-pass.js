// Third Pass: the engine as a JavaScript module. See third-pass.d.ts for every
// call; shapes and names are PyTorch's.

/** Every operation: its arguments that are tensors, in order. */
const OPS = {
  relu: ["x"],
  conv2d: ["x", "w", "b?"],
  maxPool2d: ["x"],
};

let compiled;
const compile = (url) => (compiled ??= fetchModule(url).catch((e) => { compiled = undefined; throw e; }));

async function fetchModule(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`third-pass: the engine could not be loaded (${answer.status} for ${url})`);
  // A host that does not send application/wasm makes streaming refuse.
  return answer.headers.get("content-type")?.startsWith("application/wasm")
    ? WebAssembly.compileStreaming(answer)
    : WebAssembly.compile(await answer.arrayBuffer());
}

/** Starts a worker. A foreign page or a sandboxed frame refuses its plain URL, so there it starts from its text. */
async function startWorker() {
  const js = new URL("./__WORKER_JS__", import.meta.url);
  const module = compile(new URL("./__WORKER_WASM__", import.meta.url));
  const source = js.origin === self.origin
    ? js
    : "data:text/javascript;charset=utf-8," + encodeURIComponent(await (await fetch(js)).text());
  const worker = new Worker(source, { type: "module", name: "third-pass" });
  const wasm = await module;
  await new Promise((ok, fail) => {
    worker.onmessage = ok;
    worker.onerror = (e) => fail(new Error(`third-pass: the worker did not start${e.message ? `: ${e.message}` : ""}`));
    worker.postMessage({ wasm });
  });
  return worker;
}

/** A tensor that lives in the worker. */
class Tensor {
  #tp;
  /** @internal */ id;
  /** @internal */ session;
  #disposed = false;
  /** The shape, once it is known. */
  shape;

  constructor(tp, id, session, shape) {
    this.#tp = tp;
    this.id = id;
    this.session = session;
    this.shape = shape;
  }
  get disposed() { return this.#disposed; }
  /** @internal */ belongsTo(tp) { return this.#tp === tp; }
  /** The shape alone, without waiting for the values. */
  get ready() { return this.#ask("ready").then((a) => (this.shape = a.shape)); }
  /** The values, row-major. */
  async data() {
    const answer = await this.#ask("data");
    this.shape = answer.shape;
    return answer.data;
  }
  #ask(t) {
    if (this.#disposed) return Promise.reject(new Error("third-pass: this tensor has been disposed of"));
    return this.#tp.ask({ t, tensor: this.id }, [], this.session);
  }
  /** Gives the memory back. */
  dispose() {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#tp.tell({ t: "dispose", tensor: this.id }, [], this.session);
  }
}

class ThirdPass {
  #worker; #batch; #transfer; #closed = false;
  #waiting = new Map();
  #next = 0;
  #session = 0;
  #backend; #adapter; #version; #asked;
  #restart;

  /** @internal */
  static async open(asked) {
    const tp = new ThirdPass();
    tp.#asked = asked;
    await tp.#start();
    return tp;
  }
  async #start() {
    const worker = await startWorker();
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#answers(data);
    worker.onerror = (e) => this.#stopped(`third-pass: the worker stopped${e.message ? `: ${e.message}` : ""}`);
    try {
      const info = await this.ask({ t: "open", backend: this.#asked });
      this.#backend = info.backend;
      this.#adapter = info.adapter;
      this.#version = info.version;
    } catch (error) {
      worker.terminate();
      throw error;
    }
  }
  /** "webgpu" or "cpu". */
  get backend() { return this.#backend; }
  /** What computes, in words. */
  get adapter() { return this.#adapter; }
  /** The version of the module. */
  get version() { return this.#version; }

  /** A tensor of these values; `{transfer: true}` detaches them instead of copying. */
  tensor(values, shape, { transfer = false } = {}) {
    this.#open();
    const data = values instanceof Float32Array ? values : Float32Array.from(values);
    const whole = Array.isArray(shape) && shape.every((d) => Number.isInteger(d) && d >= 0);
    if (!whole) throw new Error(`tensor: the shape must be a list of whole numbers, got ${JSON.stringify(shape)}`);
    const holds = shape.reduce((a, b) => a * b, 1);
    if (holds !== data.length) {
      throw new Error(`tensor: ${data.length} values do not fill the shape [${shape.join(", ")}], which holds ${holds}`);
    }
    const own = (transfer && data === values) || data !== values ? data : data.slice();
    const whole_buffer = own.byteOffset === 0 && own.byteLength === own.buffer.byteLength ? own : own.slice();
    const out = ++this.#next;
    this.tell({ t: "tensor", out, shape: [...shape], data: whole_buffer }, [whole_buffer.buffer]);
    return new Tensor(this, out, this.#session, [...shape]);
  }

  /** @internal */
  op(name, inputs, options = {}) {
    this.#open();
    const ids = OPS[name].map((argument, i) => {
      const given = inputs[i], optional = argument.endsWith("?");
      if (given === null || given === undefined) {
        if (optional) return null;
        throw new Error(`${name}: ${argument} is missing`);
      }
      const label = argument.replace("?", "");
      if (!(given instanceof Tensor) || !given.belongsTo(this)) throw new Error(`${name}: ${label} must be a tensor of this engine`);
      if (given.disposed) throw new Error(`${name}: ${label} has been disposed of`);
      if (given.session !== this.#session) throw new Error(`${name}: ${label} was lost with the worker that held it`);
      return given.id;
    });
    if (options === null || typeof options !== "object") throw new Error(`${name}: the options must be an object`);
    const out = ++this.#next;
    this.tell({ t: "op", op: name, in: ids, opts: { ...options }, out: [out] });
    return new Tensor(this, out, this.#session);
  }

  /** The terms that made one number of y. */
  async trace(y, index) {
    this.#open();
    if (!(y instanceof Tensor) || !y.belongsTo(this)) throw new Error("trace: y must be a tensor of this engine");
    const { trace } = await this.ask({ t: "trace", tensor: y.id, index: [...index] }, [], y.session);
    return trace;
  }
  /** Dispatches and submits since `open`, bytes that live tensors hold. */
  async stats() {
    this.#open();
    const { dispatches, submits, bytes } = await this.ask({ t: "stats" });
    return { dispatches, submits, bytes };
  }
  /** For tests: what happens when the worker dies. */
  async simulate(what) {
    this.#open();
    if (what !== "worker-killed") throw new Error(`simulate: "worker-killed" is known here, got ${JSON.stringify(what)}`);
    this.#stopped("third-pass: the worker was stopped");
    await this.#restart;
  }
  /** Stops the worker; every tensor is gone. */
  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#worker?.terminate();
    this.#reject("third-pass: this engine has been closed");
  }

  #open() { if (this.#closed) throw new Error("third-pass: this engine has been closed"); }

  /** A worker that stopped is started again; what it held is gone, and whoever waits is told. */
  #stopped(words) {
    this.#worker.terminate();
    this.#worker = undefined;
    this.#session += 1;
    this.#batch = undefined;
    this.#reject(words);
    this.#restart = this.#start().catch((error) => { this.#reject(error.message); this.#closed = true; });
  }
  #reject(words) {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { fail } of waiting) fail(new Error(words));
  }
  #answers(answers) {
    if (!Array.isArray(answers)) return;
    for (const answer of answers) {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.error) waiting?.fail(new Error(answer.error));
      else waiting?.ok(answer);
    }
  }
  /** @internal Posts a message that wants an answer. */
  ask(message, transfer = [], session = this.#session) {
    if (this.#closed) return Promise.reject(new Error("third-pass: this engine has been closed"));
    if (session !== this.#session) return Promise.reject(new Error("third-pass: this tensor was lost with the worker that held it"));
    const id = ++this.#next;
    return new Promise((ok, fail) => {
      this.#waiting.set(id, { ok, fail });
      this.tell({ ...message, id }, transfer);
    });
  }
  /** @internal Calls of one turn of the page go to the worker as one message. */
  tell(message, transfer = [], session = this.#session) {
    if (this.#closed || session !== this.#session) return;
    if (!this.#batch) {
      this.#batch = [];
      this.#transfer = [];
      const batch = this.#batch;
      const send = () => {
        if (this.#batch !== batch) return;
        const moved = this.#transfer;
        this.#batch = undefined;
        this.#worker.postMessage(batch, moved);
      };
      if (this.#worker) queueMicrotask(send);
      else this.#restart.then(send);
    }
    this.#batch.push(message);
    this.#transfer.push(...transfer);
  }

  relu(x) { return this.op("relu", [x]); }
  conv2d(x, w, b, options) { return this.op("conv2d", [x, w, b], options); }
  maxPool2d(x, options) { return this.op("maxPool2d", [x], options); }
}

/** Starts an engine. `backend`: "auto", "webgpu" (rejects where there is none) or "cpu". */
export async function open({ backend = "auto" } = {}) {
  if (!["auto", "webgpu", "cpu"].includes(backend)) {
    throw new Error(`open: backend must be "auto", "webgpu" or "cpu", got ${JSON.stringify(backend)}`);
  }
  return ThirdPass.open(backend);
}
