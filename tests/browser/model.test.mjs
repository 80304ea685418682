// Whole nets through third-pass.js, in Chromium, on both backends: checkpoints, decoding, bad files.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, page, serve } from "./harness.mjs";

const NETS = path.join(path.dirname(fileURLToPath(import.meta.url)), "../golden/nets");
// As in tests/tests/nets.rs.
const END_TO_END = 1e-4;

let host;
before(async () => { host = await serve(); });
after(async () => { await host?.close(); });

/** A page with an engine `tp` and two helpers of its own. */
async function opened(browser, backend) {
  const tab = await page(browser);
  await tab.goto(host.url(""));
  await tab.evaluate(async (url, backend) => {
    const { open } = await import(url);
    globalThis.tp = await open({ backend });
    globalThis.bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)).buffer;
    globalThis.parsed = (buffer) => {
      const length = Number(new DataView(buffer).getBigUint64(0, true));
      const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
      const tensor = ({ shape, data_offsets: [from, to] }) =>
        ({ shape, data: new Float32Array(buffer.slice(8 + length + from, 8 + length + to)) });
      const { __metadata__: words, ...rest } = header;
      return { words, tensors: Object.fromEntries(Object.entries(rest).map(([k, v]) => [k, tensor(v)])) };
    };
  }, host.url("third-pass.js"), backend);
  return tab;
}

const base64 = async (name) => (await readFile(path.join(NETS, `${name}.safetensors`))).toString("base64");

for (const backend of ["cpu", "webgpu"]) {
  test(`every small net gives PyTorch's numbers from its checkpoint, on ${backend}`, async () => {
    const browser = await chromium({ webgpu: backend === "webgpu" });
    try {
      const tab = await opened(browser, backend);
      const names = (await readdir(NETS)).filter((f) => f.endsWith(".weights.safetensors")).map((f) => f.replace(".weights.safetensors", ""));
      assert.ok(names.length >= 18, `${names.length} nets`);
      for (const name of names) {
        const worst = await tab.evaluate(async (golden, weights, tolerance) => {
          const { tp, bytes, parsed } = globalThis;
          const { words, tensors } = parsed(bytes(golden));
          const m = await tp.model(JSON.parse(words.spec), bytes(weights));
          const given = JSON.parse(words.inputs).map((n) => [n, tp.tensor(tensors[`inputs/${n}`].data, tensors[`inputs/${n}`].shape)]);
          const keep = Object.keys(tensors).filter((k) => k.startsWith("kept/")).map((k) => k.slice(5));
          const { y, activations } = m.run(given.length === 1 ? given[0][1] : Object.fromEntries(given), { keep });
          let worst = 0;
          const compare = async (got, want, what) => {
            const values = await got.data();
            if (JSON.stringify(got.shape) !== JSON.stringify(want.shape)) throw new Error(`${what}: [${got.shape}], want [${want.shape}]`);
            want.data.forEach((v, i) => {
              const off = Math.abs(values[i] - v) / (tolerance + tolerance * Math.abs(v));
              worst = Math.max(worst, Number.isNaN(off) ? Infinity : off);
            });
            got.dispose();
          };
          await compare(y, tensors.y, "y");
          for (const layer of keep) await compare(activations[layer], tensors[`kept/${layer}`], layer);
          for (const [, t] of given) t.dispose();
          m.dispose();
          return worst;
        }, await base64(name), await base64(`${name}.weights`), END_TO_END).catch((e) => { throw new Error(`${name}: ${e.message}`); });
        assert.ok(worst <= 1, `${name}: off by ${worst} tolerances`);
      }
      const stats = await tab.evaluate(() => globalThis.tp.stats());
      assert.equal(stats.bytes, 0, "everything was disposed of");
      assert.equal(stats.dispatches > 0, backend === "webgpu");
    } finally {
      await browser.close();
    }
  });

  test(`greedy takes the likeliest token each time, a beam finds nothing worse, on ${backend}`, async () => {
    const browser = await chromium({ webgpu: backend === "webgpu" });
    try {
      const tab = await opened(browser, backend);
      const result = await tab.evaluate(async () => {
        const { tp } = globalThis;
        const m = await tp.model({ kind: "transformer", layers: 2, dModel: 16, heads: 4, dFF: 32, vocab: 13, maxLen: 12 }, { seed: 5 });
        const src = [3, 7, 4, 11, 2], max = 8;
        // By hand: all of the net for every prefix, the largest logit of its last token.
        const hand = [];
        while (hand.length < max && hand.at(-1) !== 2) {
          const tgt = [1, ...hand];
          const { y } = m.run({ src: tp.tensor(src, [1, src.length]), tgt: tp.tensor(tgt, [1, tgt.length]) });
          const last = (await y.data()).slice(-13);
          hand.push(last.indexOf(Math.max(...last)));
        }
        const seen = [];
        const greedy = await m.greedy(src, { max, topK: 3, onProgress: ({ tokens }) => seen.push(tokens.length) });
        const beam = await m.beam(src, { width: 4, alpha: 0, max });
        const rows = async (t) => { const d = await t.data(), k = t.shape.at(-1); return [t.shape, Math.max(...Array.from({ length: d.length / k }, (_, i) => Math.abs(d.slice(i * k, (i + 1) * k).reduce((a, b) => a + b, 0) - 1)))]; };
        const heads = await Promise.all([greedy.weights.encoder[0], greedy.weights.self[1], greedy.weights.cross[1]].map(rows));
        const cancel = new AbortController();
        const stopped = await m.greedy(src, { max, signal: cancel.signal, onProgress: () => cancel.abort() }).then(() => "ran on", (e) => e.name);
        const word = (p) => p.then(() => "", (e) => e.message);
        const words = [await word(m.greedy([3, 99], { max })), await word(m.greedy(src, { max: 0 })), await word(m.beam(src, { width: 1.5 }))];
        const after = (await m.greedy(src, { max })).tokens;
        return { hand, greedy: greedy.tokens, after, steps: greedy.steps, seen, logs: [greedy, beam].map((d) => d.outputs[0].logProbability), width: beam.outputs.length, heads, stopped, words, layers: [greedy.weights.encoder.length, greedy.weights.cross.length] };
      });
      assert.deepEqual(result.greedy, result.hand);
      assert.deepEqual(result.after, result.hand, "after a stop and errors it goes on");
      assert.equal(result.steps.length, result.hand.length);
      result.steps.forEach((top, i) => {
        assert.equal(top.length, 3);
        assert.equal(top[0].token, result.hand[i]);
        assert.ok(top[0].probability >= top[1].probability && top[0].probability <= 1);
      });
      assert.deepEqual(result.seen, result.hand.map((_, i) => i + 1));
      assert.ok(result.logs[1] >= result.logs[0] - 1e-5, `beam ${result.logs[1]}, greedy ${result.logs[0]}`);
      assert.ok(result.width >= 1 && result.width <= 4);
      assert.deepEqual(result.layers, [2, 2]);
      const n = result.hand.length;
      assert.deepEqual(result.heads.map(([shape]) => shape), [[1, 4, 5, 5], [1, 4, n, n], [1, 4, n, 5]]);
      for (const [, off] of result.heads) assert.ok(off < 1e-5, `a row of weights sums to 1 ± ${off}`);
      assert.equal(result.stopped, "AbortError");
      assert.match(result.words[0], /ids\[0, 1\] is 99, but table has rows 0 to 12/);
      assert.match(result.words[1], /max must be a whole number from 1, got 0/);
      assert.match(result.words[2], /width must be a whole number from 1, got 1.5/);
    } finally {
      await browser.close();
    }
  });
}

for (const backend of ["cpu", "webgpu"]) {
  test(`a net runs from layer to layer as it does whole, on ${backend}`, async () => {
    const browser = await chromium({ webgpu: backend === "webgpu" });
    try {
      const tab = await opened(browser, backend);
      const { off, shapes, words } = await tab.evaluate(async () => {
        const { tp } = globalThis;
        const m = await tp.model({ kind: "resnet", block: "bottleneck", layers: [1, 1, 1, 1], width: 4, classes: 7 }, { seed: 3 });
        const x = tp.tensor(Float32Array.from({ length: 3 * 224 * 224 }, (_, i) => Math.sin(i)), [1, 3, 224, 224]);
        const whole = await m.run(x).y.data();
        let at = x, from = null;
        const shapes = [];
        for (const until of ["relu", "layer1", "layer3", null]) {
          at = m.run(at, { from, until }).y;
          await at.ready;
          shapes.push(at.shape);
          from = until;
        }
        const parts = await at.data();
        const word = async (given, ends) => { try { await m.run(given, ends).y.data(); return ""; } catch (e) { return e.message; } };
        const words = [await word(x, { until: "layer9" }), await word(x, { from: "layer1" }), await word(x, { from: 3 }), await word(x, {})];
        return { off: Math.max(...whole.map((v, i) => Math.abs(v - parts[i]))), shapes, words };
      });
      assert.ok(off < 1e-5, `${off}`);
      assert.deepEqual(shapes, [[1, 4, 112, 112], [1, 16, 56, 56], [1, 64, 14, 14], [1, 7]]);
      assert.match(words[0], /until: there is no layer "layer9"; near it are/);
      assert.match(words[1], /from: layer1 gives \[1, 16, 56, 56\] for one example, x is \[1, 3, 224, 224\]/);
      assert.match(words[2], /from must be the name of a layer/);
      assert.equal(words[3], "", "and it goes on");
    } finally {
      await browser.close();
    }
  });
}

test("a file of another net, half a file, an unknown net: refused in words, and the engine goes on", async () => {
  const browser = await chromium();
  try {
    const tab = await opened(browser, "cpu");
    const words = await tab.evaluate(async (weights) => {
      const { tp, bytes } = globalThis;
      const word = async (p) => { try { await p(); return ""; } catch (e) { return e.message; } };
      const file = bytes(weights);
      const lying = file.slice(0);
      new DataView(lying).setBigUint64(0, 1n << 40n, true);
      const out = {
        half: await word(() => tp.model({ kind: "cifarResnet", n: 1 }, file.slice(0, 2000))),
        lying: await word(() => tp.model({ kind: "cifarResnet", n: 1 }, lying)),
        other: await word(() => tp.model({ kind: "cifarResnet", n: 1 }, file)),
        unknown: await word(() => tp.model("resnet19", { seed: 1 })),
        field: await word(() => tp.model({ kind: "transformer", heads: 3 }, { seed: 1 })),
        none: await word(() => tp.model("resnet18", null)),
      };
      // Without waiting, whoever asks for values is told the same.
      out.late = await word(() => tp.model("resnet19", { seed: 1 }).run(tp.tensor([0], [1])).y.data());
      const m = await tp.model({ kind: "cifarResnet", n: 1, widths: [4, 8, 8] }, { seed: 1 });
      out.keep = await word(() => m.run(tp.tensor(new Float32Array(3 * 32 * 32), [1, 3, 32, 32]), { keep: ["layer9"] }).y.data());
      out.shape = await word(() => m.run(tp.tensor(new Float32Array(32 * 32), [1, 1, 32, 32])).y.data());
      out.good = (await m.run(tp.tensor(new Float32Array(3 * 32 * 32), [1, 3, 32, 32])).y.data()).length;
      m.dispose();
      out.gone = await word(() => m.run(tp.tensor(new Float32Array(3 * 32 * 32), [1, 3, 32, 32])).y.data());
      return out;
    }, await base64("resnet_basic.weights"));
    assert.match(words.half, /^model: this is not a whole safetensors file/);
    assert.match(words.lying, /the header says \d+ bytes; at most/);
    assert.match(words.other, /the weights do not fit: .*is \[.*\], this net needs \[.*\]/);
    assert.match(words.unknown, /there is no net "resnet19"/);
    assert.match(words.late, /there is no net "resnet19"/);
    assert.match(words.field, /heads = 3 does not divide dModel = 512/);
    assert.match(words.none, /the weights must be an ArrayBuffer in safetensors, or \{seed/);
    assert.match(words.keep, /keep: there is no layer "layer9"; near it are/);
    assert.match(words.shape, /cifarResnet/);
    assert.equal(words.good, 10);
    assert.match(words.gone, /has been disposed of/);
    assert.deepEqual(tab.complaints, []);
  } finally {
    await browser.close();
  }
});

test("a net is described without its weights as it describes itself with them", async () => {
  const browser = await chromium();
  try {
    const tab = await opened(browser, "cpu");
    const [without, itself, large, words] = await tab.evaluate(async () => {
      const { tp } = globalThis;
      const spec = { kind: "alexnet", variant: "small" };
      const m = await tp.model(spec, { seed: 1 });
      const said = (promise) => promise.then(() => "nothing", (e) => e.message);
      return [
        await tp.describe(spec), await m.info, await tp.describe({ kind: "alexnet", size: 224, padding: 2 }),
        [await said(tp.describe("lenet")), await said(tp.describe({ kind: "alexnet", padding: -1 })), await said(tp.describe(7))],
      ];
    });
    assert.deepEqual(without, itself);
    assert.equal(large.parameters, 60965224);
    assert.deepEqual(large.layers[0], { name: "conv1", kind: "Conv2d", out: [96, 55, 55], parameters: 34944, multiplyAdds: 105415200 });
    assert.deepEqual(large.weights.find((w) => w.name === "conv2.weight"), { name: "conv2.weight", shape: [256, 48, 5, 5] });
    assert.match(words[0], /lenet/);
    assert.match(words[1], /padding must be from 0 to 16, got -1/);
    assert.match(words[2], /describe: the spec must be a name or an object with a kind, got 7/);
    await tab.close();
  } finally { await browser.close(); }
});
