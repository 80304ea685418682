// The normalization widget in Chromium, on both backends, held to a computation of its own in here.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axeSource, chromium, page, serve } from "./harness.mjs";

let host, cpu, gpu;
before(async () => { host = await serve(); cpu = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await cpu?.close(); await gpu?.close(); await host?.close(); });

const WIDGET = '[data-widget="normalization"]';
const BACKENDS = [["cpu", () => cpu], ["webgpu", () => gpu]];

/** The widget alone, with a state; what it saves and draws is kept. */
async function open(browser, query = "", { lang = "en", backend = "cpu", width = 1280, state = "ready", theme = "light" } = {}) {
  const tab = await page(browser, { width });
  await tab.evaluateOnNewDocument(() => {
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      blob.text().then((text) => { globalThis.saved = text; });
      return make.call(URL, blob);
    };
    // Every mark that a canvas is given since its size was set, in the words of an SVG.
    globalThis.drawn = new WeakMap();
    const hex = (style) => {
      const [r, g, b, a = "1"] = style.startsWith("#")
        ? [1, 3, 5].map((at) => parseInt(style.slice(at, at + 2), 16)) : style.match(/[\d.]+/g);
      return `#${[r, g, b].map((v) => Number(v).toString(16).padStart(2, "0")).join("").toUpperCase()} ${Math.round(Number(a) * 100)}`;
    };
    const on = CanvasRenderingContext2D.prototype;
    let path = [];
    const wrap = (name, then) => {
      const original = on[name];
      on[name] = function (...given) { then(this, ...given); return original.apply(this, given); };
    };
    const push = (context, mark) => {
      if (!globalThis.drawn.has(context.canvas)) globalThis.drawn.set(context.canvas, []);
      globalThis.drawn.get(context.canvas).push(mark);
    };
    wrap("beginPath", () => { path = []; });
    wrap("moveTo", (_, x, y) => path.push([x, y]));
    wrap("lineTo", (_, x, y) => path.push([x, y]));
    wrap("fill", (c) => push(c, { kind: "polygon", colour: hex(c.fillStyle), points: path }));
    wrap("stroke", (c) => push(c, { kind: "polyline", colour: hex(c.strokeStyle), points: path }));
    wrap("fillText", (c, words, x, y) => push(c, { kind: "text", colour: hex(c.fillStyle), points: [[x, y]], words }));
    const width = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, "width");
    Object.defineProperty(HTMLCanvasElement.prototype, "width", { ...width, set(v) { globalThis.drawn.delete(this); width.set.call(this, v); } });
  });
  await tab.goto(host.url(`${lang}/embed/normalization/?v=1&backend=${backend}&theme=${theme}${query}`));
  await tab.waitForSelector(`${WIDGET}[data-state="${state}"]`, { timeout: 120_000 });
  return tab;
}
const click = (tab, words) => tab.evaluate((words) => {
  [...document.querySelectorAll(".actions button")].find((b) => b.textContent === words).click();
}, words);
const chosen = (tab, words) => tab.waitForFunction((words) => document.querySelector(".chosen-number").textContent.includes(words), {}, words);
const setting = (tab, key) => tab.evaluate((key) => new URLSearchParams(location.search).get(key), key);
const settled = (tab, wanted) => tab.waitForFunction((selector, wanted) => document.querySelector(selector)
  && Object.entries(wanted).every(([key, value]) => new URLSearchParams(location.search).get(key) === value), {}, `${WIDGET}[data-state="ready"]`, wanted);
const choose = (tab, key, word) => tab.select(`${WIDGET} [data-key="${key}"] select`, word);
const write = (tab, key, value) => tab.$eval(`${WIDGET} [data-key="${key}"] input:not([type="range"])`, (field, value) => {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}, value);
async function saved(tab, words) {
  await tab.evaluate(() => { globalThis.saved = undefined; });
  await click(tab, words);
  await tab.waitForFunction(() => globalThis.saved !== undefined);
  return tab.evaluate(() => globalThis.saved);
}
/** Every number of the block: { sample, channel, place, padding, x, y, z }. */
async function numbers(tab) {
  const [head, ...lines] = (await saved(tab, "Download the numbers (CSV)")).trim().split("\n");
  const keys = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((v, i) => [keys[i], v === "" ? null : Number(v)])));
}

const MASK64 = (1n << 64n) - 1n;
function uniforms(state) {
  return () => {
    state = (state + 0x9E3779B97F4A7C15n) & MASK64;
    let z = ((state ^ (state >> 30n)) * 0xBF58476D1CE4E5B9n) & MASK64;
    z = ((z ^ (z >> 27n)) * 0x94D049BB133111EBn) & MASK64;
    return Number((z ^ (z >> 31n)) >> 11n) * 2 ** -53;
  };
}
/** A word's seeded vector. */
function vector(word, seed, width) {
  let state = 0xCBF29CE484222325n;
  for (const byte of new TextEncoder().encode(word)) state = ((state ^ BigInt(byte)) * 0x100000001B3n) & MASK64;
  const u = uniforms((state + BigInt(seed)) & MASK64);
  return Array.from({ length: width }, () => Math.sqrt(-2 * Math.log(1 - u())) * Math.cos(2 * Math.PI * u()));
}
const SENTENCES = [["the", "cat", "sat", "on", "the", "mat"], ["it", "was", "late"], ["cats", "like", "warm", "milk"], ["the", "dog", "slept"], ["rain", "fell"], ["who", "knows"]];

const moments = (values) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return [mean, values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length];
};
const GROUP = {
  batch: (c) => c.channel, layer: (c) => `${c.sample} ${c.place}`, sample: (c) => c.sample,
  instance: (c) => `${c.sample} ${c.channel}`, group: (c, { channels = 8, groups = 2 }) => `${c.sample} ${Math.floor(c.channel / (channels / groups))}`,
};
/** Each number less its group's mean, over the root of its variance. */
function normalized(cells, norm, options) {
  const groups = new Map();
  const skips = (c) => norm === "batch" && options.skip && c.padding === 1;
  for (const cell of cells.filter((c) => !skips(c))) {
    const key = GROUP[norm](cell, options);
    groups.set(key, [...(groups.get(key) ?? []), cell.x]);
  }
  return cells.map((cell) => {
    if (skips(cell)) return 0;
    const [mean, variance] = norm === "batch" && options.stored ? options.stored[cell.channel] : moments(groups.get(GROUP[norm](cell, options)));
    return (cell.x - mean) / Math.sqrt(variance + 1e-5);
  });
}
/** Running mean and variance of each feature after so many steps of sixteen words. */
function stored(seed, steps) {
  const words = [...new Set(SENTENCES.flat())].map((word) => vector(word, seed, 8));
  const u = uniforms(BigInt(seed));
  let now = Array.from({ length: 8 }, () => [0, 1]);
  for (let step = 0; step < steps; step++) {
    const batch = Array.from({ length: 16 }, () => words[Math.floor(u() * words.length)]);
    now = now.map(([mean, variance], c) => {
      const [m, v] = moments(batch.map((row) => row[c]));
      return [0.9 * mean + 0.1 * m, 0.9 * variance + 0.1 * v * 16 / 15];
    });
  }
  return now;
}
function close(got, want, label, off = 1e-4) {
  got.forEach((v, i) => assert.ok(Math.abs(v - want[i]) <= off * (1 + Math.abs(want[i])), `${label}: number ${i} is ${v}, not ${want[i]}`));
}

const STATES = [
  ["", ["batch", "layer"], {}],
  ["&norm=layer&against=sample&pad=2&seed=3", ["layer", "sample"], { seed: 3, pad: 2 }],
  ["&norm=instance&against=group&groups=4&batch=3", ["instance", "group"], { groups: 4, batch: 3 }],
  ["&padding=skipped&pad=1&against=batch", ["batch", "batch"], { skip: true, pad: 1 }],
  ["&mode=eval&steps=30&against=group", ["batch", "group"], { steps: 30 }],
  ["&batch=1&against=instance", ["batch", "instance"], { batch: 1 }],
];
for (const [backend, browser] of BACKENDS) {
  test(`every normalization gives the numbers of its formula on ${backend}`, async () => {
    for (const [query, norms, options] of STATES) {
      const { seed = 1, pad = 0, batch = 4, steps } = options;
      const tab = await open(browser(), query, { backend });
      assert.equal(await tab.$eval(WIDGET, (w) => w.dataset.backend), backend);
      const got = await numbers(tab);
      const taken = SENTENCES.slice(0, batch), places = Math.max(...taken.map((s) => s.length)) + pad;
      assert.equal(got.length, batch * 8 * places, query);
      const x = got.map((c) => (taken[c.sample][c.place] ? vector(taken[c.sample][c.place], seed, 8)[c.channel] : 0));
      close(got.map((c) => c.x), x, `${query} x`, 1e-6);
      got.forEach((c) => assert.equal(c.padding, taken[c.sample][c.place] ? 0 : 1));
      const how = { ...options, stored: steps === undefined ? undefined : stored(seed, steps) };
      ["y", "z"].forEach((name, at) => close(got.map((c) => c[name]), normalized(got, norms[at], how), `${query} ${name}`));
      assert.deepEqual(tab.complaints, [], query);
      assert.deepEqual([...tab.asked], [host.origin]);
      await tab.close();
    }
  });

  test(`photographs are normalized on ${backend}, in training and in eval`, async () => {
    const tab = await open(browser(), "&data=images&against=group", { backend });
    const train = await numbers(tab);
    assert.equal(train.length, 4 * 8 * 16);
    assert.ok(train.every((c) => c.x >= 0) && train.some((c) => c.x > 0.1), "ReLU of real maps");
    ["batch", "group"].forEach((norm, at) => close(train.map((c) => c["yz"[at]]), normalized(train, norm, {}), norm, 3e-4));
    await choose(tab, "mode", "eval");
    await settled(tab, { mode: "eval" });
    const evaluated = await numbers(tab);
    assert.deepEqual(evaluated.map((c) => c.x), train.map((c) => c.x));
    assert.ok(evaluated.some((c, i) => Math.abs(c.y - train[i].y) > 1e-2), "other statistics, other numbers");
    assert.deepEqual(evaluated.map((c) => c.z), train.map((c) => c.z), "GroupNorm has no modes");
    const rows = await tab.$$eval('[data-side="0"] .moments tbody tr', (all) => all.map((r) => [...r.cells].map((c) => c.textContent)));
    assert.equal(rows.length, 3);
    await tab.close();
  });
}

test("check holds both backends to PyTorch", async () => {
  const tab = await open(gpu, "&norm=instance&batch=2", { backend: "webgpu" });
  await click(tab, "Check");
  await tab.waitForFunction(() => ["pass", "fail", "absent"].includes(document.querySelector(".check").dataset.check), { timeout: 120_000 });
  const rows = await tab.$$eval(".check tbody tr", (all) => all.map((r) => [...r.cells].map((c) => c.textContent)));
  assert.deepEqual(rows.map((r) => r[2]), ["x", "y", "z", "x", "y", "z"]);
  assert.ok(rows.every((r) => r[6] === "PASS"), JSON.stringify(rows));
  await tab.close();
});

/** The marks of an SVG, in the words of the recorder. */
const marks = (tab, svg) => tab.evaluate((svg) => {
  const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  const all = [...root.querySelectorAll("polygon, polyline, text")].map((e) => {
    const kind = e.localName, colour = e.getAttribute(kind === "polyline" ? "stroke" : "fill");
    const points = kind === "text" ? [[Number(e.getAttribute("x")), Number(e.getAttribute("y"))]]
      : e.getAttribute("points").trim().split(" ").map((p) => p.split(",").map(Number));
    const mark = { kind, colour: `${colour} ${Math.round(Number(e.getAttribute("opacity")) * 100)}`, points };
    return kind === "text" ? { ...mark, words: e.textContent.trim() } : mark;
  });
  return { all, size: ["width", "height"].map((side) => Number(root.getAttribute(side))) };
}, svg);

test("the file has the marks of the canvases, one by one", async () => {
  for (const [query, theme] of [["", "light"], ["&values=after&norm=sample&turn=-100&tilt=60", "dark"], ["&data=images&against=group", "light"]]) {
    const tab = await open(cpu, query, { theme });
    const { all, size } = await marks(tab, await saved(tab, "Download the picture (SVG)"));
    const canvases = await tab.$$eval(".scene canvas", (both) => both.map((c) => ({ width: c.width, height: c.height, marks: globalThis.drawn.get(c) })));
    assert.equal(size[0], canvases[0].width + canvases[1].width);
    const moved = canvases.flatMap((canvas, at) => canvas.marks.map((mark) => ({
      ...mark, points: mark.points.map(([x, y]) => [x + at * canvases[0].width, y]),
    })));
    assert.ok(moved.length > 400, `${moved.length} marks`);
    assert.equal(all.length, moved.length);
    all.forEach((mark, i) => assert.deepEqual(mark, moved[i], `${query} mark ${i}`));
    await tab.close();
  }
});

test("the page without JavaScript has the same drawing, without colours", async () => {
  const tab = await page(cpu);
  await tab.setJavaScriptEnabled(false);
  await tab.goto(host.url("en/embed/normalization/"));
  const posters = await tab.$$eval(".poster svg", (both) => both.map((svg) => svg.outerHTML));
  assert.equal(posters.length, 2);
  const [left, right] = [await marks(tab, posters[0]), await marks(tab, posters[1])];
  assert.ok(left.all.some((m) => m.words === "T=6") && right.all.some((m) => m.words === "B=4"));
  const solid = ({ all }) => all.filter((m) => m.kind === "polygon" && m.colour.endsWith(" 100")).length;
  assert.ok(solid(left) > solid(right), "24 numbers against 8");
  await tab.close();
});

test("a batch of one moves BatchNorm's number and not LayerNorm's", async () => {
  const tab = await open(cpu, "");
  const at = (all) => all.find((c) => c.sample === 0 && c.channel === 0 && c.place === 1);
  const four = at(await numbers(tab));
  await write(tab, "batch", "1");
  await settled(tab, { batch: "1" });
  const one = at(await numbers(tab));
  assert.equal(one.x, four.x);
  assert.ok(Math.sign(one.y) !== Math.sign(four.y), `${four.y} → ${one.y}`);
  assert.ok(Math.abs(one.z - four.z) < 1e-6, `${four.z} → ${one.z}`);
  assert.match(await tab.$eval(".said", (s) => s.textContent), /what InstanceNorm computes/);
  await tab.close();
});

test("mean, variance and terms of the lit group are shown, and are its own", async () => {
  const tab = await open(cpu, "&sample=2&channel=5&place=3");
  const all = await numbers(tab);
  const cell = all.find((c) => c.sample === 2 && c.channel === 5 && c.place === 3);
  await chosen(tab, "sentence 2, token 3 “milk”, feature 5");
  for (const [side, norm, name] of [[0, "batch", "y"], [1, "layer", "z"]]) {
    const inside = (c) => GROUP[norm](c, {}) === GROUP[norm](cell, {});
    const rows = await tab.$$eval(`[data-side="${side}"] .moments tbody tr`, (trs) => trs.map((r) => [...r.cells].slice(1).map((c) => Number(c.textContent))));
    for (const [row, key] of [[0, "x"], [1, name]]) {
      const group = all.filter(inside).map((c) => c[key]);
      const [mean, variance] = moments(group);
      assert.ok(Math.abs(rows[row][0] - mean) < 1e-4 && Math.abs(rows[row][1] - variance) < 1e-4, `${rows[row]} is not ${mean}, ${variance}`);
      assert.equal(rows[row][2], group.length);
    }
    await tab.waitForFunction((side, end) => document.querySelector(`[data-side="${side}"] .sums`).textContent.endsWith(end), {}, side, `= ${cell[name].toFixed(4)}`);
  }
  const rows = await tab.$$eval(`${WIDGET} details tbody tr`, (trs) => trs.filter((r) => r.cells.length === 6).map((r) => [...r.cells].map((c) => c.textContent)));
  assert.equal(rows.length, 24 + 8);
  await tab.close();
});

test("keys move the selection and turn the block; the address keeps both, and a link brings them back", async () => {
  const tab = await open(cpu, "&norm=layer&against=sample&seed=5");
  await tab.focus('[data-side="1"] .scene');
  for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown", "PageDown", "PageUp", "PageUp"]) await tab.keyboard.press(key);
  await chosen(tab, "sentence 0, token 2 “sat”, feature 3");
  await tab.keyboard.down("Shift");
  for (const key of ["ArrowLeft", "ArrowLeft", "ArrowDown"]) await tab.keyboard.press(key);
  await tab.keyboard.up("Shift");
  await settled(tab, { place: "2", channel: "3", turn: "15", tilt: "50" });
  const search = await tab.evaluate(() => location.search);
  const computed = await numbers(tab);
  const other = await page(cpu);
  await other.goto(host.url(`en/embed/normalization/${search}`));
  await other.waitForSelector(`${WIDGET}[data-state="ready"]`, { timeout: 60_000 });
  await chosen(other, "sentence 0, token 2 “sat”, feature 3");
  assert.equal(await other.$eval('[data-pair="layer-sample"]', (b) => b.getAttribute("aria-pressed")), "true");
  assert.equal(await other.$eval('[data-key="turn"] .number', (f) => f.value), "15");
  await other.close();
  // A page behind another draws no frames, and so waits for ever.
  await tab.bringToFront();
  assert.deepEqual(await numbers(tab), computed, "looking computes nothing");
  await tab.close();
});

test("a drag turns the block, a press selects what is under it", async () => {
  const tab = await open(cpu, "");
  const scene = await tab.$('[data-side="0"] .scene');
  await scene.scrollIntoView();
  const box = await scene.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await tab.mouse.move(x, y);
  await tab.mouse.down();
  await tab.mouse.move(x + 30, y + 10, { steps: 3 });
  await tab.mouse.move(x + 60, y + 20, { steps: 3 });
  await tab.mouse.up();
  await settled(tab, { turn: "75", tilt: "45" });
  // From the front the first sentence is a table: rows are tokens, columns features.
  await write(tab, "turn", "0");
  await write(tab, "tilt", "0");
  await settled(tab, { turn: "0", tilt: "0" });
  const corner = await tab.$eval('[data-side="0"] .scene canvas', (c) => {
    const faces = globalThis.drawn.get(c).filter((m) => m.kind === "polygon").flatMap((m) => m.points);
    const [xs, ys] = [0, 1].map((axis) => faces.map((p) => p[axis] * c.clientWidth / c.width));
    return { left: Math.min(...xs), top: Math.min(...ys), cell: (Math.max(...xs) - Math.min(...xs)) / 8 };
  });
  const at = (channel, place) => [box.x + corner.left + (channel + 0.5) * corner.cell, box.y + corner.top + (place + 0.5) * corner.cell];
  await scene.scrollIntoView();
  await tab.mouse.click(...at(6, 2));
  await chosen(tab, "sentence 0, token 2 “sat”, feature 6");
  await settled(tab, { place: "2", channel: "6" });
  await tab.mouse.move(...at(1, 4));
  await chosen(tab, "token 4 “the”, feature 1");
  await tab.close();
});

test("a tap selects, and a finger that moves sideways turns", async () => {
  const tab = await open(cpu, "&turn=0&tilt=0", { width: 360 });
  const scene = await tab.$('[data-side="1"] .scene');
  await scene.scrollIntoView();
  const box = await scene.boundingBox();
  await tab.touchscreen.tap(box.x + box.width / 2 + 4, box.y + box.height / 2 + 4);
  await chosen(tab, "sentence 0, token 3 “on”, feature 4");
  await tab.touchscreen.touchStart(box.x + 150, box.y + 100);
  for (const by of [10, 20, 30, 40]) await tab.touchscreen.touchMove(box.x + 150 + by, box.y + 100);
  await tab.touchscreen.touchEnd();
  await tab.waitForFunction(() => Number(document.querySelector('[data-key="turn"] .number').value) > 0);
  await tab.close();
});

test("the two readings of LayerNorm stand side by side, each with PyTorch's call", async () => {
  for (const [lang, words] of [["en", "This is what nn.LayerNorm(d_model) computes"], ["zh", "nn.LayerNorm(d_model)算的就是这个"]]) {
    const tab = await open(cpu, "", { lang });
    await tab.$eval('[data-pair="layer-sample"]', (b) => b.click());
    await settled(tab, { norm: "layer", against: "sample" });
    const sides = await tab.$$eval(".side figcaption", (all) => all.map((c) => c.textContent));
    assert.ok(sides[0].includes("nn.LayerNorm(8)") && sides[0].includes(words), sides[0]);
    assert.ok(sides[1].includes("nn.LayerNorm((6, 8))"), sides[1]);
    // γ and β of the second fit sentences of six tokens alone.
    assert.match(await tab.$eval(".numbers", (n) => n.textContent), /16\D+96/);
    await tab.close();
  }
});

test("padding is counted or skipped, and the page says which", async () => {
  const tab = await open(cpu, "&pad=3&sample=1&place=0&channel=2");
  assert.match(await tab.$eval(".said", (s) => s.textContent), /Of 36 places, 20 are padding.*BatchNorm counts them/);
  const count = () => tab.$eval('[data-side="0"] .moments tbody tr', (r) => r.cells[3].textContent);
  assert.equal(await count(), "36");
  await choose(tab, "padding", "skipped");
  await settled(tab, { padding: "skipped" });
  await tab.waitForFunction(() => document.querySelector('[data-side="0"] .moments tbody tr').cells[3].textContent === "16");
  assert.match(await tab.$eval(".said", (s) => s.textContent), /uses the words alone/);
  await tab.focus('[data-side="0"] .scene');
  for (let i = 0; i < 5; i++) await tab.keyboard.press("ArrowDown");
  await tab.waitForFunction(() => document.querySelector('[data-side="0"] .sums').textContent.includes("stays 0"));
  await tab.close();
});

test("an empty batch, a lone number, odd groups and odd texts are answered in words, in place", async () => {
  const WORDS = {
    zh: { none: "批大小是0", wordless: "一个词也没有", alone: "一组只有一个数", odd: "除不尽", fewer: "只有1句话", cut: "超过12个词元", empty: "是空的", long: "10000个字符" },
    en: { none: "batch size is 0", wordless: "no word in this text", alone: "A group of one number", odd: "does not divide the 6 channels", fewer: "has only 1 sentence", cut: "longer than 12 tokens", empty: "is empty", long: "has 10000 characters" },
  };
  for (const [lang, words] of Object.entries(WORDS)) {
    const tab = await open(cpu, "&batch=0", { lang, state: "error" });
    const says = (selector, words) => tab.waitForFunction((selector, words) => document.querySelector(selector)?.textContent.includes(words), {}, selector, words);
    await says(".remarks.error", words.none);
    await write(tab, "batch", "1");
    await settled(tab, { batch: "1" });
    await write(tab, "text", "!!! ...");
    await says(".remarks.error", words.wordless);
    await write(tab, "text", "yes");
    await tab.waitForSelector(`${WIDGET}[data-state="ready"]`);
    await says('[data-side="0"] .cannot', words.alone);
    assert.ok(await tab.$eval('[data-side="1"] .cannot', (p) => p.hidden), "LayerNorm does not mind");
    await write(tab, "batch", "3");
    await says(".said", words.fewer);
    await write(tab, "text", "word ".repeat(14));
    await says(".said", words.cut);
    for (const [text, want] of [["", words.empty], ["x".repeat(10_000), words.long]]) {
      await write(tab, "text", text);
      await says('[data-key="text"] .wrong', want);
    }
    await write(tab, "text", "<b>bold</b> words");
    await choose(tab, "against", "group");
    await write(tab, "channels", "6");
    await write(tab, "groups", "4");
    await says('[data-side="1"] .cannot', words.odd);
    assert.equal(await tab.$$eval(`${WIDGET} .sums b, ${WIDGET} td b`, (all) => all.length), 0, "a word is never markup");
    assert.deepEqual(tab.complaints, []);
    await tab.close();
    const far = await open(cpu, "&batch=-3&channels=10000&norm=nonsense", { lang, state: "error" });
    assert.equal(await far.$$eval(".remarks:not(.error) li", (all) => all.length), 3);
    await far.close();
  }
});

test("a link of an unknown batch falls back, and Back undoes a choice", async () => {
  const tab = await open(cpu, "");
  await choose(tab, "against", "instance");
  await settled(tab, { against: "instance" });
  await tab.goBack();
  await tab.waitForFunction(() => document.querySelector('[data-side="1"] code').textContent === "nn.LayerNorm(8)");
  assert.equal(await setting(tab, "against"), null);
  await tab.close();
});

test("axe finds nothing after the reader has been at work, wide and narrow, and nothing scrolls sideways", async () => {
  for (const [lang, width, theme] of [["zh", 1280, "dark"], ["en", 360, "light"], ["zh", 360, "light"], ["en", 1280, "dark"]]) {
    const tab = await open(cpu, "&mode=eval&pad=2", { lang, width, theme });
    await tab.setBypassCSP(true);
    await tab.reload();
    await tab.waitForSelector(`${WIDGET}[data-state="ready"]`);
    await tab.$eval('[data-pair="layer-sample"]', (b) => b.click());
    await tab.focus('[data-side="0"] .scene');
    await tab.keyboard.press("ArrowRight");
    await tab.$$eval(`${WIDGET} details`, (all) => all.forEach((d) => { d.open = true; }));
    await tab.addScriptTag({ path: axeSource });
    const found = await tab.evaluate(async () => (await globalThis.axe.run()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`));
    assert.deepEqual(found, [], `${lang} ${width} ${theme}`);
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth) <= 0, `${lang} at ${width} px`);
    assert.ok(await tab.$$eval("canvas:not([aria-hidden])", (all) => all.every((c) => c.getAttribute("aria-label"))), "every canvas has a name");
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
});
