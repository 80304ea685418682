// The network widget in Chromium, on both backends, held to PyTorch's numbers and to the model card.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { axeSource, chromium, page, serve } from "./harness.mjs";
import { apng, gif, plain, png } from "./pictures.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
const nets = path.join(root, "web/assets/nets");
let host, cpu, gpu, folder, goldens, card, classes, weights;
before(async () => {
  host = await serve(); cpu = await chromium(); gpu = await chromium({ webgpu: true });
  folder = await mkdtemp(path.join(os.tmpdir(), "network-"));
  goldens = read(await readFile(path.join(root, "tests/golden/snippets.safetensors")));
  card = JSON.parse(await readFile(path.join(nets, "alexnet.json"), "utf8"));
  classes = JSON.parse(await readFile(path.join(nets, "emoji.json"), "utf8")).classes;
  weights = await readFile(path.join(nets, "alexnet.safetensors"));
});
after(async () => { await cpu?.close(); await gpu?.close(); await host?.close(); await rm(folder, { recursive: true, force: true }); });

const WIDGET = '[data-widget="network"]';
const BACKENDS = [["cpu", () => cpu], ["webgpu", () => gpu]];

/** Tensors by name. */
function read(file) {
  const size = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.subarray(8, 8 + size).toString("utf8"));
  const at = (from, to) => Array.from({ length: (to - from) / 4 }, (_, i) => file.readFloatLE(8 + size + from + 4 * i));
  return Object.fromEntries(Object.entries(header).filter(([name]) => name !== "__metadata__").map(([name, t]) => [name, at(...t.data_offsets)]));
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
  await tab.goto(host.url(`${lang}/embed/network/?v=1&backend=${backend}&theme=${theme}${query}`));
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
/** The logits and probabilities of all classes. */
async function numbers(tab) {
  await tab.evaluate(() => { globalThis.saved = undefined; });
  await click(tab, "Download the numbers (CSV)");
  await tab.waitForFunction(() => globalThis.saved !== undefined);
  const lines = (await tab.evaluate(() => globalThis.saved)).trim().split("\n").slice(1).map((line) => line.split(","));
  return { y: lines.map((l) => Number(l.at(-2))), p: lines.map((l) => Number(l.at(-1))) };
}
const near = (got, want, off, label) => {
  assert.equal(got.length, want.length, label);
  got.forEach((v, i) => assert.ok(Math.abs(v - want[i]) <= off * (1 + Math.abs(want[i])), `${label} ${i}: ${v}, not ${want[i]}`));
};
const bars = (tab) => tab.$$eval(".bars li", (all) => all.map((li) => ({
  name: li.querySelector(".name").textContent, share: parseFloat(li.querySelector(".share").textContent), right: li.dataset.right === "true",
})));
async function give(tab, name, bytes) {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  await tab.$eval(".own-weights", (d) => { d.open = true; });
  await (await tab.$("#network0-weights")).uploadFile(file);
}

for (const [backend, browser] of BACKENDS) {
  test(`classes and probabilities are PyTorch's on ${backend}`, async () => {
    for (const [key, query] of [["default", ""], ...["kind=20&row=3&layer=pool1&map=3", "kind=48&row=11&layer=relu5&top=1"].map((q) => [q, `&${q}`])]) {
      const tab = await open(browser(), query, { backend });
      assert.equal(await tab.$eval(WIDGET, (w) => w.dataset.backend), backend);
      const { y, p } = await numbers(tab);
      near(y, goldens[`network/${key}/y`], 1e-4, `${query} y`);
      near(p, goldens[`network/${key}/p`], 2e-5, `${query} p`);
      const order = [...goldens[`network/${key}/p`].keys()].sort((a, b) => goldens[`network/${key}/p`][b] - goldens[`network/${key}/p`][a]);
      const params = new URLSearchParams(query), top = Number(params.get("top") ?? 5), truth = Number(params.get("kind") ?? 24);
      assert.deepEqual((await bars(tab)).map((b) => b.name), order.slice(0, top).map((i) => classes[i].en));
      assert.deepEqual((await bars(tab)).map((b) => b.right), order.slice(0, top).map((i) => i === truth));
      assert.deepEqual(tab.complaints, []);
      assert.deepEqual([...tab.asked], [host.origin]);
      await tab.close();
    }
  });

  test(`the errors over the test set are the card's on ${backend}`, async () => {
    const tab = await open(browser(), "", { backend });
    await click(tab, "Count the errors on the 588 test pictures");
    await tab.waitForSelector('.count[data-count="done"]', { timeout: 240_000 });
    const rows = await tab.$$eval(".count tbody tr", (all) => all.map((r) => [...r.cells].map((c) => c.textContent)));
    const percent = (v) => `${(v * 100).toFixed(1)}%`;
    for (const [at, key] of ["top1", "top5"].entries()) {
      const { wrong, interval } = card.test[key];
      assert.equal(rows[at][1], rows[at][2], "as on the card");
      assert.equal(rows[at][1], `${wrong}/588 = ${percent(wrong / 588)} [${interval.map(percent).join(", ")}]`);
    }
    assert.match(await text(tab, ".count .said"), /The same as on the model card/);
    await tab.close();
  });

  test(`a cell's terms make its value on ${backend}`, async () => {
    for (const [layer, count] of [["conv2", 8 * 25 + 1], ["pool1", 9], ["norm1", null], ["fc6", 433], ["relu2", 1]]) {
      const tab = await open(browser(), `&layer=${layer}&map=9&y=6&x=7`, { backend });
      await tab.waitForFunction(() => / terms: /.test(document.querySelector(".net-cell").textContent));
      const said = await text(tab, ".net-cell");
      const value = Number(said.match(/ = (-?[\d.]+) /)[1]);
      const terms = await tab.$$eval(`${WIDGET} > details .table tbody tr`, (all) => all.filter((r) => r.cells.length === 2 && r.cells[0].textContent.includes("[")).map((r) => Number(r.cells[1].textContent)));
      if (count !== null) assert.equal(terms.length, count, `${layer}: ${said}`);
      if (["conv2", "fc6"].includes(layer)) assert.ok(Math.abs(terms.reduce((a, b) => a + b, 0) - value) < 1e-3, `${layer}: ${said}`);
      if (layer === "pool1") assert.ok(Math.abs(Math.max(...terms) - value) < 1e-4, said);
      await tab.close();
    }
  });
}

test("check holds both backends to PyTorch, whatever weights are open", async () => {
  const tab = await open(gpu, "", { backend: "webgpu" });
  const other = Buffer.from(weights);
  for (let at = other.length - 4096; at + 4 <= other.length; at += 4) other.writeFloatLE(0, at);
  await give(tab, "mine.safetensors", other);
  await says(tab, ".using", "mine.safetensors");
  await click(tab, "Check");
  await tab.waitForFunction(() => ["pass", "fail", "absent"].includes(document.querySelector(".check").dataset.check), { timeout: 120_000 });
  const rows = await tab.$$eval(".check tbody tr", (all) => all.map((r) => [...r.cells].map((c) => c.textContent)));
  assert.deepEqual(rows.map((r) => r[2]), ["maps", "y", "p", "maps", "y", "p"]);
  assert.ok(rows.every((r) => r[6] === "PASS"), JSON.stringify(rows));
  await tab.close();
});

test("counting stops when told to, and begins anew", async () => {
  const tab = await open(cpu, "");
  // Stopped as soon as some but not all are counted.
  await tab.evaluate(() => {
    new MutationObserver(() => {
      const count = document.querySelector(".count"), bar = count.querySelector("progress");
      if (!globalThis.stopped && count.dataset.count === "running" && bar.value >= 56) {
        globalThis.stopped = true;
        [...count.querySelectorAll("button")].find((b) => b.textContent === "Stop").click();
      }
    }).observe(document.querySelector(".count"), { subtree: true, childList: true, attributes: true, characterData: true });
  });
  await click(tab, "Count the errors on the 588 test pictures");
  await tab.waitForSelector('.count[data-count="cancelled"]', { timeout: 60_000 });
  const seen = Number((await text(tab, ".count .said")).match(/so far: (\d+) of 588/)[1]);
  assert.ok(seen >= 56 && seen < 588, String(seen));
  await numbers(tab);
  assert.equal(await tab.$eval(".count", (c) => c.dataset.count), "cancelled", "and it stays so");
  await click(tab, "Count the errors on the 588 test pictures");
  await tab.waitForSelector('.count[data-count="done"]', { timeout: 120_000 });
  await tab.close();
});

test("files that do not fit are refused in words, and the net goes on", async () => {
  const nan = Buffer.from(weights);
  nan.writeFloatLE(NaN, nan.length - 4);
  const other = await readFile(path.join(root, "tests/golden/nets/cifar_deep.weights.safetensors"));
  const WORDS = {
    zh: { other: "这是另一个网络的权重", half: "不是一个完整的safetensors文件", nan: "不是有限数", using: "自带的权重", back: "用回自带的权重" },
    en: { other: "the weights do not fit", half: "not a whole safetensors file", nan: "no finite number", using: "The shipped weights", back: "Back to the shipped weights" },
  };
  for (const [lang, words] of Object.entries(WORDS)) {
    const tab = await open(cpu, "", { lang });
    const before = await bars(tab);
    for (const [name, bytes, said] of [["other", other, words.other], ["half", weights.subarray(0, weights.length >> 1), words.half], ["nan", nan, words.nan], ["empty", Buffer.alloc(0), words.half]]) {
      await give(tab, `${name}.safetensors`, bytes);
      await says(tab, ".own-weights .error", said);
      assert.ok((await text(tab, ".using")).includes(words.using), name);
      assert.deepEqual(await bars(tab), before, name);
    }
    assert.match(await text(tab, ".own-weights .error"), /safetensors/);
    // Good weights, but another net's last layer: the guesses are others.
    const mine = Buffer.from(weights);
    for (let at = mine.length - 49 * 224 * 4; at + 4 <= mine.length; at += 4) mine.writeFloatLE(0, at);
    await give(tab, "mine.safetensors", mine);
    await says(tab, ".using", "mine.safetensors");
    await tab.waitForFunction((was) => document.querySelector(".bars .share").textContent !== was, {}, `${before[0].share.toFixed(2)}%`);
    assert.ok(await tab.$eval(".own-weights .error", (p) => p.hidden));
    await click(tab, words.back);
    await says(tab, ".using", words.using);
    await tab.waitForFunction((was) => document.querySelector(".bars .share").textContent === was, {}, `${before[0].share.toFixed(2)}%`);
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
});

test("a file can be dropped", async () => {
  const tab = await open(cpu, "");
  await tab.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], "dropped.safetensors"));
    document.querySelector(".own-weights").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, weights.toString("base64"));
  await says(tab, ".using", "dropped.safetensors");
  await tab.close();
});

test("keys choose maps, layers and cells; the address keeps them, and a link brings them back", async () => {
  const tab = await open(cpu, "&kind=31&row=2");
  const before = await numbers(tab);
  await tab.focus(".net-layers");
  // relu2 → norm2 → pool2 → conv3; map 6 → 7 → a row further.
  for (const key of ["PageDown", "PageDown", "PageDown", "ArrowRight", "ArrowDown"]) await tab.keyboard.press(key);
  await address(tab, { layer: "conv3", map: "15" });
  await tab.focus(".net-top .map.pick");
  for (const key of ["ArrowUp", "ArrowLeft", "ArrowLeft"]) await tab.keyboard.press(key);
  await address(tab, { y: "2", x: "1" });
  await says(tab, ".net-cell", "conv3 map 15, row 2, column 1");
  const search = await tab.evaluate(() => location.search);
  const other = await page(cpu);
  await other.goto(host.url(`en/embed/network/${search}`));
  await other.waitForSelector(`${WIDGET}[data-state="ready"]`, { timeout: 60_000 });
  await says(other, ".net-cell", "conv3 map 15, row 2, column 1");
  assert.equal(await text(other, ".net-top strong"), "true class: panda");
  await other.close();
  await tab.bringToFront();
  assert.deepEqual(await numbers(tab), before, "looking computes nothing");
  await tab.close();
});

test("a press on a map enlarges it, and the field is what its cell sees", async () => {
  const tab = await open(cpu, "");
  const canvas = await tab.$('[data-layer="pool5"] canvas');
  await canvas.scrollIntoView();
  const box = await canvas.boundingBox();
  await tab.mouse.click(box.x + box.width - 8, box.y + box.height - box.height / 8);
  await address(tab, { layer: "pool5", map: "47" });
  const field = await tab.$eval(".net-top .map rect", (r) => ["x", "y", "width", "height"].map((k) => Number(r.getAttribute(k))));
  // pool5: 3 → conv5, 4, 3: 9 → pool2: 19 → conv2: 23 → pool1: 47 → conv1: 51 pixels.
  assert.deepEqual(field.slice(2), [51, 51]);
  await tab.close();
});

test("the card says what its file says", async () => {
  const tab = await open(cpu, "");
  const said = await text(tab, ".model-card .table");
  for (const words of [card.command, "7,000 × 32", "229,361", "6,482,016", ...card.data.trainedOn, ...card.data.heldOut, ...card.data.licences, "86/588", "30/588", "36/588"]) {
    assert.ok(said.includes(words), `${words} in ${said}`);
  }
  await tab.$eval(".model-card", (d) => { d.open = true; });
  await tab.waitForFunction(() => document.querySelector(".model-card canvas").width === document.querySelector(".model-card canvas").clientWidth);
  await tab.close();
});

test("an own picture goes in, scaled and said so", async () => {
  const tab = await open(cpu, "");
  const before = await numbers(tab);
  await (await tab.$("#network0-file")).uploadFile(path.join(root, "web/assets/pictures/coffee.png"));
  await address(tab, { picture: "own" });
  await says(tab, ".net-top figcaption", "averaged");
  await says(tab, ".verdict", "no true class");
  await tab.waitForSelector(`${WIDGET}[data-state="ready"]`);
  assert.notDeepEqual(await numbers(tab), before);
  await tab.close();
});

test("grey, transparent, animated and lopsided pictures go in as one sees them; huge and broken ones are refused in words", async () => {
  for (const [lang, huge, bad] of [["en", "too large", "no picture that the browser can open"], ["zh", "图片太大", "不是浏览器能打开的图片"]]) {
    const tab = await open(cpu, "", { lang });
    const choose = async (name, bytes) => {
      const file = path.join(folder, name);
      await writeFile(file, bytes);
      await (await tab.$("#network0-file")).uploadFile(file);
    };
    const middle = () => tab.$eval(".net-top canvas", (c) => [...c.getContext("2d").getImageData(16, 16, 1, 1).data]);
    for (const [name, bytes, seen] of [
      ["grey.png", plain(40, 30, [90]), [90, 90, 90]],
      ["clear.png", plain(8, 8, [255, 0, 0, 0]), [255, 255, 255]],
      ["half.png", plain(8, 8, [0, 0, 0, 128]), [127, 127, 127]],
      ["moving.png", apng(16, 16, [200, 10, 20], [0, 0, 255]), [200, 10, 20]],
      ["moving.gif", gif([10, 220, 30], [0, 0, 255]), [10, 220, 30]],
      ["line.png", plain(900, 1, [10, 20, 240]), [10, 20, 240]],
    ]) {
      await choose(name, bytes);
      await tab.waitForFunction((seen) => {
        const canvas = document.querySelector(".net-top canvas");
        const at = canvas.getContext("2d").getImageData(16, 16, 1, 1).data;
        return seen.every((v, i) => Math.abs(v - at[i]) <= 1) && document.querySelector('[data-widget="network"]').dataset.state === "ready";
      }, {}, seen).catch(async () => assert.fail(`${name}: ${await middle()}`));
      await address(tab, { picture: "own" });
    }
    const before = await middle();
    for (const [name, bytes, words] of [["huge.png", png(20_000, 20_000), huge], ["broken.png", plain(9, 9, [1]).subarray(0, 40), bad]]) {
      await choose(name, bytes);
      await says(tab, `${WIDGET} .remarks`, words);
      assert.deepEqual(await middle(), before, name);
    }
    assert.equal(await tab.$eval(WIDGET, (w) => w.dataset.state), "ready");
    await tab.close();
  }
});

test("a net goes on computing in a tab that is hidden", async () => {
  const tab = await open(cpu, "");
  const other = await page(cpu);
  await other.goto(host.url(""));
  await other.bringToFront();
  await click(tab, "Count the errors on the 588 test pictures");
  await tab.waitForSelector('.count[data-count="done"]', { timeout: 240_000 });
  await other.close();
  await tab.close();
});

test("axe finds nothing after the reader has been at work, wide and narrow, and nothing scrolls sideways", async () => {
  for (const [lang, width, theme] of [["zh", 1280, "dark"], ["en", 360, "light"], ["zh", 360, "dark"], ["en", 1280, "light"]]) {
    const tab = await open(cpu, "&layer=conv4&map=20&top=10", { lang, width, theme });
    await tab.setBypassCSP(true);
    await tab.reload();
    await tab.waitForSelector(`${WIDGET}[data-state="ready"]`, { timeout: 60_000 });
    await give(tab, "bad.safetensors", Buffer.from("no"));
    await tab.waitForFunction(() => !document.querySelector(".own-weights .error").hidden);
    await tab.$$eval("details", (all) => all.forEach((d) => { d.open = true; }));
    await tab.$eval(".count button", (b) => b.click());
    await tab.waitForSelector('.count[data-count="done"]', { timeout: 120_000 });
    await tab.addScriptTag({ path: axeSource });
    const found = await tab.evaluate(async () => (await globalThis.axe.run()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`));
    assert.deepEqual(found, [], `${lang} ${width} ${theme}`);
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${lang} ${width}`);
    await tab.close();
  }
});
