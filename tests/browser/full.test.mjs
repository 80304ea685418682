// AlexNet at its full size in Chromium: it starts when told to, and takes files of weights, or says why not.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium, page, serve } from "./harness.mjs";
import { accessible, csv, passes, said, text } from "./alexnet-widgets.mjs";
import { file, shapes } from "./alexnet-weights.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
const WIDGET = '[data-widget="full"]';
let host, browser, folder;
before(async () => { host = await serve(); browser = await chromium(); folder = await mkdtemp(path.join(os.tmpdir(), "full-")); });
after(async () => { await browser?.close(); await host?.close(); await rm(folder, { recursive: true, force: true }); });

async function open(query = "", { lang = "en", width = 1280 } = {}) {
  const tab = await page(browser, { width });
  await tab.goto(host.url(`${lang}/embed/full/?v=1&backend=cpu&runs=1${query}`));
  // Awake: before that nobody hears a press.
  await tab.waitForSelector(`${WIDGET}[data-query]`, { timeout: 60_000 });
  return tab;
}
const state = (tab, wanted) => tab.waitForSelector(`${WIDGET}[data-state="${wanted}"]`, { timeout: 240_000 });
const press = (tab, name) => tab.click(`[data-press="${name}"]`);
const pressed = (tab) => tab.$$eval("[data-press]", (all) => all.filter((b) => !b.hidden && !b.disabled).map((b) => b.dataset.press));
async function give(tab, name, bytes) {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  await tab.$eval(".own-weights", (d) => { d.open = true; });
  await (await tab.$("#full0-weights")).uploadFile(file);
}

test("nothing starts before it is told to; then sixty million parameters run, and are PyTorch's", async () => {
  const tab = await open();
  assert.equal(await tab.$eval(WIDGET, (w) => w.dataset.state), "idle");
  assert.match(await text(tab, ".takes"), /takes 243\.9 MB of memory/);
  const last = await tab.$eval(".layers-of tbody tr:last-child", (r) => r.innerText);
  assert.match(last, /60,965,224\s+243\.86\s+724,406,816/);
  assert.deepEqual(await pressed(tab), ["run"]);
  assert.equal(tab.workers().length, 0, "nothing computes");
  await press(tab, "run");
  await state(tab, "ready");
  assert.match(await text(tab, ".measured"), /weights ready in [\d.]+ s · first \d+ ms, best \d+ ms = [\d.]+×10⁹ multiply-adds\/s · the thread’s memory \d{3,4} MB/);
  assert.match(await text(tab, ".verdict"), /random weights and mean nothing/);
  assert.equal((await tab.$$(".bars li")).length, 0);
  assert.match(await text(tab, ".numbers"), /alexnet \[1, 3, 227, 227\] → \[1, 1000\]/);
  const [head, ...rows] = await csv(tab);
  assert.deepEqual([head, rows.length], [["layer", "parameters", "multiply_adds", "ms"], 13]);
  assert.ok(rows.every(([, , , ms]) => Number(ms) > 0), "every layer was timed");
  assert.equal(tab.workers().length, 1);
  await passes(tab, 2, "cpu");
  // Another net, or another picture, is another run: it waits again.
  await tab.select('.control[data-key="net"] select', "alexnet-torchvision");
  await said(tab, ".layers-of", "61,100,840");
  await state(tab, "idle");
  assert.equal(await text(tab, ".measured"), "");
  assert.deepEqual(tab.complaints, []);
  assert.deepEqual([...tab.asked], [host.origin]);
  await tab.close();
});

test("a run is stopped half-way, and begins anew, also in a tab that is hidden", async () => {
  const tab = await open("&runs=9", { lang: "zh" });
  await press(tab, "run");
  await tab.waitForFunction(() => /随机|权重/.test(document.querySelector(".run .said").textContent), { timeout: 60_000 });
  await press(tab, "stop");
  await state(tab, "idle");
  // And its memory is given back.
  if (tab.workers().length > 0) await new Promise((ok) => tab.once("workerdestroyed", ok));
  assert.deepEqual(await pressed(tab), ["run"]);
  assert.ok(await tab.$eval(`${WIDGET} .remarks.error`, (e) => e.hidden));
  await press(tab, "run");
  const other = await page(browser);
  await other.goto(host.url(""));
  await other.bringToFront();
  await state(tab, "ready");
  await other.close();
  await tab.bringToFront();
  assert.match(await text(tab, ".measured"), /最快\d+ ms/);
  await tab.close();
});

test("files that do not fit are refused in the reader's words, and nothing is lost", async () => {
  const other = await readFile(path.join(root, "tests/golden/nets/cifar_deep.weights.safetensors"));
  const small = file(shapes(1 / 64));
  const WORDS = {
    zh: { fit: "这是另一个网络的权重", half: "不是一个完整的safetensors文件", nan: "features.3.bias里有不是有限数的值", zip: "\\.pth", huge: "超过256 MB", kept: "按种子生成的随机权重" },
    en: { fit: "the weights do not fit", half: "not a whole safetensors file", nan: "features.3.bias holds a value that is no finite number", zip: "\\.pth", huge: "more than 256 MB", kept: "Random weights of the seed" },
  };
  for (const [lang, words] of Object.entries(WORDS)) {
    const tab = await open("&net=alexnet-torchvision", { lang });
    for (const [name, bytes, wanted] of [
      ["other", other, words.fit], ["shapes", small, words.fit], ["half", small.subarray(0, small.length >> 1), words.half],
      ["nan", file(shapes(1 / 64), { "features.3.bias": { 1: NaN } }), words.nan], ["empty", Buffer.alloc(0), words.half],
      ["words", Buffer.from("<!doctype html>".repeat(99)), lang === "zh" ? "读不了|不是一个完整" : "header says|not a whole"],
      ["model.pth", Buffer.from("PK\u0003\u0004............"), words.zip],
    ]) {
      await give(tab, `${name}.safetensors`, bytes);
      await tab.waitForFunction((wanted) => new RegExp(wanted).test(document.querySelector(".own-weights .error").textContent), { timeout: 60_000 }, wanted)
        .catch(async () => assert.fail(`${name}: ${await text(tab, ".own-weights .error")}`));
      assert.ok((await text(tab, ".using")).includes(words.kept), name);
    }
    // A file that says how large it is without being so.
    await tab.evaluate(() => {
      const huge = new File(["x"], "huge.safetensors"), data = new DataTransfer();
      Object.defineProperty(huge, "size", { value: 3e8 });
      const drop = new Event("drop", { bubbles: true, cancelable: true });
      data.items.add(huge);
      Object.defineProperty(drop, "dataTransfer", { value: { files: Object.setPrototypeOf({ 0: huge, item: () => huge, length: 1 }, FileList.prototype) } });
      document.querySelector(".own-weights").dispatchEvent(drop);
    });
    await said(tab, ".own-weights .error", words.huge);
    assert.equal(await tab.$eval(WIDGET, (w) => w.dataset.state), "idle");
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
});

test("torchvision's file names what it sees; reading it can be stopped", async () => {
  const bias = { 281: 3, 282: 2, 7: 1 };
  const weights = file(shapes(), { "classifier.6.bias": bias });
  assert.ok(weights.length > 244e6);
  const tab = await open("&net=alexnet-torchvision&top=3");
  // Stopped as soon as it is being read.
  await tab.evaluate(() => {
    new MutationObserver((_, watch) => {
      const reading = document.querySelector(".reading");
      if (!reading.hidden && !globalThis.stopped) {
        globalThis.stopped = true;
        watch.disconnect();
        reading.querySelector("button").click();
      }
    }).observe(document.querySelector(".reading"), { attributes: true });
  });
  await give(tab, "mine.safetensors", weights);
  await said(tab, ".own-weights .error", "stopped half-way");
  assert.equal(await tab.$eval(WIDGET, (w) => w.dataset.state), "idle");
  await give(tab, "mine.safetensors", weights);
  await state(tab, "ready");
  assert.equal(await text(tab, ".using"), "Weights in use: mine.safetensors");
  const names = (await readFile(path.join(root, "web/assets/classes/imagenet.txt"), "utf8")).trim().split("\n");
  const all = Object.values(bias).reduce((sum, b) => sum + Math.exp(b), 997);
  const bars = await tab.$$eval(".bars li", (all) => all.map((li) => [li.querySelector(".name").textContent, li.querySelector(".share").textContent]));
  assert.deepEqual(bars, [281, 282, 7].map((at) => [names[at], `${(100 * Math.exp(bias[at]) / all).toFixed(2)}%`]));
  const rows = await csv(tab);
  assert.deepEqual([rows.length, rows[282]], [1001, ["281", `"${names[281]}"`, "3", rows[282][3]]]);
  await tab.evaluate(() => [...document.querySelectorAll("button")].find((b) => b.textContent === "Back to the random weights").click());
  await said(tab, ".verdict", "mean nothing");
  await state(tab, "ready");
  assert.equal((await tab.$$(".bars li")).length, 0);
  assert.match(await text(tab, ".using"), /Random weights of the seed/);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("axe finds nothing, before a run and after it, wide and narrow", async () => {
  for (const [lang, width, theme] of [["zh", 1280, "dark"], ["en", 360, "light"]]) {
    const tab = await page(browser, { width });
    await tab.setBypassCSP(true);
    await tab.goto(host.url(`${lang}/embed/full/?v=1&backend=cpu&runs=1&theme=${theme}`));
    await tab.waitForSelector(`${WIDGET}[data-query]`, { timeout: 60_000 });
    await accessible(tab, `${lang} ${width}, idle`);
    await press(tab, "run");
    await state(tab, "ready");
    await accessible(tab, `${lang} ${width}, ready`);
    await tab.close();
  }
});
