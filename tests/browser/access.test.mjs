// What the page on accessibility says, held on every page and every widget, in both languages.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { csv } from "./alexnet-widgets.mjs";
import { missing, numbersIn } from "./drawn.mjs";
import { axeSource, chromium, DIST, page, serve } from "./harness.mjs";

let host, browser;
before(async () => { host = await serve(); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

const { widgets: WIDGETS } = JSON.parse(readFileSync(path.join(DIST, "widgets.json"), "utf8"));
/** Every page that is no widget's alone: `zh/alexnet/`, and "" for the front page. */
const PAGES = readdirSync(DIST, { recursive: true }).filter((f) => path.basename(f) === "index.html" && !f.includes("embed/"))
  .map((f) => f.slice(0, -"index.html".length)).sort();
/** WCAG 2.2, A and AA, and what axe holds for good practice. */
const RULES = { rules: { "target-size": { enabled: true } } };

/** A page of the site with axe in it, still, as for a reader who asked for less motion. */
async function opened(where, { width = 1280, height = 900, query = "", ready = false } = {}) {
  const tab = await page(browser, { width, height });
  await tab.setBypassCSP(true);
  await tab.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
  await tab.goto(host.url(`${where}?backend=cpu${query}`));
  // Until all of it is laid out, axe sees what is further down where it is not.
  await tab.waitForFunction(() => !("top" in document.documentElement.dataset));
  if (ready) await computed(tab);
  return tab;
}

/** A widget shows a result, or waits for the press that runs it. */
const computed = (tab) => tab.waitForFunction(() => {
  const { dataset } = document.querySelector("[data-widget]"), waits = document.querySelector('[data-press="run"]');
  return dataset.state === "ready" || (dataset.query !== undefined && dataset.state === "idle" && waits);
}, { timeout: 120_000 });

async function clean(tab, name) {
  await tab.evaluate(() => { for (const d of document.querySelectorAll("details")) d.open = true; });
  await tab.addScriptTag({ path: axeSource });
  const found = await tab.evaluate(async (rules) => (await globalThis.axe.run(document, rules)).violations
    // Axe does not hear MathML: to it the head of a column that is a formula is empty.
    .flatMap((v) => v.nodes.filter((n) => v.id !== "empty-table-header" || !document.querySelector(n.target.at(-1)).querySelector("math")).map((n) => `${v.id}: ${n.html.slice(0, 200)}`)), RULES);
  assert.deepEqual(found, [], name);
}

async function narrow(tab, name) {
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${name} scrolls sideways by ${wide}`);
}

/** What the Tab key should come to in order, each with a mark of its own; of radio buttons one. */
const stops = (tab) => tab.evaluate(() => {
  const able = "a[href], button, input, select, textarea, summary, iframe, [tabindex]";
  const groups = new Set();
  const all = [...document.querySelectorAll(able)].filter((e) => {
    const group = e.type === "radio" && e.name;
    if (e.disabled || e.tabIndex < 0 || e.closest("[display=none]") || !e.checkVisibility({ visibilityProperty: true }) || (group && groups.has(group))) return false;
    if (group) groups.add(group);
    return true;
  });
  all.forEach((e, i) => { e.dataset.stop = i; });
  return all.length;
});

/** Goes on by Tab until the page is left, and gives the marks that were reached; asks `look` of each. */
async function walked(tab, look = () => undefined, key = "Tab", most = 700) {
  const seen = [], wrong = [];
  for (let i = 0; i < most; i++) {
    await (key === "Tab" ? tab.keyboard.press("Tab") : (await tab.keyboard.down("Shift"), await tab.keyboard.press("Tab"), await tab.keyboard.up("Shift")));
    // A widget that has just come above may have moved what has the focus: it is looked at once more.
    const at = await tab.evaluate(look) && (await settled(tab), await tab.evaluate(look));
    const mark = await tab.evaluate(() => (document.activeElement === document.body || !document.activeElement ? null : document.activeElement.dataset.stop ?? document.activeElement.outerHTML.slice(0, 80)));
    if (mark === null) return { seen, wrong, left: true };
    seen.push(mark);
    if (at) wrong.push(at);
  }
  return { seen, wrong, left: false };
}

/** The focus is given again once the page stands still. */
const settled = (tab) => tab.evaluate(async () => {
  const frame = () => new Promise((ok) => requestAnimationFrame(ok));
  for (let height = -1; height !== document.documentElement.scrollHeight; await frame(), await frame()) height = document.documentElement.scrollHeight;
  const e = document.activeElement;
  e.blur();
  e.focus();
  await frame();
});

/** In the page: a focus that is not seen, in words. */
function unseen() {
  const e = document.activeElement, bar = document.querySelector("header.site");
  if (!e || e === document.body) return undefined;
  const style = getComputedStyle(e), name = e.outerHTML.slice(0, 90), { top, bottom } = e.getBoundingClientRect();
  const inner = e.querySelector(".grip");
  if (style.outlineStyle === "none" && !inner && e.tagName !== "IFRAME") return `no outline: ${name}`;
  if (bar && !bar.contains(e) && !e.matches(".skip") && bottom <= bar.getBoundingClientRect().bottom) return `under the bar: ${name}`;
  if (top >= innerHeight || bottom <= 0) return `out of view: ${name}`;
  return undefined;
}

/** Changes a widget by a key: its first slider, else its first choice. */
async function change(tab) {
  const before = await tab.evaluate(() => {
    const able = (kind) => [...document.querySelectorAll(`.control[data-key] ${kind}`)].find((e) => !e.disabled && e.checkVisibility());
    // A choice may wait for a file of the reader's own; a number does not.
    const control = able("input[type=range]") ?? able("select");
    control.focus();
    return { value: control.value, last: control.value === control.max || (control.options && control.selectedIndex === control.options.length - 1), query: document.querySelector("[data-widget]").dataset.query };
  });
  await tab.keyboard.press(before.last ? "ArrowLeft" : "ArrowRight");
  await tab.waitForFunction((query) => document.querySelector("[data-widget]").dataset.query !== query, { timeout: 10_000 }, before.query);
  assert.notEqual(await tab.evaluate(() => document.activeElement.value), before.value);
  await computed(tab);
}

/** Opens the dialog of sharing by keys, and closes it. */
async function share(tab) {
  const button = '.actions button[aria-haspopup="dialog"]';
  await tab.focus(button);
  await tab.keyboard.press("Enter");
  await tab.waitForFunction(() => document.querySelector("dialog[open]")?.contains(document.activeElement), { timeout: 10_000 });
  await tab.keyboard.press("Escape");
  await tab.waitForFunction((button) => !document.querySelector("dialog[open]") && document.activeElement?.matches(button), { timeout: 10_000 }, button);
}

/** In the page: what a widget lacks for who does not see it. */
function lacking() {
  const widget = document.querySelector("[data-widget]"), shown = (e) => e.checkVisibility(), found = [];
  for (const canvas of widget.querySelectorAll("canvas")) {
    // A scale's ends stand beside it as text.
    const scale = canvas.getAttribute("aria-hidden") === "true" && canvas.closest("p, .legend, .lens, button")?.textContent.trim();
    if (!scale && !(canvas.getAttribute("role") === "img" && canvas.getAttribute("aria-label")?.trim())) found.push(`a canvas without a name: ${canvas.parentElement.outerHTML.slice(0, 160)}`);
  }
  for (const range of [...widget.querySelectorAll("input[type=range]")].filter(shown)) {
    if (!range.parentElement.querySelector("input[type=number]")) found.push(`a slider without a field: ${range.outerHTML.slice(0, 120)}`);
  }
  const status = widget.querySelectorAll('p.visually-hidden[role="status"]');
  if (status.length !== 1) found.push(`${status.length} lines of status`);
  const table = widget.querySelector("details .table table");
  if (!table) found.push("no table of numbers");
  for (const e of widget.querySelectorAll('[aria-live="assertive"]')) found.push(`it interrupts: ${e.outerHTML.slice(0, 120)}`);
  return found;
}

/** In the page, under the system's own colours: what cannot be told any more. */
function lost() {
  const found = [], shown = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
  const ground = getComputedStyle(document.body).backgroundColor;
  for (const swatch of shown(".swatch")) if (getComputedStyle(swatch).backgroundColor === ground) found.push(`a swatch has no colour: ${swatch.parentElement.textContent}`);
  for (const pressed of shown('button[aria-pressed="true"]')) if (getComputedStyle(pressed).outlineStyle !== "solid") found.push(`pressed, and not seen so: ${pressed.textContent}`);
  const button = shown(".actions button")[0];
  button.focus();
  if (getComputedStyle(button).outlineStyle === "none") found.push("the focus is not seen");
  return found;
}

/** Has the system set the colours. */
async function force(tab) {
  const session = await tab.createCDPSession();
  await session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }, { name: "prefers-color-scheme", value: "dark" }] });
  assert.ok(await tab.evaluate(() => matchMedia("(forced-colors: active)").matches));
}

for (const { name } of WIDGETS) {
  test(`${name}: named, in numbers too, and used by keys alone`, async () => {
    for (const [lang, width, theme] of [["zh", 320, "dark"], ["en", 1280, "light"]]) {
      const where = `${lang} ${name} ${width}`, tab = await opened(`${lang}/embed/${name}/`, { width, query: `&theme=${theme}`, ready: true });
      assert.deepEqual(await tab.evaluate(lacking), [], where);
      const count = await stops(tab), { seen, wrong, left } = await walked(tab, unseen);
      assert.ok(left, `${where}: the page is never left; last ${seen.slice(-3)}`);
      assert.deepEqual(wrong, [], where);
      const missed = [...Array(count).keys()].filter((at) => !seen.includes(String(at)));
      const names = await tab.evaluate((missed) => missed.map((at) => document.querySelector(`[data-stop="${at}"]`)?.outerHTML.slice(0, 100)), missed);
      assert.deepEqual(names.filter(Boolean), [], `${where}: not reached`);
      await change(tab);
      await share(tab);
      await narrow(tab, where);
      await clean(tab, where);
      assert.equal(await tab.evaluate(() => document.getAnimations().length), 0, `${where}: something moves`);
      await force(tab);
      assert.deepEqual(await tab.evaluate(lost), [], `${where}, forced colours`);
      assert.deepEqual(tab.complaints, [], where);
      await tab.close();
    }
  });
}

for (const where of PAGES) {
  test(`${where || "the front page"}: axe, one way through, narrow and enlarged`, async () => {
    for (const [width, height, theme] of [[320, 800, "light"], [1280, 900, "dark"]]) {
      const tab = await opened(where, { width, height, query: `&theme=${theme}` });
      await narrow(tab, `${where} at ${width}`);
      await clean(tab, `${where} at ${width}`);
      await tab.close();
    }
    // 1280×900 at 200% has half as many pixels each way.
    const tab = await opened(where, { width: 640, height: 450 });
    await narrow(tab, `${where} at 200%`);
    assert.equal(await tab.$$eval("h1", (all) => all.length), where === "" ? 2 : 1, "one title, on the front page one a language");
    await tab.keyboard.press("Tab");
    if (where !== "") assert.equal(await tab.evaluate(() => document.activeElement.className), "skip");
    // All the way through; the Chinese pages backwards, where the bar at the top is in the way.
    const way = where.startsWith("zh/") ? "Shift" : "Tab";
    if (way === "Shift") await tab.$$eval("footer a", (all) => all.at(-1).focus());
    const { seen, wrong, left } = await walked(tab, unseen, way);
    assert.ok(left && seen.length > 8, `${where}: ${left ? `${seen.length} stops` : "never left"}`);
    assert.deepEqual(wrong, [], `${where}, ${way}`);
    await tab.close();
  });
}

// What is drawn comes from the numbers of the file; the tables of these widgets list them, the rest
// the terms of the number that is selected.
const LISTED = ["pooling", "layers", "days", "normalization", "dropout", "bleu", "complexity", "parameters", "schedule", "smoothing", "heads"];

test("a widget's first table has the numbers of its file", async () => {
  for (const name of LISTED) {
    const tab = await opened(`en/embed/${name}/`, { ready: true }), file = (await csv(tab)).flat().map(Number);
    const cells = await tab.$eval("details .table table", (t) => [...t.tBodies[0].rows].flatMap((r) => [...r.cells].map((c) => c.textContent)));
    const numbers = cells.filter((c) => /^[−-]?[\d,]+(\.\d+)?(e-?\d+)?$/.test(c)).flatMap(numbersIn);
    assert.ok(numbers.length >= 7, `${name}: ${numbers.length} numbers`);
    assert.deepEqual(missing(numbers, file), [], name);
    await tab.close();
  }
});

test("the number that is read off a picture is the one in the file", async () => {
  for (const [name, where, drawn] of [
    ["positions", ".map.pick", (x) => x], ["heads", ".map.pick", (x) => x],
    // The chart's unit is 10⁻⁴.
    ["schedule", ".reads", (x) => 1e4 * x], ["smoothing", ".reads", (x) => x],
  ]) {
    const tab = await opened(`en/embed/${name}/`, { ready: true }), file = (await csv(tab)).flat().map(Number);
    let read = 0;
    for (const picture of await tab.$$(where)) {
      await picture.focus();
      await tab.keyboard.press("ArrowRight");
      const text = await picture.evaluate((p) => (p.closest("figure") ?? p.parentElement).querySelector(".readout, .read")?.textContent ?? "");
      // Behind its place; what the picture alone subtracts or marks is in no file.
      const numbers = numbersIn(text.replace(/^.*?(=|\u00b7)/, "")).slice(0, 2);
      if (/^y′−y/.test(text) || numbers.length === 0) continue;
      assert.deepEqual(missing(numbers, file.map(drawn)), [], `${name}: ${text}`);
      read++;
    }
    assert.ok(read >= 1, `${name}: nothing was read`);
    await tab.close();
  }
});

test("a feature map's colours are those of its numbers, in their order", async () => {
  const tab = await opened("en/embed/convolution/", { query: "&theme=light", ready: true });
  const values = (await csv(tab)).flat().map(Number).filter(Number.isFinite);
  const { pixels, width, height } = await tab.$eval(".map.pick canvas", (c) => ({ pixels: [...c.getContext("2d").getImageData(0, 0, c.width, c.height).data], width: c.width, height: c.height }));
  assert.equal(values.length, width * height);
  // Away from white, to purple below zero and to orange above it.
  const shade = (i) => 765 - pixels[4 * i] - pixels[4 * i + 1] - pixels[4 * i + 2];
  for (const sign of [-1, 1]) {
    const order = [...values.keys()].filter((i) => sign * values[i] > 0).sort((a, b) => sign * (values[a] - values[b]));
    assert.ok(order.length > 100);
    for (let i = 1; i < order.length; i++) assert.ok(shade(order[i]) >= shade(order[i - 1]), `${values[order[i - 1]]} and ${values[order[i]]}`);
    const [r, , b] = pixels.slice(4 * order.at(-1));
    assert.ok(sign * (r - b) > 0, "the larger end of either side has its own hue");
  }
  await tab.close();
});
