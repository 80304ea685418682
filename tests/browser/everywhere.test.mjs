// One suite in every browser at hand: Chromium on the CPU and on WebGPU, Firefox as it comes,
// which has no WebGPU, and Firefox with the preference that gives it one. Every widget shows a
// result, follows a control, writes its link and comes back from it; then the ways through a page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium, DIST, firefox, page, serve } from "./harness.mjs";

const BROWSERS = [
  { name: "Chromium, CPU", start: () => chromium(), backend: "cpu" },
  { name: "Chromium, WebGPU", start: () => chromium({ webgpu: true }), backend: "webgpu" },
  { name: "Firefox, CPU", start: () => firefox(), backend: "cpu" },
  { name: "Firefox, WebGPU", start: () => firefox({ webgpu: true }), backend: "webgpu" },
];
/** One of every construct. */
const NOTE = fileURLToPath(new URL("../../crates/open/tests/note.md", import.meta.url));
/** What takes minutes on an adapter in software, and has tests of its own. */
const LONG = { webgpu: ["days", "degradation", "full", "family", "activation"], cpu: [] };
/** What is counted in the page, without the engine. */
const COUNTED = ["bleu", "parameters", "schedule"];
const { widgets } = JSON.parse(readFileSync(`${DIST}/widgets.json`, "utf8"));

let host;
before(async () => { host = await serve(); });
after(async () => { await host?.close(); });

/** A widget's section on its embed page, once it shows a result or waits for a press. */
async function opened(browser, address) {
  const tab = await page(browser, { width: 1000 });
  await tab.goto(host.url(address));
  await settled(tab);
  return tab;
}
const settled = (tab) => tab.waitForFunction(() => {
  const widget = document.querySelector("[data-widget]");
  return widget.dataset.state === "ready" || (widget.dataset.query !== undefined && widget.querySelector('[data-press="run"]'));
}, { timeout: 120_000 });
const section = (tab) => tab.$eval("[data-widget]", (w) => ({ state: w.dataset.state, backend: w.dataset.backend, query: w.dataset.query, error: [...w.querySelectorAll(".remarks.error")].filter((e) => !e.hidden).map((e) => e.innerText).join() }));

/** Sets the first control that has another value to it, as a hand does, and says which. */
const turned = (tab) => tab.evaluate(() => {
  for (const control of document.querySelectorAll(".control[data-key]")) {
    const field = [...control.querySelectorAll("select, input[type=range]")].find((f) => !f.disabled && f.getClientRects().length > 0);
    const other = field?.tagName === "SELECT"
      ? [...field.options].find((o) => !o.selected && !o.disabled && o.value !== "own")?.value
      : field && String(field.value === field.max ? Number(field.min) : Math.min(Number(field.max), Number(field.value) + Number(field.step || 1)));
    if (other === undefined) continue;
    field.value = other;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    return `${control.dataset.key} ${field.value}`;
  }
});

/** A widget opened, set to something else by hand, and opened again by the link that was written. */
async function journey(browser, lang, widget, backend) {
  const tab = await opened(browser, `${lang}/embed/${widget}/?backend=${backend}`);
  const first = await section(tab);
  assert.equal(first.error, "");
  if (first.state === "ready") assert.equal(first.backend, COUNTED.includes(widget) ? "cpu" : backend);
  const before = await tab.evaluate(() => location.search), set = await turned(tab);
  if (set) {
    await tab.waitForFunction((before) => location.search !== before, { timeout: 30_000 }, before);
    await settled(tab);
    const then = await section(tab);
    assert.equal(then.error, "", set);
    await tab.reload();
    await settled(tab);
    assert.equal((await section(tab)).query, then.query, set);
  }
  assert.deepEqual(tab.complaints, []);
  assert.deepEqual([...tab.asked], [host.origin]);
  await tab.close();
}

for (const { name, start, backend } of BROWSERS) {
  test(name, async (t) => {
    const browser = await start();
    t.after(() => browser.close());

    await t.test("every widget shows a result, follows a control, and its link brings it back", async () => {
      for (const [at, { name: widget }] of widgets.entries()) {
        if (LONG[backend].includes(widget)) continue;
        const lang = at % 2 === 0 ? "en" : "zh", where = `${lang} ${widget}`;
        await journey(browser, lang, widget, backend).catch((error) => { throw new Error(`${where}: ${error.message}`, { cause: error }); });
      }
    });

    await t.test("the module computes what the formulas say, forward and backward", async () => {
      const tab = await page(browser);
      await tab.goto(host.url(""));
      const got = await tab.evaluate(async (url, backend) => {
        const { open } = await import(url);
        const tp = await open({ backend });
        const x = tp.tensor(Float32Array.from({ length: 32 }, (_, i) => i - 16), [1, 2, 4, 4]);
        const w = tp.tensor(Float32Array.from({ length: 18 }, () => 1), [1, 2, 3, 3]);
        const y = tp.conv2d(x, w, null, { padding: 1 }), soft = tp.softmax(tp.tensor([0, Math.log(3)], [2]));
        const { grads: [dx] } = tp.vjp((a) => tp.mul(a, a), [[3]])(tp.tensor([1, 2, 3], [3]), tp.tensor([1, 1, 1], [3]));
        const values = await Promise.all([y, soft, dx].map(async (t) => [...await t.data()]));
        const refused = await tp.matmul(x, soft).data().catch((e) => e.message);
        const made = { backend: tp.backend, values, refused };
        tp.close();
        return made;
      }, host.url("third-pass.js"), backend);
      assert.equal(got.backend, backend);
      const [conv, soft, dx] = got.values, at = (c, i, j) => (i < 0 || j < 0 || i > 3 || j > 3 ? 0 : 16 * c + 4 * i + j - 16);
      const sum = (i, j) => [0, 1].flatMap((c) => [-1, 0, 1].flatMap((u) => [-1, 0, 1].map((v) => at(c, i + u, j + v)))).reduce((a, b) => a + b, 0);
      assert.deepEqual(conv, Array.from({ length: 16 }, (_, k) => sum(Math.floor(k / 4), k % 4)));
      soft.forEach((v, i) => assert.ok(Math.abs(v - [0.25, 0.75][i]) < 1e-6, `${soft}`));
      assert.deepEqual(dx, [2, 4, 6]);
      assert.match(got.refused, /matmul/);
      await tab.close();
    });

    await t.test("a note is folded, shared and searched", async () => {
      const tab = await page(browser, { width: 1000 });
      await tab.goto(host.url(`zh/alexnet/?w=convolution&stride=2&pass=1&backend=${backend}#convolution`));
      await tab.waitForSelector('#convolution[data-state="ready"]', { timeout: 60_000 });
      assert.ok(await tab.$$eval("[hidden]", (all) => all.length) > 0, "pass 1 folds something");
      assert.match(await tab.$eval("#convolution .numbers", (n) => n.textContent), /\[1, 1, 109, 109\]/);
      await tab.evaluate(() => [...document.querySelectorAll("#convolution .actions button")].find((b) => b.textContent.includes("分享")).click());
      await tab.waitForSelector("dialog[open] svg");
      await tab.keyboard.press("Escape");
      await tab.waitForFunction(() => !document.querySelector("dialog[open]"));
      await tab.evaluate(() => document.activeElement?.blur());
      await tab.keyboard.press("/");
      await tab.waitForSelector("dialog[open] input");
      await tab.keyboard.type("残差");
      await tab.waitForFunction(() => [...document.querySelectorAll("dialog[open] a")].some((a) => a.href.includes("/resnet/")));
      await tab.keyboard.press("Escape");
      assert.deepEqual(tab.complaints, []);
      await tab.close();
    });

    await t.test("a reader's own note opens, with its widget", async () => {
      const tab = await page(browser, { width: 1000 });
      await tab.goto(host.url("en/open/"));
      const input = await tab.waitForSelector("input[type=file]:not([webkitdirectory])");
      await input.uploadFile(NOTE);
      await tab.waitForFunction(() => document.querySelectorAll("[data-note] math, [data-note] table").length > 1, { timeout: 60_000 });
      await tab.$eval("[data-note] third-pass", (e) => e.scrollIntoView());
      const element = await tab.waitForFunction(() => document.querySelector("third-pass").shadowRoot?.querySelector("iframe"));
      const frame = await element.asElement().contentFrame();
      await frame.waitForSelector('[data-widget][data-state="ready"]', { timeout: 120_000 });
      await tab.close();
    });

    await t.test("without storage all but the record works", async () => {
      const tab = await page(browser, { width: 1000 });
      await tab.evaluateOnNewDocument(() => {
        for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
          Object.defineProperty(globalThis, name, { get() { throw new DOMException("refused", "SecurityError"); } });
        }
      });
      await tab.goto(host.url(`en/alexnet/?w=convolution&backend=${backend}#convolution`));
      await tab.waitForSelector('#convolution[data-state="ready"]', { timeout: 60_000 });
      assert.deepEqual(tab.complaints, []);
      await tab.close();
    });
  });
}
