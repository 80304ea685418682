// Training through third-pass.js, in Chromium: runs that go on, stand still, end, and come back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium, page, serve } from "./harness.mjs";

let host;
before(async () => { host = await serve(); });
after(async () => { await host?.close(); });

/** A page with an engine `tp`, a task (is the upper or the lower half bright?), and helpers. */
async function opened(browser, backend = "cpu") {
  const tab = await page(browser);
  await tab.goto(host.url(""));
  await tab.evaluate(async (url, backend) => {
    const { open } = await import(url);
    globalThis.open = open;
    globalThis.tp = await open({ backend });
    globalThis.halves = (count, size = 8) => {
      let state = 7;
      const noise = () => { state = (state * 1103515245 + 12345) % 2 ** 31; return state / 2 ** 31 - 0.5; };
      const values = Float32Array.from({ length: count * 3 * size * size }, (_, i) => {
        const below = i % (size * size) >= size * size / 2, odd = Math.floor(i / (3 * size * size)) % 2 === 1;
        return noise() + (below === odd ? 0.5 : -0.5);
      });
      return { data: { values, shape: [count, 3, size, size] }, labels: Array.from({ length: count }, (_, i) => i % 2) };
    };
    globalThis.spec = { kind: "cifarResnet", n: 1, widths: [4, 8], classes: 2 };
    globalThis.lesson = { ...halves(40), batch: 8, optimizer: { name: "sgd", lr: 0.05, momentum: 0.9 } };
    globalThis.collect = async (run) => { const all = []; for await (const record of run) all.push(record); return all; };
    globalThis.word = (p) => Promise.resolve(p).then(() => "", (e) => e.message);
  }, host.url("third-pass.js"), backend);
  return tab;
}

async function inTab(body, { backend = "cpu", args = [] } = {}) {
  const browser = await chromium({ webgpu: backend === "webgpu" });
  try {
    const tab = await opened(browser, backend);
    const result = await tab.evaluate(body, ...args);
    assert.deepEqual(tab.complaints, []);
    return result;
  } finally {
    await browser.close();
  }
}

test("a run learns, tells of every layer, and its seed is its curve", async () => {
  const { runs, names, evaluated, ready, state } = await inTab(async () => {
    const { tp, spec, lesson, collect, halves } = globalThis;
    const runs = [];
    for (const seed of [1, 1, 2]) runs.push(await collect(tp.train(spec, { ...lesson, steps: 30, seed })));
    const run = tp.train(spec, { ...lesson, steps: 30, seed: 1 });
    const { gradients, responses } = await run.ready;
    await collect(run);
    const other = halves(30);
    const seen = [];
    const evaluated = await run.evaluate(other.data, other.labels, { onProgress: (p) => seen.push(p) });
    // The checkpoint is a model's weights.
    const m = await tp.model(spec, await run.checkpoint());
    const logits = await m.run(tp.tensor(other.data.values, other.data.shape)).y.data();
    const wrong = other.labels.filter((label, i) => (logits[2 * i + 1] > logits[2 * i] ? 1 : 0) !== label).length;
    return { runs, names: [gradients, responses], evaluated: { ...evaluated, wrong, seen: seen.at(-1) }, ready: run.history.length, state: run.state };
  });
  const [one, again, two] = runs;
  assert.deepEqual(one, again);
  assert.notDeepEqual(one.map((r) => r.loss), two.map((r) => r.loss));
  assert.deepEqual(one.map((r) => r.step), Array.from({ length: 30 }, (_, i) => i + 1));
  assert.deepEqual(one.map((r) => r.epoch).filter((_, i) => i % 5 === 0), [1, 2, 3, 4, 5, 6]);
  assert.ok(one.at(-1).loss < one[0].loss / 3, `${one[0].loss} to ${one.at(-1).loss}`);
  assert.equal(one.at(-1).error, 0);
  const [gradients, responses] = names;
  assert.deepEqual(Object.keys(one[0].gradNorms), gradients);
  assert.deepEqual(Object.keys(one[0].responseStd), responses);
  assert.ok(gradients.includes("layer2.0.conv1.weight") && responses.includes("layer2.0.bn1"));
  for (const record of one) for (const v of [...Object.values(record.gradNorms), ...Object.values(record.responseStd)]) assert.ok(Number.isFinite(v) && v >= 0);
  assert.equal(ready, 30);
  assert.equal(state, "done");
  assert.equal(evaluated.count, 30);
  assert.equal(Math.round(evaluated.top1 * 30), evaluated.wrong);
  assert.equal(evaluated.top5, 0);
  assert.deepEqual(evaluated.seen, { seen: 30, of: 30 });
});

test("other calls come in between, also where one step is long", async () => {
  const { waits, steps, all } = await inTab(async () => {
    const { tp, halves, collect } = globalThis;
    // A step takes several slices.
    const run = tp.train({ kind: "cifarResnet", n: 3, widths: [16, 32, 64], classes: 2 }, { ...halves(64, 32), batch: 64, steps: 2, optimizer: { name: "sgd", lr: 0.1 } });
    await run.ready;
    const x = tp.tensor(new Float32Array(64).fill(1), [1, 1, 8, 8]), w = tp.tensor(new Float32Array(9).fill(1), [1, 1, 3, 3]);
    const waits = [];
    let over = false;
    const records = collect(run).finally(() => { over = true; });
    while (!over) {
      const from = performance.now();
      const y = tp.conv2d(x, w, null);
      const values = await y.data();
      y.dispose();
      waits.push([performance.now() - from, values[0]]);
      await new Promise((ok) => setTimeout(ok, 0));
    }
    return { waits: waits.map(([ms]) => ms), all: waits.every(([, v]) => v === 9), steps: (await records).length };
  });
  assert.equal(steps, 2);
  assert.ok(all);
  assert.ok(waits.length > 10, `${waits.length} calls came in between of two steps`);
  waits.sort((a, b) => a - b);
  // Nobody promises a loaded machine, so the median: a slice and one operation.
  const median = waits[Math.floor(waits.length / 2)];
  assert.ok(median < 150, `a call waited ${median.toFixed(0)} ms`);
});

test("pause, step, resume, leave, come back", async () => {
  const result = await inTab(async () => {
    const { tp, spec, lesson, collect } = globalThis;
    const want = (await collect(tp.train(spec, { ...lesson, steps: 300 }))).map((r) => r.loss);
    const run = tp.train(spec, { ...lesson, steps: 300 });
    const first = (await run.next()).value.step;
    await run.pause();
    const stood = run.history.length;
    // What is asked of others goes on; the run stands.
    await tp.relu(tp.tensor([1], [1])).data();
    const still = run.history.length === stood && run.state === "paused";
    await run.step();
    const stepped = run.history.length - stood, paused = run.state;
    const checkpoint = await run.checkpoint();
    const at = run.history.length;
    run.resume();
    await collect(run);
    const whole = run.history.map((r) => r.loss);
    // Back to the checkpoint, after the end.
    await run.restore(checkpoint);
    const again = await collect(run);
    // Leaving the loop ends it; another run goes on from where it was.
    const left = tp.train(spec, { ...lesson, steps: 300 });
    for await (const record of left) if (record.step >= 3) break;
    const other = tp.train(spec, { ...lesson, steps: 300, checkpoint: await left.checkpoint() });
    const rest = await collect(other);
    const bytes = (await tp.stats()).bytes;
    run.cancel();
    other.cancel();
    const { bytes: freed } = await tp.stats();
    // Told to stand still while the worker takes it up, it has taken no step.
    const resting = tp.train(spec, { ...lesson, steps: 300 });
    await resting.pause();
    const rested = resting.history.length;
    await resting.step();
    const began = resting.history.length;
    resting.cancel();
    const abort = new AbortController();
    const aborted = tp.train(spec, { ...lesson, steps: 1000, signal: abort.signal });
    await aborted.next();
    abort.abort();
    const name = await collect(aborted).then(() => "ran on", (e) => e.name);
    return { want, first, still, stepped, paused, at, rested, began, whole, again: again.map((r) => [r.step, r.loss]), left: left.state, from: rest[0].step, rest: rest.map((r) => r.loss), bytes, freed, name, done: await left.next() };
  });
  const { want } = result;
  assert.equal(result.first, 1);
  assert.ok(result.still);
  assert.equal(result.stepped, 1);
  assert.equal(result.paused, "paused");
  assert.deepEqual([result.rested, result.began], [0, 1]);
  assert.deepEqual(result.whole, want);
  assert.deepEqual(result.again, want.map((loss, i) => [i + 1, loss]).slice(result.at));
  assert.equal(result.left, "cancelled");
  assert.deepEqual(result.rest, want.slice(result.from - 1));
  assert.ok(result.from >= 4, `${result.from}`);
  assert.ok(result.bytes > result.freed, `${result.bytes}, then ${result.freed}`);
  assert.equal(result.name, "AbortError");
  assert.equal(result.done.done, true);
});

test("a run outlives its worker, with the same losses", async () => {
  const result = await inTab(async () => {
    const { tp, spec, lesson, collect } = globalThis;
    const long = { ...lesson, steps: 300 };
    const want = (await collect(tp.train(spec, long))).map((r) => r.loss);
    const run = tp.train(spec, long);
    const got = [], notices = [];
    tp.onnotice = (n) => notices.push(n.what);
    let kept;
    for await (const record of run) {
      got.push([record.step, record.loss]);
      if (record.step === 40) kept = await run.checkpoint();
      if (record.step === 60 || record.step === 200) await tp.simulate("worker-killed");
    }
    // An engine that knows nothing of the run takes it up from the file.
    const other = await globalThis.open({ backend: "cpu" });
    const rest = await collect(other.train(spec, { ...long, checkpoint: kept }));
    return { want, got, notices, from: rest[0].step, rest: rest.map((r) => r.loss) };
  });
  assert.deepEqual(result.got, result.want.map((loss, i) => [i + 1, loss]));
  assert.deepEqual(result.notices, ["worker-replaced", "worker-replaced"]);
  assert.deepEqual(result.rest, result.want.slice(result.from - 1));
});

test("what is impossible is refused in words, what diverges ends with its curve, and the engine goes on", async () => {
  const words = await inTab(async () => {
    const { tp, spec, lesson, halves, collect, word } = globalThis;
    const run = (given, other = spec) => word((async () => collect(tp.train(other, { ...lesson, steps: 2, ...given })))());
    const out = {
      spec: await run({}, null),
      unknown: await run({}, { kind: "vgg" }),
      depth: await run({}, { ...spec, n: 0 }),
      width: await run({}, { ...spec, widths: [10000] }),
      steps: await run({ steps: 0 }),
      batch: await run({ batch: 41 }),
      optimizer: await run({ optimizer: { name: "lion", lr: 1 } }),
      none: await run({ optimizer: undefined }),
      option: await run({ epochs: 3 }),
      data: await run({ data: 7 }),
      filled: await run({ data: { values: [1, 2], shape: [40, 3, 8, 8] } }),
      labels: await run({ labels: [0, 1] }),
      classes: await run({ labels: Array(40).fill(2) }),
      nan: await run({ data: { ...lesson.data, values: lesson.data.values.map((v, i) => (i === 400 ? NaN : v)) } }),
      weights: await run({ weights: 3 }),
      checkpoint: await run({ checkpoint: new ArrayBuffer(100) }),
    };
    const early = tp.train(spec, { ...lesson, steps: 2, batch: 41 });
    out.ready = await word(early.ready);
    out.state = early.state;
    const wild = tp.train({ ...spec, norm: "none" }, { ...lesson, steps: 50, optimizer: { name: "sgd", lr: 1e6 } });
    out.diverged = await word(collect(wild));
    out.curve = wild.history.length;
    out.file = (await wild.checkpoint()).byteLength;
    const good = tp.train(spec, { ...lesson, steps: 2 });
    await collect(good);
    const before = good.history.length;
    out.restore = await word(good.restore(await wild.checkpoint()));
    out.kept = [before, good.history.length, good.state];
    out.tensor = await word(collect(tp.train(spec, { ...lesson, data: tp.tensor(lesson.data.values, lesson.data.shape), labels: tp.tensor(lesson.labels, [40]), steps: 2 })));
    out.evaluated = await word(good.evaluate(lesson.data, [5]));
    return out;
  });
  assert.match(words.spec, /^train: the spec must be a name or an object/);
  assert.match(words.unknown, /there is no kind "vgg" of net/);
  assert.match(words.depth, /n must be a positive whole number, got 0/);
  assert.match(words.width, /widths must be 1 to 8 whole numbers from 1 to 4096/);
  assert.match(words.steps, /^train: steps must be a positive whole number, got 0/);
  assert.match(words.batch, /^train: there are 40 examples, fewer than batch = 41/);
  assert.match(words.optimizer, /^train: name must be one of sgd, adam, got "lion"/);
  assert.match(words.none, /^train: optimizer: name is missing/);
  assert.match(words.option, /^train: unknown option "epochs"/);
  assert.match(words.data, /^train: data must be a tensor, or \{values, shape\}/);
  assert.match(words.filled, /^train: 2 values do not fill the shape \[40, 3, 8, 8\]/);
  assert.match(words.labels, /^train: data \[40, 3, 8, 8\] and labels \[2\] are not as many/);
  assert.match(words.classes, /targets\[0\] is 2, but the classes are 0 to 1/);
  assert.match(words.nan, /^train: data: example 2 holds the number NaN/);
  assert.match(words.weights, /^train: the weights must be an ArrayBuffer in safetensors, or \{seed/);
  assert.match(words.checkpoint, /^train: checkpoint: this is not a whole safetensors file/);
  assert.match(words.ready, /fewer than batch/);
  assert.equal(words.state, "failed");
  assert.match(words.diverged, /^train: it diverges: the loss of step \d+ is (NaN|inf); a smaller learning rate may help/);
  assert.ok(words.curve >= 1 && words.curve < 50 && words.file > 1000, `${words.curve} steps`);
  assert.match(words.restore, /^train: the checkpoint has no|^train: the checkpoint has tensors|optimizer/);
  assert.deepEqual(words.kept, [2, 2, "done"]);
  assert.equal(words.tensor, "");
  assert.match(words.evaluated, /not as many/);
});

test("the first ten losses of both backends agree, and a run outlives its device", async () => {
  const { cpu, webgpu, gone, stats } = await inTab(async () => {
    const { tp, lesson, collect } = globalThis;
    const { halves, open } = globalThis;
    const cpuEngine = await open({ backend: "cpu" });
    const both = async (spec, given) => {
      const losses = [];
      for (const engine of [cpuEngine, tp]) losses.push((await collect(engine.train(spec, { ...lesson, ...given, steps: 10 }))).map((r) => r.loss));
      return losses;
    };
    const resnet = { kind: "cifarResnet", n: 1, widths: [4, 8], classes: 2 };
    const pairs = [
      await both(resnet, {}),
      await both({ ...resnet, shortcut: "none" }, {}),
      await both({ ...resnet, norm: "none" }, { optimizer: { name: "adam", lr: 0.003 } }),
    ];
    const stats = await tp.stats();
    // Twice another device comes, then the CPU goes on; under load the browser may take one too.
    const notices = [];
    tp.onnotice = ({ what, backend }) => notices.push([what, backend]);
    const run = tp.train(resnet, { ...lesson, ...halves(40), steps: 24 });
    const steps = [], losses = [];
    for await (const { step, loss } of run) {
      steps.push(step);
      losses.push(loss);
      if ([6, 12, 18].includes(step)) {
        await run.pause();
        await run.checkpoint();
        if (tp.backend === "webgpu") await tp.simulate("device-lost");
        run.resume();
      }
    }
    const want = (await collect(cpuEngine.train(resnet, { ...lesson, ...halves(40), steps: 24 }))).map((r) => r.loss);
    return { cpu: pairs.map(([c]) => c), webgpu: pairs.map(([, g]) => g), gone: { steps, losses, want, notices }, stats };
  }, { backend: "webgpu" });
  cpu.forEach((losses, i) => losses.forEach((loss, t) => {
    assert.ok(Math.abs(loss - webgpu[i][t]) <= 1e-3, `run ${i}, step ${t + 1}: ${loss} on the CPU, ${webgpu[i][t]} on WebGPU`);
  }));
  assert.ok(stats.dispatches > 3000, `${stats.dispatches} dispatches`);
  assert.deepEqual(gone.steps, Array.from({ length: 24 }, (_, i) => i + 1));
  gone.losses.forEach((loss, i) => assert.ok(Math.abs(loss - gone.want[i]) <= 1e-2, `step ${i + 1}: ${loss}, not ${gone.want[i]}`));
  assert.deepEqual(gone.notices, [["device-replaced", "webgpu"], ["device-replaced", "webgpu"], ["device-gone", "cpu"]]);
});
