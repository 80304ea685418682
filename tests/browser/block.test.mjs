// The block widget in Chromium, on both backends, held to PyTorch's numbers, and with files of others' nets.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { axeSource, chromium, page, serve } from "./harness.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
const nets = path.join(root, "web/assets/nets");
let host, cpu, gpu, folder, goldens, cards, classes;
before(async () => {
  host = await serve(); cpu = await chromium(); gpu = await chromium({ webgpu: true });
  folder = await mkdtemp(path.join(os.tmpdir(), "block-"));
  goldens = read(await readFile(path.join(root, "tests/golden/snippets.safetensors")));
  const json = async (name) => JSON.parse(await readFile(path.join(nets, `${name}.json`), "utf8"));
  cards = { resnet: await json("resnet"), plain: await json("plain") };
  classes = (await json("emoji")).classes;
});
after(async () => { await cpu?.close(); await gpu?.close(); await host?.close(); await rm(folder, { recursive: true, force: true }); });

const WIDGET = '[data-widget="block"]';
const BACKENDS = [["cpu", () => cpu], ["webgpu", () => gpu]];

/** Tensors by name. */
function read(file) {
  const size = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.subarray(8, 8 + size).toString("utf8"));
  const at = (from, to) => Array.from({ length: (to - from) / 4 }, (_, i) => file.readFloatLE(8 + size + from + 4 * i));
  return Object.fromEntries(Object.entries(header).filter(([name]) => name !== "__metadata__").map(([name, t]) => [name, at(...t.data_offsets)]));
}

/** A file of tensors, from names to shapes; small numbers, variances 1. */
function written(shapes) {
  const header = {}, parts = [];
  let at = 0, seed = 7;
  for (const [name, shape] of Object.entries(shapes)) {
    const count = shape.reduce((a, b) => a * b, 1), data = Buffer.alloc(4 * count);
    for (let i = 0; i < count; i++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      data.writeFloatLE(/running_var|bn\d\.weight|\.1\.weight/.test(name) ? 1 : (seed / 2147483648 - 0.5) * 0.4, 4 * i);
    }
    header[name] = { dtype: "F32", shape, data_offsets: [at, at += data.length] };
    parts.push(data);
  }
  const text = Buffer.from(JSON.stringify(header)), size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([size, text, ...parts]);
}
/** The shapes of a CIFAR ResNet of 6n + 2 layers, with the usual names of others: `linear`, and `shortcut` where it projects. */
function cifar(n, widths, projects = false) {
  const all = {};
  const conv = (name, bn, out, into, k = 3) => {
    all[`${name}.weight`] = [out, into, k, k];
    for (const part of ["weight", "bias", "running_mean", "running_var"]) all[`${bn}.${part}`] = [out];
  };
  conv("conv1", "bn1", widths[0], 3);
  widths.forEach((width, stage) => {
    for (let i = 0; i < n; i++) {
      const name = `layer${stage + 1}.${i}`, into = i ? width : widths[Math.max(stage - 1, 0)];
      conv(`${name}.conv1`, `${name}.bn1`, width, into);
      conv(`${name}.conv2`, `${name}.bn2`, width, width);
      if (projects && (into !== width || (stage > 0 && i === 0))) conv(`${name}.shortcut.0`, `${name}.shortcut.1`, width, into, 1);
    }
  });
  return { ...all, "linear.weight": [10, widths.at(-1)], "linear.bias": [10] };
}

async function open(browser, query = "", { lang = "en", backend = "cpu", width = 1280, theme = "light", state = "ready" } = {}) {
  const tab = await page(browser, { width });
  await tab.evaluateOnNewDocument(() => {
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      blob.text().then((text) => { globalThis.saved = text; });
      return make.call(URL, blob);
    };
  });
  await tab.goto(host.url(`${lang}/embed/block/?v=1&backend=${backend}&theme=${theme}${query}`));
  await tab.waitForSelector(`${WIDGET}[data-state="${state}"]`, { timeout: 120_000 });
  return tab;
}
const click = (tab, words) => tab.evaluate((words) => {
  [...document.querySelectorAll("button")].find((b) => b.textContent === words).click();
}, words);
const text = (tab, selector) => tab.$eval(selector, (e) => e.textContent);
const says = (tab, selector, words) => tab.waitForFunction((selector, words) => document.querySelector(selector)?.textContent.includes(words), {}, selector, words);
const address = (tab, wanted) => tab.waitForFunction((wanted) => Object.entries(wanted)
  .every(([key, value]) => new URLSearchParams(location.search).get(key) === value), {}, wanted);
/** The logits and probabilities of all classes, as trained and changed. */
async function numbers(tab) {
  await tab.evaluate(() => { globalThis.saved = undefined; });
  await click(tab, "Download the numbers (CSV)");
  await tab.waitForFunction(() => globalThis.saved !== undefined);
  const lines = (await tab.evaluate(() => globalThis.saved)).trim().split("\n").slice(1).map((line) => line.split(",").slice(-4).map(Number));
  const [trained, p, changed, q] = [0, 1, 2, 3].map((i) => lines.map((l) => l[i]));
  return { trained, p, changed, q };
}
const near = (got, want, off, label) => {
  assert.equal(got.length, want.length, label);
  got.forEach((v, i) => assert.ok(Math.abs(v - want[i]) <= off * (1 + Math.abs(want[i])), `${label} ${i}: ${v}, not ${want[i]}`));
};
const bars = (tab, nth) => tab.$$eval(".guess", (all, nth) => [...all[nth].querySelectorAll("li")].map((li) => li.querySelector(".name").textContent), nth);
async function give(tab, name, bytes) {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  await tab.$eval(".own-weights", (d) => { d.open = true; });
  await (await tab.$("#block0-weights")).uploadFile(file);
}
const first = (values) => values.indexOf(Math.max(...values));

for (const [backend, browser] of BACKENDS) {
  test(`every change gives PyTorch's numbers on ${backend}`, async () => {
    for (const key of ["default", "stage=3&block=0&scale=-50&kind=20&which=3", "net=plain&stage=1&block=2&scale=0&top=1",
      "stage=2&block=0&kernels=random&seed=7&kind=31&which=6", "stage=1&block=1&shortcut=none&relu=before&kind=48&which=11"]) {
      const tab = await open(browser(), key === "default" ? "" : `&${key}`, { backend });
      assert.equal(await tab.$eval(WIDGET, (w) => w.dataset.backend), backend);
      const { trained, changed, q } = await numbers(tab);
      near(changed, goldens[`block/${key}/y`], 1e-4, `${key} y`);
      near(q, goldens[`block/${key}/p`], 1e-4, `${key} p`);
      if (key === "default") near(trained, changed, 1e-4, "unchanged, the parts are the whole");
      const top = Number(new URLSearchParams(key).get("top") ?? 5);
      assert.equal((await bars(tab, 1)).length, top);
      assert.equal((await bars(tab, 1))[0], classes[first(goldens[`block/${key}/y`])].en);
      assert.deepEqual(tab.complaints, []);
      assert.deepEqual([...tab.asked], [host.origin]);
      await tab.close();
    }
  });

  test(`a cell's terms make F(x), and F(x) and x the sum, on ${backend}`, async () => {
    const tab = await open(browser(), "&stage=3&block=0&map=5&row=3&column=2", { backend });
    await says(tab, ".block-lines", "behind bn2");
    const lines = await tab.$$eval(".block-lines p", (all) => all.map((p) => p.textContent));
    const [f, sign, x, sum, y] = lines[0].match(/ = (-?[\d.]+) ([+-]) ([\d.]+) = (-?[\d.]+) → ReLU → ([\d.]+)/).slice(1);
    assert.ok(Math.abs(Number(f) + (sign === "-" ? -x : +x) - sum) < 2e-4 && Math.abs(Math.max(sum, 0) - y) < 1e-4, lines[0]);
    const [count, z, normal] = lines.at(-1).match(/: (\d+), which make (-?[\d.]+); .* (-?[\d.]+)$/).slice(1).map(Number);
    assert.equal(count, 32 * 9);
    assert.ok(Math.abs(normal - f) < 2e-4, lines.join("\n"));
    const terms = await tab.$$eval(`${WIDGET} > details .table tbody tr`, (all) => all.filter((r) => r.cells.length === 2 && r.cells[0].textContent.includes("[")).map((r) => Number(r.cells[1].textContent)));
    assert.equal(terms.length, count);
    assert.ok(Math.abs(terms.reduce((a, b) => a + b, 0) - z) < 1e-3);
    await tab.close();
  });
}

test("with nothing changed the counted errors are the card's, of both nets; with F zeroed they are others", async () => {
  const tab = await open(cpu);
  const count = async () => {
    await click(tab, "Count this change’s errors on the 588 test pictures");
    await tab.waitForSelector('.count[data-count="done"]', { timeout: 240_000 });
    return tab.$$eval(".count tbody tr", (all) => all.map((r) => [...r.cells].map((c) => c.textContent)));
  };
  for (const net of ["resnet", "plain"]) {
    await tab.select("#block0-net", net);
    await address(tab, { net: net === "resnet" ? null : net });
    await tab.waitForFunction((words) => document.querySelector(".model-card").textContent.includes(words), {}, `${cards[net].test.top1.wrong}/588`);
    const rows = await count();
    for (const [at, key] of ["top1", "top5"].entries()) {
      assert.equal(rows[at][1], rows[at][2], net);
      assert.ok(rows[at][1].startsWith(`${cards[net].test[key].wrong}/588`), rows[at][1]);
    }
    assert.match(await text(tab, ".count .said"), /The same as on the card/);
  }
  // Of another change nothing has been counted.
  await tab.$eval("#block0-scale", (s) => { s.value = "0"; s.dispatchEvent(new Event("input")); s.dispatchEvent(new Event("change")); });
  await tab.waitForSelector('.count[data-count=""]');
  const rows = await count();
  assert.notEqual(rows[0][1], rows[0][2]);
  await tab.close();
});

test("counting stops when told to", async () => {
  const tab = await open(cpu);
  await tab.evaluate(() => {
    new MutationObserver(() => {
      const count = document.querySelector(".count"), bar = count.querySelector("progress");
      if (!globalThis.stopped && count.dataset.count === "running" && bar.value >= 56) {
        globalThis.stopped = true;
        [...count.querySelectorAll("button")].find((b) => b.textContent === "Stop").click();
      }
    }).observe(document.querySelector(".count"), { subtree: true, childList: true, attributes: true, characterData: true });
  });
  await click(tab, "Count this change’s errors on the 588 test pictures");
  await tab.waitForSelector('.count[data-count="cancelled"]', { timeout: 60_000 });
  assert.match(await text(tab, ".count .said"), /so far: \d+ of 588/);
  await tab.close();
});

test("check holds both backends to PyTorch", async () => {
  const tab = await open(gpu, "&scale=0&stage=1", { backend: "webgpu" });
  await click(tab, "Check");
  await tab.waitForFunction(() => ["pass", "fail", "absent"].includes(document.querySelector(".check").dataset.check), { timeout: 120_000 });
  const rows = await tab.$$eval(".check tbody tr", (all) => all.map((r) => [...r.cells].map((c) => c.textContent)));
  assert.deepEqual(rows.map((r) => r[2]), ["f", "s", "y", "p", "f", "s", "y", "p"]);
  assert.ok(rows.every((r) => r[6] === "PASS"), JSON.stringify(rows));
  await tab.close();
});

test("keys and presses choose block, channel and cell; a link brings them back", async () => {
  const tab = await open(cpu, "&kind=31&which=2");
  await tab.focus(".ratios");
  for (const key of ["End", "ArrowUp"]) await tab.keyboard.press(key);
  await address(tab, { stage: "3", block: null });
  await says(tab, ".block-lines", "layer3.1");
  await tab.focus('.block-maps[role="group"]');
  for (const key of ["ArrowRight", "ArrowDown"]) await tab.keyboard.press(key);
  await address(tab, { map: "9" });
  await tab.focus('[data-panel="1"] .map.pick');
  for (const key of ["ArrowUp", "ArrowLeft", "ArrowLeft"]) await tab.keyboard.press(key);
  await address(tab, { row: "3", column: "2" });
  await says(tab, ".block-lines", "layer3.1, channel 9, row 3, column 2");
  const bars = await tab.$(".ratios canvas");
  await bars.scrollIntoView();
  const chart = await bars.boundingBox();
  await tab.mouse.click(chart.x + chart.width / 2, chart.y + 3);
  await address(tab, { stage: "1", block: "0" });
  await tab.waitForSelector(`${WIDGET}[data-state="ready"]`);
  const search = await tab.evaluate(() => location.search);
  const other = await page(cpu);
  await other.goto(host.url(`en/embed/block/${search}`));
  await other.waitForSelector(`${WIDGET}[data-state="ready"]`, { timeout: 60_000 });
  await says(other, ".block-lines", "layer1.0, channel 7, row 3, column 2");
  assert.equal(await text(other, ".net-top strong"), "true class: panda");
  await other.close();
  await tab.close();
});

test("a CIFAR-10 net of any depth takes the shipped one's place, in both languages", async () => {
  const WORDS = { zh: ["使用", "青蛙", "没有标准答案"], en: ["in use", "frog", "no true class"] };
  for (const [lang, [, frog, truth]] of Object.entries(WORDS)) {
    const tab = await open(cpu, "&top=10", { lang });
    for (const [name, bytes, said] of [
      ["depth-8", written(cifar(1, [4, 8, 8])), "ResNet-8 (4, 8, 8) → [1, 10]"],
      ["depth-20-b", written(cifar(3, [4, 6, 8], true)), "ResNet-20 (4, 6, 8) → [1, 10]"],
      ["four-stages", written(cifar(2, [4, 4, 6, 8], true)), "ResNet-18 (4, 4, 6, 8) → [1, 10]"],
    ]) {
      await give(tab, `${name}.safetensors`, bytes);
      await says(tab, ".using", name);
      await says(tab, ".numbers", said);
      await address(tab, { net: "own" });
      assert.ok((await bars(tab, 0)).includes(frog), name);
      await says(tab, ".net-top strong", truth);
    }
    // Its scale of pixels is another's: so are its guesses.
    const shares = () => tab.$$eval(".guess .share", (all) => all.map((s) => s.textContent).join());
    const before = await shares();
    await tab.select("#block0-pixels", "unit");
    await tab.waitForFunction((was) => [...document.querySelectorAll(".guess .share")].map((s) => s.textContent).join() !== was, {}, before);
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
});

test("files that do not fit are refused in words, and the net goes on", async () => {
  const good = cifar(1, [4, 8, 8]), whole = written(good);
  const nan = Buffer.from(whole);
  nan.writeFloatLE(NaN, nan.length - 4);
  const narrow = { ...good, "layer2.0.conv2.weight": [8, 4, 3, 3] };
  const { "layer3.0.bn1.bias": _, ...missing } = good;
  const alexnet = await readFile(path.join(nets, "alexnet.safetensors"));
  const WORDS = {
    zh: { other: "这是另一个网络的权重", half: "不是一个完整的safetensors文件", nan: "不是有限数", pth: "PyTorch自己的格式" },
    en: { other: "the weights do not fit", half: "not a whole safetensors file", nan: "no finite number", pth: "PyTorch’s own format" },
  };
  for (const [lang, words] of Object.entries(WORDS)) {
    const tab = await open(cpu, "", { lang });
    const before = await bars(tab, 0);
    for (const [name, bytes, said] of [["alexnet", alexnet, words.other], ["narrow", written(narrow), words.other], ["missing", written(missing), words.other],
      ["half", whole.subarray(0, whole.length >> 1), words.half], ["nan", nan, words.nan], ["empty", Buffer.alloc(0), words.half], ["zip", Buffer.from("PK\x03\x04 and more"), words.pth]]) {
      await give(tab, `${name}.safetensors`, bytes);
      await says(tab, ".own-weights .error", said);
      assert.deepEqual(await bars(tab, 0), before, name);
      assert.equal(await tab.$eval(WIDGET, (w) => w.dataset.state), "ready", name);
    }
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
});

test("a link to a net of its sender's own says that it is not there", async () => {
  const tab = await open(cpu, "&net=own");
  await says(tab, ".remarks", "No file of your own");
  await says(tab, ".numbers", "ResNet-20 (8, 16, 32)");
  await tab.close();
});

test("an own picture goes in, scaled and said so", async () => {
  const tab = await open(cpu);
  const before = await numbers(tab);
  await (await tab.$("#block0-file")).uploadFile(path.join(root, "web/assets/pictures/coffee.png"));
  await address(tab, { picture: "own" });
  await says(tab, ".net-top figcaption", "centre square");
  await tab.waitForSelector(`${WIDGET}[data-state="ready"]`);
  assert.notDeepEqual(await numbers(tab), before);
  await tab.close();
});

test("axe finds nothing, wide and narrow, light and dark, and nothing scrolls sideways", async () => {
  for (const [lang, width, theme] of [["en", 1280, "light"], ["zh", 360, "dark"]]) {
    const tab = await open(cpu, "&scale=0&top=10", { lang, width, theme });
    await tab.setBypassCSP(true);
    await tab.reload();
    await tab.waitForSelector(`${WIDGET}[data-state="ready"]`, { timeout: 60_000 });
    await give(tab, "bad.safetensors", Buffer.from("no"));
    await tab.waitForFunction(() => !document.querySelector(".own-weights .error").hidden);
    await tab.$$eval("details", (all) => all.forEach((d) => { d.open = true; }));
    await tab.addScriptTag({ path: axeSource });
    const found = await tab.evaluate(async () => (await globalThis.axe.run()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`));
    assert.deepEqual(found, [], `${lang} ${width} ${theme}`);
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${lang} ${width}`);
    await tab.close();
  }
});
