// The heads widget in Chromium, held to a computation of its own from the shipped weights.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { chromium, DIST, serve } from "./harness.mjs";
import { accessible, address, csv, inspected, off, open, passes, ready, said, text } from "./alexnet-widgets.mjs";

let host, browser, gpu, net;
before(async () => { host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true }); net = await weights(); });
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); });

const show = (lang, query, options) => open(host, browser, "heads", lang, query, options);

/** The net's file: rows of numbers by name, and the vocabulary of its card. */
async function weights() {
  const read = (name) => readFile(path.join(DIST, "assets/nets", name));
  const file = await read("transformer.safetensors"), size = Number(file.readBigUInt64LE(0));
  const head = JSON.parse(file.subarray(8, 8 + size).toString());
  const words = JSON.parse((await read("transformer.json")).toString()).grammar.words;
  const get = (name) => {
    const { shape, data_offsets: [from, to] } = head[name];
    const numbers = Array.from({ length: (to - from) / 4 }, (_, i) => file.readFloatLE(8 + size + from + 4 * i)), wide = shape.at(-1);
    return shape.length === 1 ? numbers : Array.from({ length: shape[0] }, (_, r) => numbers.slice(r * wide, (r + 1) * wide));
  };
  return { words, get };
}
const dot = (a, b) => a.reduce((sum, v, i) => sum + v * b[i], 0);
const linear = (x, w, b) => x.map((row) => w.map((r, o) => dot(row, r) + (b ? b[o] : 0)));
/** The layer by its formulas. */
function wanted(words, { pads = 0, hides = () => false, scale = 0.25, times = 1 } = {}) {
  const w = (name) => net.get(`enc.0.${name}`), table = net.get("emb");
  const ids = [...words.map((word) => Math.max(net.words.indexOf(word), 3)), ...Array(pads).fill(0)];
  const wave = (p, c) => (c % 2 ? Math.cos : Math.sin)(p / 10000 ** ((c - c % 2) / 64));
  const x = ids.map((id, p) => table[id].map((v, c) => 8 * v + wave(p, c)));
  const [q, k, v] = ["q", "k", "v"].map((name) => linear(x, w(`self.w${name}`)));
  const heads = [0, 1, 2, 3].map((h) => {
    const of = (m) => m.map((row) => row.slice(16 * h, 16 * h + 16));
    const s = of(q).map((a) => of(k).map((b) => times * dot(a, b)));
    const m = s.map((row, i) => row.map((value, j) => (hides(i, j, ids.length) ? -Infinity : value * scale)));
    const a = m.map((row) => { const most = Math.max(...row), e = row.map((value) => Math.exp(value - most)), sum = e.reduce((p, n) => p + n); return e.map((value) => value / sum); });
    return { s, m, a, y: a.map((row) => Array.from({ length: 16 }, (_, c) => row.reduce((sum, weight, j) => sum + weight * of(v)[j][c], 0))) };
  });
  const j = ids.map((_, i) => heads.flatMap((head) => head.y[i])), o = linear(j, w("self.wo"));
  const n = x.map((row, i) => {
    const sum = row.map((value, c) => value + o[i][c]), mean = sum.reduce((p, value) => p + value) / 64;
    const variance = sum.reduce((p, value) => p + (value - mean) ** 2, 0) / 64;
    return sum.map((value, c) => (value - mean) / Math.sqrt(variance + 1e-5) * w("ln1.gamma")[c] + w("ln1.beta")[c]);
  });
  const h = linear(n, w("ffn.w1"), w("ffn.b1")).map((row) => row.map((value) => Math.max(0, value)));
  const f = linear(h, w("ffn.w2"), w("ffn.b2"));
  const named = heads.flatMap((head, i) => ["s", "m", "a"].map((name) => [`${name}${i + 1}`, head[name]]));
  return { x, q: q.map((row) => row.map((value) => times * value)), k, v, j, o, n, h, f, ...Object.fromEntries(named) };
}
async function numbers(tab) {
  const out = {};
  for (const [name, , ...line] of [["", ""], ...await csv(tab)].filter((r) => r.length > 3)) (out[name] ??= []).push(line.map((v) => (v === "-inf" ? -Infinity : Number(v))));
  return out;
}
const WORDS = "two small cats are sleeping under the big table .".split(" ");

for (const backend of ["cpu", "webgpu"]) {
  test(`every matrix of the layer is its formula's on ${backend}`, async () => {
    for (const [query, words, options] of [
      ["", WORDS, {}],
      ["&mask=causal&scale=none&times=2", WORDS, { hides: (i, j) => j > i, scale: 1, times: 2 }],
      ["&pad=3&mask=padding&text=Tom%20likes%20tea", ["tom", "likes", "tea"], { pads: 3, hides: (i, j, t) => j >= t - 3 }],
    ]) {
      const tab = await open(host, backend === "cpu" ? browser : gpu, "heads", "en", query, { backend });
      const got = await numbers(tab);
      for (const [name, rows] of Object.entries(wanted(words, options))) {
        const finite = (all) => all.flat().map((v) => (v === -Infinity ? -1e6 : v));
        const worst = off(finite(got[name]), finite(rows), 3e-4, 1e-4);
        assert.ok(worst < 1, `${query} ${name}: ${worst}`);
      }
      assert.deepEqual(tab.complaints, []);
      await tab.close();
    }
  });
}

test("check says PASS on both backends", async () => {
  const tab = await open(host, gpu, "heads", "en", "", { backend: "webgpu" });
  await passes(tab, 9, "webgpu");
  await tab.close();
});

test("a head is chosen, a square is traced, and the address follows", async () => {
  const tab = await show("en", "&v=1");
  await said(tab, ".sums[aria-live]", "a[cats, two] =");
  await tab.click('[data-head="2"]');
  await address(tab, "head=2");
  const got = await numbers(tab), shown = (v) => String(v.toFixed(3)).replace("-", "−");
  await said(tab, ".sums[aria-live]", `a[cats, two] = ${shown(got.a2[2][0])} · 10 terms`);
  await tab.focus('[data-sheet="s"] .pick');
  await tab.keyboard.press("ArrowRight");
  await said(tab, ".sums[aria-live]", `s[two, small] = ${shown(got.s2[0][1])} · 16 terms`);
  await address(tab, "cell=s&row=0&column=1");
  const terms = await tab.$$eval("details tbody tr", (all) => all.map((r) => r.children[1]).filter((c) => c && /^-?\d/.test(c.textContent)).map((c) => Number(c.textContent)));
  assert.ok(Math.abs(terms.slice(-16).reduce((a, b) => a + b) - got.s2[0][1]) < 1e-2, "the terms add up");
  const hidden = got.h[0].filter((v) => v > 0).length;
  await said(tab, ".fed", `two, ${hidden} of 256`);
  assert.match(await text(tab, ".fed"), /largest difference (0|\d\.\de-[5-9])/);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("the mask shows −∞ before softmax, without the scale a head saturates", async () => {
  const tab = await show("en", "&mask=causal&cell=m&row=1&column=4");
  await said(tab, ".sums[aria-live]", "m[small, sleeping] = −∞ · hidden");
  const { a4, largest4: [largest], entropy4: [entropy] } = await numbers(tab);
  assert.ok(a4.every((row, i) => row.every((v, j) => (j > i ? v === 0 : v >= 0)) && Math.abs(row.reduce((x, y) => x + y) - 1) < 1e-5));
  // In pairs: not divided, divided; four times as much with the scale is as much without.
  assert.ok(largest[0] > largest[1] && entropy[0] < entropy[1]);
  assert.ok(Math.abs(largest[0] - largest[5]) < 1e-5 && Math.abs(entropy[0] - entropy[5]) < 1e-5);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("unknown words and padding that is not there are answered in words", async () => {
  for (const [lang, words] of [["en", /does not have these words.*blorp/s], ["zh", /没有这些词.*blorp/s]]) {
    const tab = await show(lang, "&text=Blorp%20sings&mask=padding&row=15&column=255&cell=a");
    assert.match(await text(tab, ".said"), words);
    assert.match(await text(tab, ".said"), lang === "en" ? /There is no padding/ : /没有空位可挡/);
    assert.doesNotMatch(await text(tab, "[data-widget]"), /NaN|undefined/);
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
});

test("axe finds nothing, and nothing scrolls sideways", async () => {
  for (const [lang, width, theme] of [["zh", 360, "dark"], ["en", 1280, "light"]]) {
    const tab = await inspected(host, browser, "heads", lang, `&pad=2&theme=${theme}`, width);
    await accessible(tab, `${lang} ${width}`);
    await tab.close();
  }
});
