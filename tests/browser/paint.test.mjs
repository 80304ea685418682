// Kernels that are painted in the convolution widget, on the embed page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium, serve } from "./harness.mjs";
import { accessible, address, csv, drag, inspected, off, open, ready, said, settled } from "./alexnet-widgets.mjs";

let host, browser;
before(async () => { host = await serve(); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

const show = (lang, query, options) => open(host, browser, "convolution", lang, query, options);
const cells = (tab) => tab.evaluate(() => new URLSearchParams(location.search).get("cells"));
const code = (tab) => tab.$eval("pre code", (e) => e.textContent);
/** The middle of a cell, in the page. */
async function cell(tab, row, column, side) {
  const box = await (await tab.$(".paint canvas")).boundingBox();
  return [box.x + box.width * (column + 0.5) / side, box.y + box.height * (row + 0.5) / side];
}
/** A drag over cells. */
async function stroke(tab, side, [first, ...rest]) {
  await (await tab.$(".paint")).scrollIntoView();
  await tab.mouse.move(...await cell(tab, ...first, side));
  await tab.mouse.down();
  for (const at of rest) await tab.mouse.move(...await cell(tab, ...at, side), { steps: 4 });
  await tab.mouse.up();
}

test("a painted kernel's output is that of its levels", async () => {
  const tab = await show("en", "&kernel=painted&size=3&stride=1&side=64&cells=aaa080aaa");
  const x = await tab.evaluate(async (url) => {
    const bitmap = await createImageBitmap(await (await fetch(url)).blob());
    const canvas = Object.assign(document.createElement("canvas"), { width: 256, height: 256 });
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(96, 96, 64, 64);
    return Array.from({ length: 4096 }, (_, i) => (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 255);
  }, host.url("assets/pictures/chelsea.png"));
  const levels = [-1, -1, -1, 0, 8, 0, -1, -1, -1];
  const want = Array.from({ length: 62 * 62 }, (_, at) => levels.reduce((sum, l, i) => sum + l / 14 / 3 * x[(Math.floor(at / 62) + Math.floor(i / 3)) * 64 + at % 62 + i % 3], 0));
  assert.ok(off((await csv(tab)).flat().map(Number), want) < 1);
  assert.match(await code(tab), /g = torch.tensor\(\[\n {4}\[-1, -1, -1\],\n {4}\[0, 8, 0\],/);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("the pointer paints a stroke, and Back takes it back as one", async () => {
  const tab = await show("en", "&size=5&stride=2");
  assert.equal(await tab.$eval(".paint", (p) => p.hidden), true);
  await tab.select('[id$="-kernel"]', "painted");
  await address(tab, "kernel=painted");
  await ready(tab);
  assert.equal(await tab.$eval(".paint", (p) => p.hidden), false);
  assert.equal(await cells(tab), null);
  const before = (await csv(tab)).flat().join();
  await settled(tab);
  await stroke(tab, 5, [[0, 0], [0, 2], [0, 4]]);
  // Sobel's in the middle, and a line of ones above it.
  await tab.waitForFunction(() => new URLSearchParams(location.search).get("cells") === "111110a0100b0200a01000000");
  await ready(tab);
  assert.notEqual((await csv(tab)).flat().join(), before);
  await tab.goBack();
  await tab.waitForFunction(() => new URLSearchParams(location.search).get("cells") === null);
  await tab.waitForFunction(() => /row 0, column 4: 0/.test(document.querySelector(".paint").innerText));
  await ready(tab);
  assert.equal((await csv(tab)).flat().join(), before);
  await tab.close();
});

test("keys paint too: arrows, digits, minus, space, delete", async () => {
  const tab = await show("en", "&kernel=painted&size=3&cells=000000000");
  await tab.focus(".paint .pick");
  for (const key of ["ArrowRight", "7", "-", "ArrowDown", "3", "ArrowRight", " ", "ArrowDown", "4", "Delete"]) await tab.keyboard.press(key);
  await tab.waitForFunction(() => new URLSearchParams(location.search).get("cells") === "0g0031000", { timeout: 5000 });
  await said(tab, ".paint", "row 2, column 2: 0");
  await tab.evaluate(() => [...document.querySelectorAll(".paint button")][0].click());
  await tab.waitForFunction(() => new URLSearchParams(location.search).get("cells") === "000000000");
  await tab.close();
});

test("a large kernel travels in the blob, another size keeps its middle", async () => {
  const tab = await show("en", "&kernel=painted&size=11");
  await (await tab.$(".paint")).scrollIntoView();
  await tab.mouse.click(...await cell(tab, 0, 10, 11));
  await tab.waitForFunction(() => /d=1\.[\w-]+/.test(location.search));
  const search = await tab.evaluate(() => location.search);
  assert.ok(!search.includes("cells="), search);
  const other = await show("en", search.slice(1).replace(/backend=cpu&?/, "").replace(/^/, "&"));
  assert.match(await code(other), /g = torch.tensor\(\[\n {4}\[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1\],/);
  await drag(other, "size", 3);
  await other.waitForFunction(() => /\[-2, 0, 2\]/.test(document.querySelector("pre code").textContent) && /k = 3/.test(document.querySelector("pre code").textContent));
  await other.close();
  await tab.close();
});

test("a locked kernel is not painted; odd cells are zeros; axe finds nothing", async () => {
  const locked = await show("en", "&kernel=painted&size=3&cells=000000000&lock=kernel");
  await locked.focus(".paint .pick");
  await locked.keyboard.press("7");
  await said(locked, ".paint", "row 0, column 0: 0");
  await locked.close();
  for (const [lang, width, theme] of [["zh", 360, "dark"], ["en", 1280, "light"]]) {
    const tab = await inspected(host, browser, "convolution", lang, `&kernel=painted&size=5&cells=我9z&theme=${theme}`, width);
    await tab.focus(".paint .pick");
    await tab.keyboard.press("5");
    await accessible(tab, `${lang} ${width}`);
    await tab.close();
  }
});
