// The attention widget in Chromium, on both backends, held to a computation of its own in here.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axeSource, chromium, page, serve } from "./harness.mjs";

let host, cpu, gpu;
before(async () => { host = await serve(); cpu = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await cpu?.close(); await gpu?.close(); await host?.close(); });

const WIDGET = '[data-widget="attention"]';
/** The widget alone, with a state; what it saves is kept in `globalThis.saved`. */
async function open(browser, query, { lang = "en", backend = "cpu", width = 1280, state = "ready", theme = "light" } = {}) {
  const tab = await page(browser, { width });
  await tab.evaluateOnNewDocument(() => {
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      blob.text().then((text) => { globalThis.saved = text; });
      return make.call(URL, blob);
    };
  });
  await tab.goto(host.url(`${lang}/embed/attention/?v=1&backend=${backend}&theme=${theme}${query}`));
  await tab.waitForSelector(`${WIDGET}[data-state="${state}"]`, { timeout: 120_000 });
  return tab;
}
const settled = (tab) => tab.waitForSelector(`${WIDGET}[data-state="ready"]`);
const click = (tab, words) => tab.evaluate((words) => {
  [...document.querySelectorAll(".actions button")].find((b) => b.textContent === words).click();
}, words);
const sums = (tab, words) => tab.waitForFunction((words) => document.querySelector(".sums").textContent.includes(words), {}, words);

/** Every matrix and every measure, by name, from the file of numbers. */
async function numbers(tab) {
  await tab.evaluate(() => { globalThis.saved = undefined; });
  await click(tab, "Download the numbers (CSV)");
  await tab.waitForFunction(() => globalThis.saved !== undefined);
  const out = {};
  for (const line of (await tab.evaluate(() => globalThis.saved)).split("\n")) {
    const [, name, rest] = /^(\w+),"(?:[^"]|"")*",(.*)$/.exec(line);
    (out[name] ??= []).push(rest.split(",").map((v) => (v === "-inf" ? -Infinity : Number(v))));
  }
  return out;
}

const MASK64 = (1n << 64n) - 1n;
/** Normal numbers from the stream of a name: FNV-1a, SplitMix64, Box–Muller. */
function normals(seed, name, rows, columns, over = 1) {
  let state = 0xCBF29CE484222325n + BigInt(seed);
  for (const byte of new TextEncoder().encode(name)) state = ((state ^ BigInt(byte)) * 0x100000001B3n) & MASK64;
  const uniform = () => {
    state = (state + 0x9E3779B97F4A7C15n) & MASK64;
    let z = ((state ^ (state >> 30n)) * 0xBF58476D1CE4E5B9n) & MASK64;
    z = ((z ^ (z >> 27n)) * 0x94D049BB133111EBn) & MASK64;
    return Number((z ^ (z >> 31n)) >> 11n) * 2 ** -53;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => normal() / Math.sqrt(over)));
}
const dot = (a, b) => a.reduce((sum, v, i) => sum + v * b[i], 0);
const SCORE = {
  scaled: (q, k) => dot(q, k), dot: (q, k) => dot(q, k),
  cosine: (q, k) => dot(q, k) / Math.sqrt(dot(q, q) * dot(k, k)),
  gaussian: (q, k) => -q.reduce((sum, v, i) => sum + (v - k[i]) ** 2, 0) / 2,
  additive: (q, k, w) => q.reduce((sum, v, i) => sum + w[i] * Math.tanh(v + k[i]), 0),
};
/** The chain by its formulas, in double precision. */
function wanted(words, { similarity = "scaled", dk = 16, seed = 1, hides = () => false } = {}) {
  const x = words.map((word) => normals(seed, word, 1, 8)[0]);
  const project = (name, width) => x.map((row) => normals(seed, name, width, 8, 8).map((w) => dot(row, w)));
  const [q, k, v] = [project("WQ", dk), project("WK", dk), project("WV", 8)];
  const [w] = normals(seed, "W", 1, dk, dk);
  const scores = q.map((a) => k.map((b) => SCORE[similarity](a, b, w)));
  const scaled = scores.map((row) => row.map((s) => (similarity === "scaled" ? s / Math.sqrt(dk) : s)));
  const weights = scaled.map((row, i) => {
    const powers = row.map((s, j) => (hides(i, j, words.length) ? 0 : Math.exp(s)));
    const sum = powers.reduce((a, b) => a + b, 0);
    return powers.map((p) => (sum === 0 ? 0 : p / sum));
  });
  const y = weights.map((row) => v[0].map((_, c) => row.reduce((sum, a, j) => sum + a * v[j][c], 0)));
  return { x, q, k, v, scores, scaled, weights, y };
}
function close(got, want, label) {
  for (const [name, rows] of Object.entries(want)) {
    assert.deepEqual([got[name].length, got[name][0].length], [rows.length, rows[0].length], `${label} ${name}`);
    rows.forEach((row, i) => row.forEach((w, j) => {
      const off = Math.abs(got[name][i][j] - w);
      assert.ok(off <= 1e-4 + 1e-4 * Math.abs(w), `${label} ${name}[${i}, ${j}] is ${got[name][i][j]}, not ${w}`);
    }));
  }
}

const SENTENCE = ["i", "like", "cats", "and", "cats", "like", "me"];
const STATES = [
  ["", SENTENCE, {}],
  ["&similarity=dot&mask=causal&seed=7", SENTENCE, { similarity: "dot", seed: 7, hides: (i, j) => j > i }],
  ["&similarity=additive&dk=32&mask=padding&pad=3", SENTENCE, { similarity: "additive", dk: 32, hides: (i, j, t) => j >= t - 3 }],
  ["&similarity=cosine&dk=128&text=A%20b%20%E7%8C%AB%E7%8B%97!", ["a", "b", "猫", "狗", "!"], { similarity: "cosine", dk: 128 }],
  ["&similarity=gaussian&dk=4&text=one", ["one"], { similarity: "gaussian", dk: 4 }],
  ["&mask=padding&pad=12", SENTENCE, { hides: () => true }],
];
for (const [backend, browser] of [["cpu", () => cpu], ["webgpu", () => gpu]]) {
  test(`every similarity and mask gives the numbers of its formula on ${backend}`, async () => {
    for (const [query, words, options] of STATES) {
      const tab = await open(browser(), query, { backend });
      assert.equal(await tab.$eval(WIDGET, (w) => w.dataset.backend), backend);
      const got = await numbers(tab);
      close(got, wanted(words, options), `${backend} ${query}`);
      assert.ok(Object.values(got).flat(2).every((v) => !Number.isNaN(v)), "never NaN");
      const hidden = got.masked.flat().filter((v) => v === -Infinity).length;
      const t = words.length, hides = options.hides ?? (() => false);
      assert.equal(hidden, Array.from({ length: t * t }, (_, at) => hides(Math.floor(at / t), at % t, t)).filter(Boolean).length);
      assert.deepEqual(tab.complaints, [], query);
      assert.deepEqual([...tab.asked], [host.origin]);
      await tab.close();
    }
  });

  test(`the spread grows with the root of d_k on ${backend}, unless it is divided`, async () => {
    const tab = await open(browser(), "", { backend });
    const { spread: [spread], entropy: [entropy], jacobian: [jacobian] } = await numbers(tab);
    // In pairs: not divided, divided. The same measure at d_k = 8, from the same draws.
    const [queries, keys] = [normals(1, "Q", 256, 1024), normals(1, "K", 16, 1024)];
    const scores = queries.map((q) => keys.map((k) => dot(q.slice(0, 8), k.slice(0, 8))));
    const flat = scores.flat(), mean = flat.reduce((a, b) => a + b) / flat.length;
    const deviation = Math.sqrt(flat.reduce((sum, s) => sum + (s - mean) ** 2, 0) / flat.length);
    let h = 0, norm = 0;
    for (const row of scores) {
      const powers = row.map(Math.exp), sum = powers.reduce((a, b) => a + b), a = powers.map((p) => p / sum);
      h -= dot(a, a.map(Math.log)) / 256;
      norm += Math.sqrt(a.flatMap((v, i) => a.map((u, j) => (v * (i === j) - v * u) ** 2)).reduce((p, q) => p + q)) / 256;
    }
    for (const [got, want] of [[spread[4], deviation], [entropy[4], h], [jacobian[4], norm]]) {
      assert.ok(Math.abs(got - want) < 1e-4, `${got}, not ${want}`);
    }
    assert.ok(spread[18] > 25 && spread[19] > 0.8 && spread[19] < 1.2, spread.join(" "));
    assert.ok(jacobian[18] < 0.1 && jacobian[19] > 0.25, jacobian.join(" "));
    const rows = await tab.$$eval("table.measured tbody tr", (all) => all.map((r) => [...r.cells].map((c) => c.textContent)));
    assert.equal(rows.length, 10);
    assert.deepEqual([rows[9][0], rows[9].length], ["1024", 7]);
    await tab.close();
  });
}

test("check holds both backends to PyTorch", async () => {
  const tab = await open(gpu, "&similarity=dot&dk=4&mask=causal", { backend: "webgpu" });
  await click(tab, "Check");
  await tab.waitForFunction(() => ["pass", "fail", "absent"].includes(document.querySelector(".check").dataset.check), { timeout: 120_000 });
  const rows = await tab.$$eval(".check tbody tr", (all) => all.map((r) => [...r.cells].map((c) => c.textContent)));
  assert.deepEqual(rows.map((r) => r[2]), [1, 2].flatMap(() => ["x", "scores", "weights", "y", "spread", "entropy", "jacobian"]));
  assert.ok(rows.every((r) => r[6] === "PASS"), JSON.stringify(rows));
  await tab.close();
});

test("a cell shows its terms, and they make it", async () => {
  const tab = await open(cpu, "&cell=y&row=1&column=2");
  const want = wanted(SENTENCE);
  const terms = async () => tab.$$eval(`${WIDGET} details:not([hidden]) tbody tr`, (all) => all.map((r) => [...r.cells].map((c) => c.textContent)).filter((r) => r.length === 4 && r[1].includes("=")));
  await sums(tab, "y[like, 2] =");
  const rows = await terms();
  assert.deepEqual(rows.map((r) => r[0]), ["I", "like", "cats", "and", "cats", "like", "me"]);
  const sum = rows.reduce((s, r) => s + Number(r[3]), 0);
  assert.ok(Math.abs(sum - want.y[1][2]) < 1e-3, `${sum}`);
  await tab.focus('[data-part="scores"] .map');
  await sums(tab, "s[like, cats]");
  assert.match(await tab.$eval(".sums", (s) => s.textContent), /16 products/);
  await tab.close();
});

test("keys move the selection, the address keeps it, and a link brings it back", async () => {
  const tab = await open(cpu, "&text=A%20cat%20sat&dk=64&similarity=cosine&mask=padding&pad=1&seed=5");
  await tab.focus('[data-part="k"] .map');
  await sums(tab, "k[cat, 2]");
  for (const key of ["ArrowDown", "ArrowRight", "ArrowDown"]) await tab.keyboard.press(key);
  await sums(tab, "k[sat, 3]");
  await tab.waitForFunction(() => /cell=k&row=2&column=3/.test(location.search));
  await tab.click('[data-step="next"]');
  await tab.click('[data-step="next"]');
  await tab.waitForFunction(() => /step=2&cell=scores/.test(location.search));
  const search = await tab.evaluate(() => location.search);
  for (const part of ["text=A%20cat%20sat", "dk=64", "similarity=cosine", "mask=padding", "pad=1", "seed=5"]) assert.ok(search.includes(part), `${part} in ${search}`);
  const before = await numbers(tab);
  const other = await page(cpu);
  await other.goto(host.url(`en/embed/attention/${search}`));
  await other.waitForSelector(`${WIDGET}[data-state="ready"]`, { timeout: 60_000 });
  await sums(other, "s[sat, sat]");
  assert.equal(await other.$eval("[data-term=scores]", (b) => b.classList.contains("lit")), true);
  assert.equal(await other.$eval('.control[data-key="pad"] .number', (f) => f.value), "1");
  await other.close();
  // A page behind another draws no frames, and so waits for ever.
  await tab.bringToFront();
  // Looking computes nothing, and Back undoes the step.
  assert.deepEqual(await numbers(tab), before);
  await tab.goBack();
  await tab.waitForFunction(() => !document.querySelector("[data-term=scores]").classList.contains("lit"));
  await tab.close();
});

test("a step lights its letters and matrices, and a letter and its matrix light each other", async () => {
  const tab = await open(cpu, "");
  const lit = () => tab.evaluate(() => ({
    terms: [...document.querySelectorAll(".term.lit")].filter((b) => b.checkVisibility()).map((b) => b.dataset.term).sort(),
    parts: [...document.querySelectorAll(".matrix.lit")].map((f) => f.dataset.part).sort(),
  }));
  assert.deepEqual(await lit(), { terms: [], parts: [] });
  const steps = [["k", "q", "v", "x"], ["k", "q", "scores"], ["scaled", "scores"], ["masked", "scaled"], ["masked", "weights"], ["v", "weights", "y"]];
  for (const want of steps) {
    await tab.$eval('[data-step="next"]', (b) => b.click());
    await tab.waitForFunction((want) => [...document.querySelectorAll(".matrix.lit")].map((f) => f.dataset.part).sort().join() === want, {}, want.join());
    // The embeddings have no letter in the formula.
    assert.deepEqual((await lit()).terms, want.filter((part) => part !== "x"));
  }
  assert.equal(await tab.$eval('[data-step="next"]', (b) => b.disabled), true);
  await tab.$eval('[data-step="whole"]', (b) => b.click());
  await tab.hover('[data-term="k"]');
  await tab.waitForSelector('[data-part="k"].lit');
  assert.deepEqual(await lit(), { terms: ["k"], parts: ["k"] });
  await tab.hover('[data-part="weights"] canvas');
  await tab.waitForSelector('[data-term="weights"].lit');
  assert.deepEqual(await lit(), { terms: ["weights"], parts: ["weights"] });
  await tab.focus('[data-term="v"]');
  await tab.waitForSelector('[data-part="v"].lit');
  await tab.close();
});

test("a wide matrix has a lens, and a press in it selects the column under it", async () => {
  const tab = await open(cpu, "&dk=1024&cell=q&row=0&column=1000");
  await sums(tab, "q[I, 1000]");
  const lens = await tab.$('[data-part="q"] .lens .map');
  await lens.scrollIntoView();
  const { x, y } = await lens.boundingBox();
  await tab.mouse.click(x + 15 * 3 + 7, y + 15 * 2 + 7);
  await sums(tab, "q[cats, 995]");
  await tab.mouse.move(x + 15 * 4 + 7, y + 15 * 2 + 7);
  await sums(tab, "q[cats, 996]");
  await tab.close();
});

test("a tap selects", async () => {
  const tab = await open(cpu, "", { width: 360 });
  const map = await tab.$('[data-part="weights"] .map');
  await map.scrollIntoView();
  const { x, y } = await map.boundingBox();
  await tab.touchscreen.tap(x + 7, y + 7);
  await sums(tab, "a[I, I]");
  await tab.close();
});

test("empty, endless and odd sentences are answered in words, in place", async () => {
  for (const [lang, empty, long, cut, none] of [
    ["zh", "句子是空的", "句子有10000个字符，最多200个", "这句话有 15 个词元", "没有看得见的字"],
    ["en", "Sentence is empty", "Sentence has 10000 characters", "The sentence has 15 tokens", "nothing visible"],
  ]) {
    const tab = await open(cpu, "", { lang });
    const write = (text) => tab.$eval('.control[data-key="text"] input', (field, text) => {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }, text);
    for (const [text, words] of [["", empty], ["   ", empty], ["x".repeat(10_000), long]]) {
      await write(text);
      await tab.waitForFunction((words) => document.querySelector(".control .wrong").textContent.includes(words), {}, words);
      await settled(tab);
    }
    await write("word ".repeat(15));
    await tab.waitForFunction((words) => document.querySelector(".said").textContent.includes(words), {}, cut);
    assert.equal(await tab.$$eval('[data-part="x"] .rows span', (all) => all.length), 12);
    await write("<b>x</b>");
    await tab.waitForFunction(() => document.querySelectorAll('[data-part="x"] .rows span').length === 8);
    assert.equal(await tab.$$eval(".rows b", (all) => all.length), 0, "a token is never markup");
    await write("\u200b");
    await tab.waitForSelector(`${WIDGET}[data-state="error"]`);
    assert.ok((await tab.$eval(".remarks.error", (e) => e.textContent)).includes(none));
    await write("a b");
    await settled(tab);
    await tab.close();
    const far = await open(cpu, `&text=${"x".repeat(10_000)}`, { lang });
    assert.ok(await far.$eval(".remarks", (r) => !r.hidden && r.textContent.includes("10000") || r.textContent.length > 10), "the link's text is refused in words");
    await far.close();
  }
});

test("a row that sees no key gives zeros, and the page says so", async () => {
  for (const [lang, words] of [["zh", "不是NaN：全部".replace("：", "： ")], ["en", "not NaN: all"]]) {
    const tab = await open(cpu, "&mask=padding&pad=12", { lang });
    assert.ok((await tab.$eval(".said", (s) => s.textContent)).includes(words), await tab.$eval(".said", (s) => s.textContent));
    await sums(tab, lang === "zh" ? "按规定取0" : "0 by rule");
    assert.match(await tab.$eval(".sums", (s) => s.textContent), /= 0\D/);
    await tab.close();
  }
});

test("heads that do not divide the width are refused in the module's words, and later calls work", async () => {
  const tab = await page(gpu);
  await tab.goto(host.url(""));
  for (const backend of ["cpu", "webgpu"]) {
    const said = await tab.evaluate(async (url, backend) => {
      const { open } = await import(url);
      const tp = await open({ backend });
      const fill = (...shape) => tp.tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i)), shape);
      const x = fill(1, 5, 8), [wq, wk, wv, wo] = [1, 2, 3, 4].map(() => fill(8, 8));
      const run = (heads) => tp.multiHeadAttention(x, null, { wq, wk, wv, wo }, { heads });
      const words = await run(3).y.data().then(() => "it ran", (e) => e.message);
      const { weights } = run(4);
      await weights.data();
      tp.close();
      return { words, shape: weights.shape };
    }, host.url("third-pass.js"), backend);
    assert.match(said.words, /^multiHeadAttention: heads = 3 does not divide the 8 outputs of wq \[8, 8\]/);
    assert.deepEqual(said.shape, [1, 4, 5, 5]);
  }
  await tab.close();
});

test("axe finds nothing after the reader has been at work, wide and narrow, and nothing scrolls sideways", async () => {
  for (const [lang, width, theme] of [["zh", 1280, "dark"], ["en", 360, "light"], ["zh", 360, "light"], ["en", 1280, "dark"]]) {
    const tab = await open(cpu, "&dk=256&mask=causal", { lang, width, theme });
    await tab.setBypassCSP(true);
    await tab.reload();
    await settled(tab);
    await tab.$eval('[data-step="next"]', (b) => b.click());
    await tab.focus('[data-part="weights"] .map');
    await tab.keyboard.press("ArrowRight");
    await tab.$$eval(`${WIDGET} details`, (all) => all.forEach((d) => { d.open = true; }));
    await tab.addScriptTag({ path: axeSource });
    const found = await tab.evaluate(async () => (await globalThis.axe.run()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`));
    assert.deepEqual(found, [], `${lang} ${width} ${theme}`);
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth) <= 0, `${lang} at ${width} px`);
    const names = await tab.$$eval('canvas:not([aria-hidden])', (all) => all.every((c) => c.getAttribute("aria-label")));
    assert.ok(names, "every canvas has a name");
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
});
