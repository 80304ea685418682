// The bottleneck widget in real browsers, on the embed page, which needs no note.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axeSource, chromium, page, serve } from "./harness.mjs";

let host, browser, gpu;
before(async () => { host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); });

/** The widget in a state, computed. */
async function open(on, lang, query, { backend = "cpu", width = 1280 } = {}) {
  const tab = await page(on, { width });
  await tab.goto(host.url(`${lang}/embed/bottleneck/?backend=${backend}${query}`));
  await ready(tab);
  return tab;
}
const ready = (tab) => tab.waitForSelector('[data-widget="bottleneck"][data-state="ready"]', { timeout: 120_000 });
const lines = (tab) => tab.$eval(".sums", (s) => s.innerText.split("\n").filter((l) => l.trim()));
const said = (tab, words) => tab.waitForFunction((words) => document.querySelector(".sums").innerText.includes(words), {}, words);
/** The address follows, a little later. */
const address = (tab, words) => tab.waitForFunction((words) => location.search.includes(words), { timeout: 5000 }, words);
const search = (tab) => tab.evaluate(() => location.search);

/** What the button downloads: maps by block and name. */
async function maps(tab) {
  const text = await tab.evaluate(async () => {
    const blobs = [], make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { blobs.push(blob); return make.call(URL, blob); };
    [...document.querySelectorAll(".actions button")].find((b) => /CSV/.test(b.textContent)).click();
    URL.createObjectURL = make;
    return blobs[0].text();
  });
  const found = {};
  for (const line of text.trim().split("\n").slice(1)) {
    const [block, map, , , , value] = line.split(",");
    (found[`${block} ${map}`.trim()] ??= []).push(Number(value));
  }
  return found;
}

/** The same numbers from the formulas, in double precision: a photograph, seeded weights, plain loops. */
function reference(tab, { picture, seed, side, input, inner, output, stride, strideOn, shortcut, channel }) {
  return tab.evaluate(async (root, o) => {
    const { picture, seed, side, input, inner, output, stride, strideOn, shortcut, channel } = o;
    const bitmap = await createImageBitmap(await (await fetch(`${root}assets/pictures/${picture}.png`)).blob());
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 256;
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(16, 16, 224, 224);
    const mask = (1n << 64n) - 1n;
    const weight = (stream, ...shape) => {
      const count = shape.reduce((a, b) => a * b), bound = Math.sqrt(6 / (count / shape[0]));
      let state = BigInt(seed * 100 + stream);
      const data = Float32Array.from({ length: count }, () => {
        state = (state + 0x9E3779B97F4A7C15n) & mask;
        let z = ((state ^ (state >> 30n)) * 0xBF58476D1CE4E5B9n) & mask;
        z = ((z ^ (z >> 27n)) * 0x94D049BB133111EBn) & mask;
        return bound * (2 * Number((z ^ (z >> 31n)) >> 11n) * 2 ** -53 - 1);
      });
      return { shape, data };
    };
    const make = (c, n, f) => {
      const data = new Float64Array(c * n * n);
      for (let k = 0, at = 0; k < c; k++) for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) data[at++] = f(k, i, j);
      return { c, n, data, get: (k, i, j) => (i < 0 || j < 0 || i >= n || j >= n ? undefined : data[(k * n + i) * n + j]) };
    };
    const conv = (x, { shape: [out, into, k], data: w }, s, p = k >> 1) =>
      make(out, Math.floor((x.n + 2 * p - k) / s) + 1, (o, i, j) => {
        let sum = 0;
        for (let c = 0; c < into; c++) for (let u = 0; u < k; u++) for (let v = 0; v < k; v++) {
          sum += (x.get(c, i * s + u - p, j * s + v - p) ?? 0) * w[((o * into + c) * k + u) * k + v];
        }
        return sum;
      });
    const relu = (x) => make(x.c, x.n, (k, i, j) => Math.max(0, x.get(k, i, j)));
    const untrained = (x) => make(x.c, x.n, (k, i, j) => x.get(k, i, j) / Math.sqrt(1 + 1e-5));
    const normal = (x) => {
      const each = Array.from({ length: x.c }, (_, k) => {
        const plane = x.data.slice(k * x.n * x.n, (k + 1) * x.n * x.n);
        const mean = plane.reduce((a, b) => a + b) / plane.length;
        return [mean, plane.reduce((a, b) => a + (b - mean) ** 2, 0) / plane.length];
      });
      return make(x.c, x.n, (k, i, j) => (x.get(k, i, j) - each[k][0]) / Math.sqrt(each[k][1] + 1e-5));
    };
    const step = 56 / side;
    let x = make(3, 4 * side, (c, i, j) => {
      let sum = 0;
      for (let u = 0; u < step; u++) for (let v = 0; v < step; v++) sum += data[((i * step + u) * 224 + j * step + v) * 4 + c] / 255;
      return sum / step ** 2;
    });
    x = relu(normal(conv(normal(x), weight(0, input, 3, 7, 7), 2)));
    const whole = x;
    x = make(input, side, (k, i, j) => {
      let most = -Infinity;
      for (let u = -1; u < 2; u++) for (let v = -1; v < 2; v++) most = Math.max(most, whole.get(k, 2 * i + u, 2 * j + v) ?? -Infinity);
      return most;
    });
    const block = (layers, projection) => {
      let f = x;
      layers.forEach(([w, s], at) => { f = untrained(conv(f, w, s)); if (at + 1 < layers.length) f = relu(f); });
      const around = shortcut === "projection" ? untrained(conv(x, weight(projection, output, input, 1, 1), stride))
        : make(output, f.n, (k, i, j) => (shortcut === "none" || k >= input ? 0 : x.get(k, i * stride, j * stride)));
      return { residual: f, shortcut: around, y: relu(make(output, f.n, (k, i, j) => f.get(k, i, j) + around.get(k, i, j))) };
    };
    const on = (name) => (strideOn === name ? stride : 1);
    const both = {
      basicBlock: block([[weight(1, output, input, 3, 3), stride], [weight(2, output, output, 3, 3), 1]], 6),
      bottleneck: block([[weight(3, inner, input, 1, 1), on("conv1")], [weight(4, inner, inner, 3, 3), on("conv2")], [weight(5, output, inner, 1, 1), 1]], 7),
    };
    const plane = ({ n, data }) => [...data.slice(channel * n * n, (channel + 1) * n * n)];
    const found = { x: plane(x) };
    for (const [name, maps] of Object.entries(both)) for (const [map, values] of Object.entries(maps)) found[`${name} ${map}`] = plane(values);
    return found;
  }, host.url(""), { picture, seed, side, input, inner, output, stride, strideOn, shortcut, channel });
}

const STATES = [
  ["&width=8&outer=32&side=14&channel=5", { picture: "chelsea", seed: 1, side: 14, input: 32, inner: 8, output: 32, stride: 1, strideOn: "conv2", shortcut: "identity", channel: 5 }],
  ["&width=16&outer=32&in=half&shortcut=projection&stride=2&stride-on=conv1&side=7&channel=9&seed=42&picture=coffee", { picture: "coffee", seed: 42, side: 7, input: 16, inner: 16, output: 32, stride: 2, strideOn: "conv1", shortcut: "projection", channel: 9 }],
  ["&width=4&outer=16&in=half&shortcut=zero-pad&stride=2&side=7&channel=3&picture=brick", { picture: "brick", seed: 1, side: 7, input: 8, inner: 4, output: 16, stride: 2, strideOn: "conv2", shortcut: "zero-pad", channel: 3 }],
];

for (const backend of ["cpu", "webgpu"]) {
  test(`both blocks' maps are those of the formulas, on ${backend}`, async () => {
    for (const [query, state] of STATES) {
      const tab = await open(backend === "cpu" ? browser : gpu, "en", query, { backend });
      assert.equal(await tab.$eval("[data-widget]", (w) => w.dataset.backend), backend);
      const [got, want] = [await maps(tab), await reference(tab, state)];
      assert.deepEqual(Object.keys(got).sort(), Object.keys(want).sort());
      for (const [name, values] of Object.entries(want)) {
        assert.equal(got[name].length, values.length, name);
        const off = Math.max(...values.map((v, i) => Math.abs(got[name][i] - v) / (5e-5 + 5e-5 * Math.abs(v))));
        assert.ok(off < 1, `${query} ${name}: off by ${off} tolerances`);
      }
      assert.ok(want["bottleneck residual"].some((v) => Math.abs(v) > 0.1), "something to compare");
      assert.deepEqual(tab.complaints, []);
      await tab.close();
    }
  });

  test(`check says PASS, and names what ran, on ${backend}`, async () => {
    const tab = await open(backend === "cpu" ? browser : gpu, "en", "&width=8&outer=16&side=7", { backend });
    await tab.evaluate(() => [...document.querySelectorAll(".actions button")].find((b) => b.textContent === "Check").click());
    await tab.waitForSelector('.check[data-check="pass"]', { timeout: 120_000 });
    const rows = await tab.$$eval(".check tbody tr", (all) => all.map((r) => r.innerText));
    assert.equal(rows.filter((r) => /50,176/.test(r) && /PASS/.test(r)).length, backend === "cpu" ? 2 : 4, rows.join("\n"));
    await tab.close();
  });
}

test("the note's figures stand there, at equal width and in the paper's own pair", async () => {
  const figures = async (query) => {
    const tab = await open(browser, "en", query);
    const found = await tab.$$eval(".costs tfoot tr:first-child td", (all) => all.map((td) => td.textContent));
    const times = await tab.$$eval(".costs tfoot tr:last-child td", (all) => all.map((td) => td.textContent));
    assert.ok(times.length === 2 && times.every((t) => /^\d+\.\d ms$/.test(t)), times.join());
    const ratio = await tab.$eval(".ratio", (r) => r.textContent);
    await tab.close();
    return [found, ratio];
  };
  const [equal, much] = await figures("");
  assert.deepEqual(equal, ["1,179,648", "231,211,008", "69,632", "13,647,872"]);
  assert.match(much, /16\.9 times the weights, 16\.9 times the multiply-adds, [\d.]+ times the time/);
  const [paper, little] = await figures("&compare=paper&side=56");
  assert.deepEqual(paper, ["73,728", "231,211,008", "69,632", "218,365,952"]);
  assert.match(little, /1\.06 times the weights/);
  // More multiply-adds than 32 bits can count.
  const [many] = await figures("&outer=512&side=56&shortcut=none");
  assert.equal(many[1], "14,797,504,512");
});

test("a link sets the widget, the widget sets the link, and back goes back", async () => {
  const tab = await open(browser, "en", "&v=1&compare=paper&width=16&outer=64&side=7&channel=3&row=2&column=5");
  await said(tab, "y[0, 3, 2, 5]");
  assert.equal(await tab.$eval('[id$="-compare"]', (s) => s.value), "paper");
  await tab.select('[id$="-shortcut"]', "projection");
  await tab.waitForFunction(() => location.search.includes("shortcut=projection"));
  assert.equal(await search(tab), "?v=1&compare=paper&width=16&outer=64&shortcut=projection&channel=3&side=7&row=2&column=5&backend=cpu");
  await ready(tab);
  assert.deepEqual(await tab.$$eval(".block-name span", (all) => all.map((s) => s.textContent)), ["16 → 16 → 16", "64 → 16 → 16 → 64"]);
  await tab.goBack();
  await tab.waitForFunction(() => document.querySelector('[id$="-shortcut"]').value === "identity");
  // The first drag: a wider inside, and the bottleneck is none any more.
  await tab.evaluate(() => {
    const slider = document.querySelector('input[type=range][id$="-width"]');
    slider.value = 4;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await tab.waitForFunction(() => !location.search.includes("width="));
  await ready(tab);
  assert.deepEqual(await tab.$$eval(".block-name span", (all) => all.map((s) => s.textContent)), ["64 → 64 → 64", "64 → 64 → 64 → 64"]);
  await tab.close();
});

test("arrow keys and the pointer move the cell; its terms add up, those of the last layer too", async () => {
  const tab = await open(browser, "en", "&width=8&outer=16&side=7&channel=2");
  await said(tab, "y[0, 2, 3, 3]");
  await tab.focus(".maps.sum");
  await tab.keyboard.press("ArrowRight");
  await tab.keyboard.press("ArrowUp");
  await said(tab, "y[0, 2, 2, 4]");
  await address(tab, "row=2&column=4");
  const [basic, neck] = await lines(tab);
  for (const line of [basic, neck]) {
    const [, f, sign, x, sum, y] = line.match(/= (-?[\d.]+) ([+-]) ([\d.]+) = (-?[\d.]+) → ReLU → y\[.*\] = ([\d.]+)/);
    assert.ok(Math.abs(Number(f) + Number(sign + x) - Number(sum)) < 2e-4, line);
    assert.ok(Math.abs(Math.max(0, Number(sum)) - Number(y)) < 2e-4, line);
  }
  const map = await (await tab.$$(".maps.sum canvas"))[3].boundingBox();
  await tab.mouse.click(map.x + map.width * (0.5 / 7), map.y + map.height * (6.5 / 7));
  await said(tab, "y[0, 2, 6, 0]");
  for (const [which, name, count] of [["basic", "BasicBlock", 16 * 9], ["bottleneck", "Bottleneck", 8]]) {
    await tab.select('[id$="-terms"]', which);
    // At the edge, what the padding would add is no term.
    const terms = which === "basic" ? 16 * 4 : count;
    await said(tab, `${name} F(x): ${terms} products add up to`);
    const rows = await tab.$$eval("details tbody tr", (all) => all.map((r) => [...r.children].map((c) => Number(c.textContent))));
    assert.equal(rows.length, terms);
    const sum = rows.reduce((a, r) => a + r[3] * r[4], 0);
    const shown = Number((await lines(tab))[2].match(/add up to (-?[\d.]+)/)[1]);
    assert.ok(Math.abs(sum - shown) < 0.02, `${sum} against ${shown}`);
    await address(tab, `terms=${which}`);
  }
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("the channel's slider goes as far as there are channels, and a block without it says so", async () => {
  const tab = await open(browser, "en", "&compare=paper&width=8&outer=32&side=7&channel=20");
  assert.equal(await tab.$eval('[id$="-shown-channel"]', (s) => s.max), "31");
  const missing = await tab.$$eval(".block .no-map", (all) => all.filter((p) => !p.hidden).map((p) => p.textContent));
  assert.deepEqual(missing, Array(3).fill("The channels here end at 7"));
  await tab.focus('[id$="-shown-channel"]');
  for (let i = 0; i < 14; i++) await tab.keyboard.press("ArrowLeft");
  await said(tab, "y[0, 6, 3, 3]");
  assert.equal(await tab.$$eval(".block .no-map", (all) => all.filter((p) => !p.hidden).length), 0);
  await address(tab, "channel=6");
  await tab.close();
});

test("what cannot be added is explained in place, in the page's language, and the rest goes on", async () => {
  for (const [lang, words] of [["zh", "加不起来：F(x)的形状是[1, 32, 4, 4]，x是[1, 32, 7, 7]"], ["en", "These cannot be added: F(x) is [1, 32, 4, 4] and x is [1, 32, 7, 7]"]]) {
    const tab = await open(browser, lang, "&width=8&outer=32&side=7&stride=2");
    const told = await tab.$$eval(".cannot", (all) => all.filter((p) => !p.hidden).map((p) => p.textContent));
    assert.equal(told.length, 2);
    assert.ok(told.every((t) => t.includes(words)), told[0]);
    assert.equal(await tab.$eval(".remarks.error", (e) => e.hidden), true);
    const found = await maps(tab);
    assert.equal(found["bottleneck residual"].length, 16);
    assert.equal(found["bottleneck y"], undefined);
    await tab.select('[id$="-shortcut"]', "zero-pad");
    await tab.waitForFunction(() => [...document.querySelectorAll(".cannot")].every((p) => p.hidden));
    await ready(tab);
    await said(tab, "→ ReLU → y[0, 4, 2, 2]");
    // A plain net adds nothing.
    await tab.select('[id$="-shortcut"]', "none");
    await tab.waitForFunction(() => /F\(x\) = -?[\d.]+ → ReLU/.test(document.querySelector(".sums").innerText));
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
});

test("widths of 0, of 10,000 and of nonsense are mended in words", async () => {
  for (const [lang, words] of [["zh", [/width=0超出范围，已改用4/, /outer=10000超出范围，已改用512/, /shortcut=bridge无法识别/]], ["en", [/width=0, which is out of range; 4 is used/, /outer=10000, which is out of range; 512 is used/, /shortcut=bridge, which is not understood/]]]) {
    const tab = await open(browser, lang, "&width=0&outer=10000&shortcut=bridge&side=7");
    const remarks = await tab.$eval(".remarks", (r) => (r.hidden ? "" : r.textContent));
    for (const word of words) assert.match(remarks, word);
    assert.deepEqual(await tab.$$eval(".block-name span", (all) => all.map((s) => s.textContent)), ["512 → 512 → 512", "512 → 4 → 4 → 512"]);
    await tab.close();
  }
});

test("axe finds nothing after work, in either language, light or dark, wide or narrow", async () => {
  for (const [lang, width, theme, query] of [["zh", 360, "dark", "&stride=2"], ["en", 1280, "light", "&terms=basic"], ["en", 360, "light", "&compare=paper&channel=60&width=16"], ["zh", 1280, "dark", "&shortcut=none"]]) {
    const tab = await open(browser, lang, `&theme=${theme}&outer=64${query}&side=7`, { width });
    await tab.setBypassCSP(true);
    await tab.reload();
    await ready(tab);
    await tab.focus(".maps.sum");
    await tab.keyboard.press("ArrowDown");
    await tab.evaluate(() => { for (const d of document.querySelectorAll("details")) d.open = true; });
    await tab.addScriptTag({ path: axeSource });
    const found = await tab.evaluate(async () => (await globalThis.axe.run()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`));
    assert.deepEqual(found, [], `${lang} ${width}`);
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${lang} at ${width} px scrolls sideways by ${wide}`);
    await tab.close();
  }
});
