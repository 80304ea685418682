// What the tests of the AlexNet note's widgets share: opening one on its embed page, its
// numbers, its check, and the first layer of the note computed here.
import { axeSource, page } from "./harness.mjs";
import assert from "node:assert/strict";

/** A widget in a state, computed. */
export async function open(host, browser, widget, lang, query = "", { backend = "cpu", width = 1280 } = {}) {
  const tab = await page(browser, { width });
  await tab.goto(host.url(`${lang}/embed/${widget}/?backend=${backend}${query}`));
  await ready(tab);
  return tab;
}
export const ready = (tab) => tab.waitForSelector('[data-widget][data-state="ready"]', { timeout: 120_000 });
/** The address follows, a little later. */
export const address = (tab, words) => tab.waitForFunction((words) => location.search.includes(words), { timeout: 5000 }, words);
/** What comes now is a step of its own: the pause behind what the address says is over. */
export async function settled(tab) {
  const over = await tab.evaluate(() => performance.now() + 450);
  await tab.waitForFunction((over) => performance.now() > over, {}, over);
}
export const text = (tab, selector) => tab.$eval(selector, (e) => e.innerText);
export const said = (tab, selector, words) => tab.waitForFunction((selector, words) => document.querySelector(selector).innerText.includes(words), {}, selector, words);
export const button = (tab, words) => tab.evaluate((words) => [...document.querySelectorAll(".actions button")].find((b) => b.textContent.includes(words)).click(), words);

/** Moves a slider as a drag does, to its end. */
export async function drag(tab, key, value) {
  await tab.evaluate((key, value) => {
    const slider = document.querySelector(`.control[data-key="${key}"] input[type=range]`);
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
  }, key, value);
}

/** The lines of what the button downloads, each a list of words, the head first. */
export async function csv(tab) {
  const text = await tab.evaluate(async () => {
    const blobs = [], make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { blobs.push(blob); return make.call(URL, blob); };
    [...document.querySelectorAll(".actions button")].find((b) => /CSV/.test(b.textContent)).click();
    URL.createObjectURL = make;
    return blobs[0].text();
  });
  return text.trim().split("\n").map((line) => line.split(","));
}

/** Check says PASS for every tensor on the backends that there are. */
export async function passes(tab, tensors, backend) {
  await button(tab, "Check");
  await tab.waitForSelector('.check[data-check="pass"], .check[data-check="fail"]', { timeout: 120_000 });
  const rows = await tab.$$eval(".check tbody tr", (all) => all.map((r) => r.innerText));
  const pass = rows.filter((r) => /PASS/.test(r)).length;
  assert.equal(pass, tensors * (backend === "cpu" ? 1 : 2), rows.join("\n"));
}

/** Axe finds nothing, and nothing scrolls sideways. */
export async function accessible(tab, name) {
  await tab.evaluate(() => { for (const d of document.querySelectorAll("details")) d.open = true; });
  await tab.addScriptTag({ path: axeSource });
  const found = await tab.evaluate(async () => (await globalThis.axe.run()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`));
  assert.deepEqual(found, [], name);
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${name} scrolls sideways by ${wide}`);
}

/** Opens a widget so that axe may run in it. */
export async function inspected(host, browser, widget, lang, query, width) {
  const tab = await open(host, browser, widget, lang, query, { width });
  await tab.setBypassCSP(true);
  await tab.reload();
  await ready(tab);
  return tab;
}

/** The middle 227×227 of a shipped photograph, three planes of 0 … 255. */
export async function photograph(tab, root, name) {
  return tab.evaluate(async (url) => {
    const bitmap = await createImageBitmap(await (await fetch(url)).blob());
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 256;
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(14, 14, 227, 227);
    return [0, 1, 2].flatMap((c) => Array.from({ length: 227 * 227 }, (_, i) => data[4 * i + c]));
  }, `${root}assets/pictures/${name}.png`);
}

/** 11×11 at stride 4 over three planes of 227×227, for each kernel of 363 numbers, behind its ReLU: 55×55 each. */
export function firstLayer(x, kernels) {
  return kernels.map((w) => Array.from({ length: 55 * 55 }, (_, at) => {
    const [row, column] = [4 * Math.floor(at / 55), 4 * (at % 55)];
    let sum = 0;
    for (let c = 0, k = 0; c < 3; c++) for (let u = 0; u < 11; u++) for (let v = 0; v < 11; v++) {
      sum += x[(c * 227 + row + u) * 227 + column + v] * w[k++];
    }
    return Math.max(0, sum);
  }));
}

/** How many tolerances the worst of some numbers is off. */
export function off(got, want, absolute = 2e-5, relative = 2e-5) {
  assert.equal(got.length, want.length);
  return Math.max(...want.map((v, i) => Math.abs(got[i] - v) / (absolute + relative * Math.abs(v))));
}
