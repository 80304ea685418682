// Third Pass: the engine as a JavaScript module. See third-pass.d.ts for every
// call; shapes and names are PyTorch's.

/**
 * Every operation: the tensors it takes in order, the plain arguments behind them, and what it gives.
 * `b?` may be null; `*xs` is a list; `.mask?` stands in the options; `weights/a|b` is the
 * weight `a` of the object of weights, also known as `b`. The build fills it in from `ops::OPS`.
 */
const OPS = __OPS__;

/** What a call was given, told apart: the tensor of each entry of `in`, and the options. */
function sorted(name, given) {
  const { in: inputs, args = [] } = OPS[name];
  const places = [...new Set(inputs.filter((i) => !i.startsWith(".")).map((i) => i.split("/")[0]))];
  const positional = new Map(places.map((place, i) => [place, given[i]]));
  const last = given[places.length + args.length] ?? {};
  if (typeof last !== "object" || last instanceof Tensor) throw new Error(`${name}: the options must be an object`);
  const options = { ...last };
  args.forEach((arg, i) => { options[arg] = given[places.length + i]; });
  const weights = { ...positional.get("weights") };
  const tensors = inputs.flatMap((input) => {
    const label = input.replace("?", ""), optional = input.endsWith("?");
    let tensor;
    if (label.startsWith("*")) {
      const list = positional.get(input);
      if (!Array.isArray(list) || list.length === 0) throw new Error(`${name}: ${label.slice(1)} must be a list of tensors`);
      return list.map((tensor, i) => ({ label: `${label.slice(1)}[${i}]`, tensor }));
    } else if (label.startsWith(".")) {
      tensor = options[label.slice(1)];
      delete options[label.slice(1)];
    } else if (label.startsWith("weights/")) {
      for (const alias of label.slice(8).split("|").reverse()) {
        tensor = weights[alias] ?? tensor;
        delete weights[alias];
      }
    } else {
      tensor = positional.get(input);
    }
    if (!optional && (tensor === null || tensor === undefined)) throw new Error(`${name}: ${label.split("|")[0].replace(/^\./, "")} is missing`);
    return [{ label, tensor: tensor ?? null }];
  });
  // A state dict of PyTorch counts its batches; that is no weight.
  const stray = Object.keys(weights).find((key) => weights[key] && !key.endsWith("num_batches_tracked"));
  if (stray) throw new Error(`${name}: there is no weight ${JSON.stringify(stray)}`);
  return { tensors, options };
}

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
async function startWorker(ended, signal) {
  const js = new URL("./__WORKER_JS__", import.meta.url);
  const module = compile(new URL("./__WORKER_WASM__", import.meta.url));
  const source = js.origin === self.origin
    ? js
    : "data:text/javascript;charset=utf-8," + encodeURIComponent(await (await fetch(js)).text());
  const worker = new Worker(source, { type: "module", name: "third-pass" });
  const wasm = await module;
  // The worker holds a lock as long as it lives. Once it says that it has it, whoever waits for the
  // same lock learns of its end, however it goes. Plain http and frames without an origin have no
  // locks; there, only an end with an event is seen.
  const lock = `third-pass:${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
  const watch = () => navigator.locks.request(lock, { signal }, () => { if (!signal.aborted) ended(); }).catch(() => {});
  const known = new Promise((ok) => worker.addEventListener("message", ({ data }) => {
    if (data.held) watch();
    if (data.held !== undefined) ok();
  }));
  await new Promise((ok, fail) => {
    worker.onmessage = ({ data }) => { if (data.started) ok(); };
    worker.onerror = (e) => fail(new Error(`third-pass: the worker did not start${e.message ? `: ${e.message}` : ""}`));
    worker.postMessage({ wasm, lock });
  });
  // Before it is asked anything, its end would be noticed.
  await known;
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

/** A value of a function that is being recorded. */
class Placeholder {
  constructor(recording, number) {
    this.recording = recording;
    this.number = number;
  }
  #no() { return Promise.reject(new Error("compile: a placeholder has no values; read what the compiled function gives")); }
  get ready() { return this.#no(); }
  data() { return this.#no(); }
  dispose() {}
}

/** A function as it is recorded: the calls on its placeholders. */
class Recording {
  steps = [];
  constants = [];
  numbers = new Map();
  #next = 0;
  constructor(count) {
    this.inputs = Array.from({ length: count }, () => this.placeholder());
  }
  placeholder() { return new Placeholder(this, this.#next++); }
  constant(tensor) {
    if (!this.numbers.has(tensor)) {
      this.numbers.set(tensor, this.#next++);
      this.constants.push(tensor);
    }
    return this.numbers.get(tensor);
  }
}

/** What a recorded function gives, one value or several by key: its values in order, and the same form with others. */
function formed(result) {
  if (result instanceof Placeholder) return { keys: null, out: [result], filled: ([one]) => one };
  const keys = Object.keys(result);
  const filled = (made) => {
    const answer = Array.isArray(result) ? [] : {};
    keys.forEach((key, i) => { answer[key] = made[i]; });
    return answer;
  };
  return { keys, out: keys.map((key) => result[key]), filled };
}

/** Of an answer, what it says of a net. */
const described = ({ parameters, multiplyAdds, layers, names, inputs, example, weights }) =>
  ({ parameters, multiplyAdds, layers, names, inputs, example, weights });

/** A net in the worker. */
class Model {
  #tp; #id; #session; #info;
  constructor(tp, id, session) {
    this.#tp = tp;
    this.#id = id;
    this.#session = session;
  }
  /** Layers with their costs for one example, names to keep; rejects with what is wrong with spec or weights. */
  get info() {
    this.#info ??= this.#tp.ask({ t: "model-info", model: this.#id }, [], this.#session).then(described);
    return this.#info;
  }
  /**
   * A forward: `x`, or `{src, tgt}`; `activations` by the names in `keep`. From the layer `from`,
   * whose output x is, until the layer `until`, whose output y is; both may be left out.
   */
  run(x, { keep = [], from = null, until = null } = {}) {
    if (!Array.isArray(keep)) throw new Error("model: keep must be a list of names of layers");
    for (const [key, name] of Object.entries({ from, until })) {
      if (name !== null && typeof name !== "string") throw new Error(`model: ${key} must be the name of a layer`);
    }
    const given = x instanceof Tensor ? [["x", x]] : ["src", "tgt"].map((name) => [name, x?.[name]]);
    return this.#tp.runModel(this.#id, this.#session, "run", given, keep, { from, until });
  }
  /** The Transformer's encoder: ids [B,T] → memory [B,T,dModel]. */
  encode(src, { keep = [] } = {}) {
    const { y, activations } = this.#tp.runModel(this.#id, this.#session, "encode", [["src", src]], keep);
    return { memory: y, activations };
  }
  /** The Transformer's decoder for the last token of tgt: logits [B, vocab]. */
  decodeStep(memory, src, tgt, { keep = [] } = {}) {
    const { y, activations } = this.#tp.runModel(this.#id, this.#session, "decodeStep", [["memory", memory], ["src", src], ["tgt", tgt]], keep);
    return { logits: y, activations };
  }
  /** Writes the output of the ids `src`, the likeliest token each time. */
  greedy(src, { max = 64, topK = 5, signal, onProgress } = {}) {
    return this.#decode(src, { width: 1, alpha: null, max, top: topK }, signal, onProgress);
  }
  /** Follows the `width` likeliest beginnings; alpha is that of the length penalty. */
  beam(src, { width = 4, alpha = 0.6, max = 64, topK = 5, signal, onProgress } = {}) {
    return this.#decode(src, { width, alpha, max, top: topK }, signal, onProgress);
  }
  async #decode(src, wanted, signal, onProgress) {
    const tp = this.#tp, session = this.#session;
    const ids = src instanceof Tensor ? await src.data() : Float32Array.from(src);
    for (const [key, least] of [["width", 1], ["max", 1], ["top", 0]]) {
      if (!Number.isInteger(wanted[key]) || wanted[key] < least) throw new Error(`model: ${key === "top" ? "topK" : key} must be a whole number from ${least}, got ${wanted[key]}`);
    }
    const search = tp.number();
    tp.tell({ t: "decode", search, model: this.#id, src: ids, ...wanted }, [], session);
    const steps = [];
    try {
      for (;;) {
        signal?.throwIfAborted();
        const { done, hypotheses, top } = await tp.ask({ t: "decode-step", search }, [], session);
        if (top.length > 0) steps.push(top);
        const [best] = hypotheses;
        onProgress?.({ tokens: best?.tokens ?? [], done, top, hypotheses });
        if (done) return { ...(await this.#attention(ids, best.tokens)), tokens: best.tokens, score: best.score, outputs: hypotheses, steps };
      }
    } finally {
      tp.tell({ t: "decode-end", search }, [], session);
    }
  }
  /** Every head's weights of the forward that reads src and writes these tokens, by layer. */
  async #attention(ids, tokens) {
    const { names } = await this.info;
    const keep = names.filter((name) => /^(enc|dec)\.\d+\.(weights|selfWeights|crossWeights)$/.test(name));
    const tgt = [1, ...tokens.slice(0, -1)];
    const { y, activations } = this.run({
      src: this.#tp.tensor(ids, [1, ids.length]),
      tgt: this.#tp.tensor(tgt, [1, tgt.length]),
    }, { keep });
    const heads = (end) => keep.filter((name) => name.endsWith(end)).map((name) => activations[name]);
    return { logits: y, weights: { encoder: heads(".weights"), self: heads(".selfWeights"), cross: heads(".crossWeights") } };
  }
  dispose() { this.#tp.tell({ t: "model-forget", model: this.#id }, [], this.#session); }
}

/** A model that may still be loading: usable at once, and to be awaited. */
class Loading {
  #model;
  constructor(model) { this.#model = model; }
  then(ok, fail) { return this.#model.info.then(() => this.#model).then(ok, fail); }
  get info() { return this.#model.info; }
  run(...given) { return this.#model.run(...given); }
  encode(...given) { return this.#model.encode(...given); }
  decodeStep(...given) { return this.#model.decodeStep(...given); }
  greedy(...given) { return this.#model.greedy(...given); }
  beam(...given) { return this.#model.beam(...given); }
  dispose() { this.#model.dispose(); }
}

/** How long a slice of training lasts in ms; other calls come in between. */
const SLICE = 40;
/** A run that loses its worker so often without a step in between is over. */
const MOST_LOSSES = 3;

/** Values for the worker: of a tensor, of `{values, shape}`, or a list of labels. */
async function sent(what, given) {
  if (given instanceof Tensor) return { data: await given.data(), shape: given.shape };
  const list = (v) => Array.isArray(v) || ArrayBuffer.isView(v);
  const { values, shape } = list(given) ? { values: given, shape: [given.length] } : given ?? {};
  if (!list(values) || !Array.isArray(shape)) throw new Error(`train: ${what} must be a tensor, or {values, shape}`);
  return { data: Float32Array.from(values), shape: [...shape] };
}

/** Examples and labels for the worker; `{src, tgt}` for the Transformer. */
async function examples(data, labels) {
  const inputs = typeof data === "object" && data !== null && "src" in data ? [["src", data.src], ["tgt", data.tgt]] : [["data", data]];
  const [target, ...rest] = await Promise.all([sent("labels", labels), ...inputs.map(([name, one]) => sent(name, one))]);
  return { labels: target, data: rest };
}

/**
 * A run of training: an async iterator of records that goes on by itself, slice by slice.
 * What the page keeps of it, the examples and the last checkpoint, outlives the worker.
 */
class Training {
  #tp; #lesson; #names; #run; #session;
  #saved; #savedAt = 0; #cost = 0;
  #state = "running"; #error; #loop; #beginning;
  #ready; #known; #unknown;
  #queue = []; #waiting = [];
  /** The last step that was told, the last that the worker has taken, and how many more are wanted. */
  #told = 0; #at = 0; #left = Infinity;
  #losses = 0;
  /** All records so far. */
  history = [];

  constructor(tp, spec, given) {
    const { data, labels, optimizer, weights, checkpoint, signal, ...opts } = given ?? {};
    this.#tp = tp;
    const start = weights === undefined ? {} : started("train", weights);
    this.#lesson = examples(data, labels).then((set) => ({ spec, opts, optimizer, ...start, ...set }));
    this.#lesson.catch(() => {});
    this.#saved = checkpoint === undefined ? undefined : copied("train: the checkpoint", checkpoint);
    this.#ready = new Promise((ok, fail) => { this.#known = ok; this.#unknown = fail; });
    // Who does not ask for it learns from the iterator what is wrong.
    this.#ready.catch(() => {});
    const abort = () => { this.#leave(); this.#end("failed", signal.reason); };
    signal?.addEventListener("abort", abort);
    if (signal?.aborted) abort();
    else this.#go();
  }
  /** "running", "paused", "done", "cancelled" or "failed". */
  get state() { return this.#state; }
  get #over() { return this.#state !== "running" && this.#state !== "paused"; }
  /** The names of the learned tensors and of the layers that records tell of; rejects with what is wrong. */
  get ready() { return this.#ready; }

  [Symbol.asyncIterator]() { return this; }
  next() {
    if (this.#queue.length > 0) return Promise.resolve({ value: this.#queue.shift(), done: false });
    if (!this.#over) return new Promise((ok, fail) => this.#waiting.push({ ok, fail }));
    const error = this.#error;
    this.#error = undefined;
    return error ? Promise.reject(error) : Promise.resolve({ value: undefined, done: true });
  }
  return() {
    this.cancel();
    return Promise.resolve({ value: undefined, done: true });
  }

  /** Stands still after what is being computed; resolves when it does. */
  async pause() {
    if (this.#state === "running") this.#state = "paused";
    await this.#loop;
  }
  resume() {
    if (this.#over) return;
    this.#left = Infinity;
    this.#go();
  }
  /** Takes so many steps and pauses; resolves when they are done. */
  async step(count = 1) {
    if (!Number.isInteger(count) || count < 1) throw new Error(`train: step takes a whole number from 1, got ${count}`);
    await this.pause();
    if (this.#over) return;
    this.#left = count;
    await this.#go();
  }
  /** Ends the run and gives its memory back; a checkpoint of where it was can still be had. */
  cancel() {
    this.#leave();
    if (!this.#over) this.#end("cancelled");
  }
  /** All that it takes to go on from here, as a safetensors file; `model` takes it as weights. */
  async checkpoint() {
    await this.#ready;
    // Where device or worker have just been lost there is the last one.
    if (this.#here) await this.#save().catch((error) => { if (!error.lost && this.#here) throw error; });
    return (await this.#saved).slice(0);
  }
  /** Goes on from a checkpoint, whatever became of the run; where it is refused, all stays as it was. */
  async restore(checkpoint) {
    const file = copied("train: the checkpoint", checkpoint), old = [this.#run, this.#session];
    await this.#begin(file);
    this.#tp.tell({ t: "train-end", run: old[0] }, [], old[1]);
    this.#saved = file;
    this.#told = this.#at;
    this.history = this.history.filter(({ step }) => step <= this.#at);
    this.#queue = [];
    this.#error = undefined;
    this.#losses = 0;
    if (this.#state === "paused") return;
    this.#left = Infinity;
    this.#go();
  }
  /** How well the net does now on other examples: `{count, loss, top1, top5}`, errors as shares. */
  async evaluate(data, labels, { signal, onProgress } = {}) {
    const set = await examples(data, labels);
    await this.#alive();
    const tp = this.#tp, session = this.#session, evaluation = tp.number();
    try {
      await tp.ask({ t: "evaluate", evaluation, run: this.#run, ...set }, [], session);
      for (;;) {
        signal?.throwIfAborted();
        const { seen, done, count, loss, top1, top5 } = await tp.ask({ t: "evaluate-slice", evaluation, ms: SLICE }, [], session);
        onProgress?.({ seen, of: set.labels.shape[0] });
        if (done) return { count, loss, top1, top5 };
      }
    } finally {
      tp.tell({ t: "evaluate-end", evaluation }, [], session);
    }
  }

  /** Whether the worker that lives now has the run. */
  get #here() { return this.#run !== undefined && this.#session === this.#tp.session; }
  /** Has the worker take the run up where it was, if it has it not. */
  async #alive() {
    if (this.#here) return;
    if (this.#state === "cancelled") throw new Error("train: this run was cancelled");
    const begin = async () => this.#begin(await this.#saved);
    this.#beginning ??= begin().finally(() => { this.#beginning = undefined; });
    await this.#beginning;
    if (this.#state === "cancelled") this.#leave();
  }
  async #begin(saved) {
    const tp = this.#tp, session = tp.session, run = tp.number();
    const { gradients, responses, step } = await tp.ask({ t: "train", run, ...(await this.#lesson), checkpoint: saved }, [], session);
    this.#names = { gradients, responses };
    this.#run = run;
    this.#session = session;
    this.#at = step;
    this.#told = Math.max(this.#told, step);
    if (!this.#saved) await this.#save();
    this.#known(this.#names);
  }
  /** Goes on until the run stands still or ends; there is one loop at a time. */
  #go() {
    this.#state = "running";
    return (this.#loop ??= this.#goOn());
  }
  async #goOn() {
    while (this.#state === "running") {
      const session = this.#tp.session;
      try {
        await this.#alive();
        // It may have been told to stand still while the worker took it up.
        if (this.#state === "running") await this.#slice();
      } catch (error) {
        this.#losses += 1;
        const lost = (error.lost || this.#tp.session !== session) && !this.#tp.closed;
        if (lost) this.#run = undefined;
        if (!this.#over && (!lost || this.#losses >= MOST_LOSSES)) this.#end("failed", error);
      }
    }
    this.#loop = undefined;
  }
  async #slice() {
    const run = this.#run, most = Math.min(this.#told - this.#at + this.#left, 2 ** 30);
    // Whether it went on from a checkpoint or was cancelled meanwhile.
    const other = () => run !== this.#run;
    let answer;
    try {
      answer = await this.#tp.ask({ t: "train-slice", run, most, ms: SLICE }, [], this.#session);
    } catch (error) {
      if (other()) return;
      throw error;
    }
    if (other()) return;
    for (const record of answer.records) this.#tell(record);
    const due = performance.now() - this.#savedAt > Math.max(1000, 20 * this.#cost);
    if (answer.done || due) await this.#save();
    if (answer.done && !other()) this.#end("done");
  }
  async #save() {
    const run = this.#run, from = performance.now();
    const { file } = await this.#tp.ask({ t: "train-checkpoint", run }, [], this.#session);
    if (run !== this.#run) return;
    this.#saved = file;
    this.#savedAt = performance.now();
    this.#cost = this.#savedAt - from;
  }
  #tell({ gradients, responses, ...rest }) {
    this.#at = rest.step;
    // It was told before the worker was lost.
    if (rest.step <= this.#told) return;
    const named = (names, values) => Object.fromEntries(names.map((name, i) => [name, values[i]]));
    const record = { ...rest, gradNorms: named(this.#names.gradients, gradients), responseStd: named(this.#names.responses, responses) };
    this.#told = rest.step;
    this.#losses = 0;
    this.#left -= 1;
    if (this.#left <= 0 && this.#state === "running") this.#state = "paused";
    this.history.push(record);
    const waiting = this.#waiting.shift();
    if (waiting) waiting.ok({ value: record, done: false });
    else this.#queue.push(record);
  }
  /** Lets the worker forget the run, once it has handed over where it was. */
  #leave() {
    if (!this.#here) return;
    const before = this.#saved;
    this.#saved = this.#tp.ask({ t: "train-checkpoint", run: this.#run }, [], this.#session).then(({ file }) => file, () => before);
    this.#tp.tell({ t: "train-end", run: this.#run }, [], this.#session);
    this.#run = undefined;
  }
  #end(state, error) {
    this.#state = state;
    this.#unknown(error ?? new Error("train: this run was cancelled"));
    if (state === "cancelled") this.#queue = [];
    const waiting = this.#waiting.splice(0);
    if (error && waiting.length > 0) waiting.shift().fail(error);
    else this.#error = error;
    for (const { ok } of waiting) ok({ value: undefined, done: true });
  }
}

/** A file of the caller's, as a buffer that is all of it. */
function copied(what, file) {
  if (ArrayBuffer.isView(file)) return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  if (file instanceof ArrayBuffer) return file.slice(0);
  throw new Error(`${what} must be an ArrayBuffer`);
}

/** Where weights begin, as the worker takes it: a file or a seed. */
function started(what, weights, transfer = false) {
  const whole = ArrayBuffer.isView(weights) && weights.byteLength === weights.buffer.byteLength;
  const file = transfer && whole ? weights.buffer : ArrayBuffer.isView(weights)
    ? weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength)
    : weights instanceof ArrayBuffer ? weights : undefined;
  if (file && file.byteLength > 256 * 2 ** 20) throw new Error(`${what}: the file of weights has ${file.byteLength} bytes; at most 256 MiB are read`);
  const seeded = weights !== null && typeof weights === "object" && Number.isSafeInteger(weights.seed) && weights.seed >= 0;
  if (!file && !seeded) throw new Error(`${what}: the weights must be an ArrayBuffer in safetensors, or {seed: a whole number}`);
  return file ? { file } : { seed: weights.seed };
}

/** A net's specification: a name, or `{kind, …}`. */
function specified(what, spec) {
  const named = typeof spec === "string" || (spec !== null && typeof spec === "object");
  if (!named) throw new Error(`${what}: the spec must be a name or an object with a kind, got ${JSON.stringify(spec)}`);
  return spec;
}

/** What a call answers: one tensor, or an object of them by name. */
function answers(name, made, send) {
  send(made);
  if (made.length === 1) return made[0];
  return Object.fromEntries(OPS[name].out.map((key, i) => [key, made[i]]));
}

class ThirdPass {
  #recording;
  #worker; #batch; #transfer; #closed = false;
  #waiting = new Map();
  #next = 0;
  #session = 0;
  #backend; #adapter; #version; #asked;
  #restart;
  #watching;
  /** Memory that the worker gave back. */
  #spare = [];
  /** Called with `{what, backend, adapter}` when the device or the worker was lost and replaced. */
  onnotice;

  /** @internal */
  static async open(asked) {
    const tp = new ThirdPass();
    tp.#asked = asked;
    await tp.#start();
    return tp;
  }
  async #start() {
    this.#watching = new AbortController();
    const worker = await startWorker(() => this.#stopped("third-pass: the worker stopped"), this.#watching.signal);
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#answers(data);
    worker.onerror = (e) => this.#stopped(`third-pass: the worker stopped${e.message ? `: ${e.message}` : ""}`);
    try {
      // Not through the batch: what waits there waits for this answer.
      const id = ++this.#next;
      const info = await new Promise((ok, fail) => {
        this.#waiting.set(id, { ok, fail });
        worker.postMessage([{ t: "open", backend: this.#asked, id }]);
      });
      this.#backend = info.backend;
      this.#adapter = info.adapter;
      this.#version = info.version;
    } catch (error) {
      this.#watching.abort();
      worker.terminate();
      throw error;
    }
  }
  /** "webgpu" or "cpu". */
  get backend() { return this.#backend; }
  /** What computes, in words. */
  get adapter() { return this.#adapter; }
  /** Whether it can be used no more: closed, or its worker could not be started again. */
  get closed() { return this.#closed; }
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
    const own = (transfer && data === values) || data !== values ? data : this.#copied(data);
    const whole_buffer = own.byteOffset === 0 && own.byteLength === own.buffer.byteLength ? own : own.slice();
    const out = ++this.#next;
    this.tell({ t: "tensor", out, shape: [...shape], data: whole_buffer }, [whole_buffer.buffer]);
    return new Tensor(this, out, this.#session, [...shape]);
  }

  /** The values in memory of their own: that of an earlier tensor, if the worker gave back some of this size. */
  #copied(values) {
    const at = this.#spare.findIndex((buffer) => buffer.byteLength === values.byteLength);
    if (at < 0) return values.slice();
    const copy = new Float32Array(...this.#spare.splice(at, 1));
    copy.set(values);
    return copy;
  }

  /** @internal A call of the table; one answer, or an object of them. */
  op(name, given) {
    this.#open();
    const { tensors, options } = sorted(name, given);
    const recording = this.#recording;
    const ids = tensors.map(({ label, tensor }) => {
      if (tensor === null) return null;
      if (tensor instanceof Placeholder && tensor.recording === recording) return tensor.number;
      if (tensor instanceof Placeholder) throw new Error(`${name}: ${label} is a placeholder, and the function it stands in has been recorded`);
      const id = this.#id(name, label, tensor);
      return recording ? recording.constant(tensor) : id;
    });
    if (recording) return answers(name, OPS[name].out.map(() => recording.placeholder()), (out) => {
      recording.steps.push({ op: name, in: ids, opts: options, out: out.map((t) => t.number) });
    });
    return answers(name, this.#coming(OPS[name].out.length), (out) => this.tell({ t: "op", op: name, in: ids, opts: options, out: out.map((t) => t.id) }));
  }

  /** The number of a tensor that is alive, or what is wrong with it. */
  #id(what, label, tensor) {
    if (!(tensor instanceof Tensor) || !tensor.belongsTo(this)) throw new Error(`${what}: ${label} must be a tensor of this engine`);
    if (tensor.disposed) throw new Error(`${what}: ${label} has been disposed of`);
    if (tensor.session !== this.#session) throw new Error(`${what}: ${label} was lost with the worker that held it`);
    return tensor.id;
  }
  /** Answers that are to come. */
  #coming(count) { return Array.from({ length: count }, () => new Tensor(this, ++this.#next, this.#session)); }

  /**
   * Records `fn`, called once with placeholders of these shapes; other tensors that it uses are
   * constants. The function that comes back takes tensors of the same shapes and runs all of it
   * as one plan: one message, one submit.
   */
  compile(fn, shapes) {
    const { recording, result } = this.#record("compile", fn, shapes);
    const { out, filled } = formed(result);
    const { program, session, dispose } = this.#program("compile", recording, out, shapes);
    const f = (...given) => {
      this.#there("compile", session);
      if (given.length !== shapes.length) throw new Error(`compile: the function takes ${shapes.length} tensors, got ${given.length}`);
      const ids = given.map((tensor, i) => this.#id("compile", `argument ${i}`, tensor));
      const made = this.#coming(out.length);
      this.tell({ t: "run", program, in: ids, out: made.map((t) => t.id) });
      return filled(made);
    };
    return Object.assign(f, { dispose });
  }

  /**
   * Records `fn` as `compile` does. What comes back takes tensors of the same shapes and then dy, of
   * the form of what `fn` gives, and runs forward and backward as one plan: `y` is what `fn` gives,
   * `grads` the gradient of Σ y · dy by each input. Where `fn` gives several tensors, a dy that is
   * null or left out lets nothing flow.
   */
  vjp(fn, shapes) {
    const { recording, result } = this.#record("vjp", fn, shapes);
    const { keys, out, filled } = formed(result);
    const { program, session, dispose } = this.#program("vjp", recording, out, shapes);
    const flowing = (dy) => {
      if (!keys) return [this.#id("vjp", "dy", dy)];
      if (dy === null || typeof dy !== "object" || dy instanceof Tensor) {
        throw new Error(`vjp: the function gives several tensors, so dy must hold some of ${keys.join(", ")}`);
      }
      const stray = Object.keys(dy).find((key) => !keys.includes(key));
      if (stray !== undefined) throw new Error(`vjp: dy has ${stray}, but the function gives ${keys.join(", ")}`);
      return keys.map((key) => dy[key] ?? null).map((one, i) => (one === null ? null : this.#id("vjp", `dy.${keys[i]}`, one)));
    };
    const g = (...given) => {
      this.#there("vjp", session);
      if (given.length !== shapes.length + 1) throw new Error(`vjp: the function takes ${shapes.length} tensors and dy, got ${given.length}`);
      const ids = given.slice(0, -1).map((tensor, i) => this.#id("vjp", `argument ${i}`, tensor));
      const dy = flowing(given.at(-1));
      const made = this.#coming(out.length + shapes.length);
      this.tell({ t: "vjp-run", program, in: ids, dy, out: made.map((t) => t.id) });
      return { y: filled(made), grads: made.slice(out.length) };
    };
    return Object.assign(g, { dispose });
  }

  #record(what, fn, shapes) {
    this.#open();
    if (this.#recording) throw new Error(`${what}: a function is being recorded already`);
    const right = Array.isArray(shapes) && shapes.every((s) => Array.isArray(s) && s.every((d) => Number.isInteger(d) && d >= 0));
    if (!right) throw new Error(`${what}: the shapes must be a list of lists of whole numbers, got ${JSON.stringify(shapes)}`);
    const recording = new Recording(shapes.length);
    this.#recording = recording;
    let result;
    try {
      result = fn(...recording.inputs);
    } finally {
      this.#recording = undefined;
    }
    const all = result instanceof Placeholder ? [result] : Object.values(result ?? {});
    if (all.length === 0 || !all.every((t) => t instanceof Placeholder && t.recording === recording)) {
      throw new Error(`${what}: the function must return a tensor it has computed, or a list or an object of them`);
    }
    return { recording, result };
  }
  #program(kind, recording, out, shapes) {
    const program = ++this.#next, session = this.#session;
    // A constant's number was given before it was known how many there are.
    const constants = recording.constants.map((t) => t.id);
    const place = new Map(recording.constants.map((t, i) => [recording.numbers.get(t), shapes.length + i]));
    const first = shapes.length + constants.length;
    let next = first;
    for (const step of recording.steps) for (const number of step.out) place.set(number, next++);
    const renumbered = (number) => (number === null ? null : place.get(number) ?? number);
    const steps = recording.steps.map((step) => ({ ...step, in: step.in.map(renumbered), out: step.out.map(renumbered) }));
    const outputs = out.map((t) => renumbered(t.number));
    this.tell({ t: kind, program, inputs: shapes, constants, steps, outputs });
    const dispose = () => this.tell({ t: "forget", program }, [], session);
    return { program, session, dispose };
  }
  /** Refuses a function whose worker is gone. */
  #there(what, session) {
    this.#open();
    if (session !== this.#session) throw new Error(`${what}: the function was lost with the worker that held it`);
  }

  /**
   * A net that stays where it computes: `spec` is a name or `{kind, …}`, `weights` an ArrayBuffer
   * in safetensors or `{seed}`. It can be used at once; awaited, it is there or says what is wrong.
   * With `transfer` the ArrayBuffer is detached.
   */
  model(spec, weights, { transfer = false } = {}) {
    this.#open();
    const model = ++this.#next;
    const begun = started("model", weights, transfer);
    this.tell({ t: "model", model, spec: specified("model", spec), ...begun }, transfer && begun.file ? [begun.file] : []);
    return new Loading(new Model(this, model, this.#session));
  }
  /** What a net is, without making its weights: what `info` of a model says. */
  async describe(spec) {
    this.#open();
    return described(await this.ask({ t: "describe", spec: specified("describe", spec) }, [], this.#session));
  }
  /**
   * Trains a net: an async iterator of `{step, epoch, rate, loss, error, gradNorms, responseStd}`
   * that goes on by itself, in slices, also where the worker or the device is lost.
   */
  train(spec, options) {
    this.#open();
    return new Training(this, specified("train", spec), options);
  }
  /** @internal How many workers there were before this one. */
  get session() { return this.#session; }
  /** @internal A number that nothing else has. */
  number() { return ++this.#next; }
  /** @internal */
  runModel(model, session, part, given, keep, ends = {}) {
    this.#open();
    if (session !== this.#session) throw new Error("model: the net was lost with the worker that held it");
    const ids = given.map(([label, tensor]) => this.#id("model", label, tensor));
    const made = this.#coming(1 + keep.length);
    this.tell({ t: "model-run", model, part, in: ids, keep, ...ends, out: made.map((t) => t.id) });
    return { y: made[0], activations: Object.fromEntries(keep.map((name, i) => [name, made[1 + i]])) };
  }

  /** The terms that made one number of y. */
  async trace(y, index) {
    this.#open();
    if (!(y instanceof Tensor) || !y.belongsTo(this)) throw new Error("trace: y must be a tensor of this engine");
    const { trace } = await this.ask({ t: "trace", tensor: y.id, index: [...index] }, [], y.session);
    return trace;
  }
  /** Dispatches and submits since `open`, bytes that live tensors hold, and what shows that nothing grows. */
  async stats() {
    this.#open();
    const { dispatches, submits, bytes, made, handles, memory } = await this.ask({ t: "stats" });
    return { dispatches, submits, bytes, made, handles, memory };
  }
  /** For tests: what happens when the device is lost, or the worker dies. */
  async simulate(what) {
    this.#open();
    if (what === "device-lost") {
      await this.ask({ t: "lose" });
    } else if (what === "worker-killed") {
      this.#stopped("third-pass: the worker was stopped");
      await this.#restart;
    } else {
      throw new Error(`simulate: "device-lost" and "worker-killed" are known, got ${JSON.stringify(what)}`);
    }
  }
  /** Stops the worker; every tensor is gone. */
  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#watching?.abort();
    this.#worker?.terminate();
    this.#reject("third-pass: this engine has been closed");
  }

  #open() { if (this.#closed) throw new Error("third-pass: this engine has been closed"); }

  /** A worker that stopped is started again; what it held is gone, and whoever waits is told. */
  #stopped(words) {
    this.#watching.abort();
    this.#worker.terminate();
    this.#worker = undefined;
    this.#session += 1;
    this.#batch = undefined;
    this.#reject(words);
    this.#restart = this.#start().then(
      () => this.#notice("worker-replaced"),
      (error) => { this.#reject(error.message); this.#closed = true; },
    );
  }
  #notice(what) { this.onnotice?.({ what, backend: this.#backend, adapter: this.#adapter }); }
  #reject(words) {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { fail } of waiting) fail(new Error(words));
  }
  #answers(answers) {
    if (!Array.isArray(answers)) return;
    for (const answer of answers) {
      if (answer.notice) {
        this.#backend = answer.backend;
        this.#adapter = answer.adapter;
        this.#notice(answer.notice);
        continue;
      }
      if (answer.spare) {
        this.#spare = answer.spare;
        continue;
      }
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.error) waiting?.fail(Object.assign(new Error(answer.error), answer.lost && { lost: true }));
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
}
for (const name of Object.keys(OPS)) {
  Object.defineProperty(ThirdPass.prototype, name, { value(...given) { return this.op(name, given); }, configurable: true, writable: true });
}

/** Starts an engine. `backend`: "auto", "webgpu" (rejects where there is none) or "cpu". */
export async function open({ backend = "auto" } = {}) {
  if (!["auto", "webgpu", "cpu"].includes(backend)) {
    throw new Error(`open: backend must be "auto", "webgpu" or "cpu", got ${JSON.stringify(backend)}`);
  }
  if (backend === "webgpu" && !globalThis.isSecureContext) {
    throw new Error("open: there is no WebGPU here: this page came over plain http, and browsers offer it over https or on the machine itself");
  }
  return ThirdPass.open(backend);
}
