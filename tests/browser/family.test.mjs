// The family widget in real browsers: counted, looked at, run row by row, stopped, with own weights.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { accessible, address, button, csv, said, text } from "./alexnet-widgets.mjs";
import { chromium, page, serve } from "./harness.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
let host, browser, gpu, folder;
before(async () => {
  host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true });
  folder = await mkdtemp(path.join(os.tmpdir(), "family-"));
});
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); await rm(folder, { recursive: true, force: true }); });

const WIDGET = '[data-widget="family"]';
const SMALL = "&net=own&block=bottleneck&n2=1&n3=1&n4=1&n5=1&width=8";
/** The widget in a state, drawn and waiting. */
async function show(lang, query = "", { on = browser, backend = "cpu", width = 1280, theme = "light" } = {}) {
  const tab = await page(on, { width });
  await tab.goto(host.url(`${lang}/embed/family/?backend=${backend}&theme=${theme}${query}`));
  await drawn(tab);
  return tab;
}
const drawn = (tab) => tab.waitForFunction(() => {
  const canvas = document.querySelector(".family-scene canvas");
  return canvas && !canvas.hidden;
}, { timeout: 60_000 });
const state = (tab) => tab.$eval(WIDGET, (w) => w.dataset.state);
const press = (tab, what) => tab.click(`[data-press="${what}"]`);
const ran = (tab, timeout = 240_000) => tab.waitForSelector(`${WIDGET}[data-state="ready"]`, { timeout });
const stages = (tab) => tab.$$eval(".of-stages tbody tr", (all) => all.map((r) => [...r.cells].map((c) => c.textContent)));
const set = (tab, key, value) => tab.evaluate((key, value) => {
  const field = document.querySelector(`.control[data-key="${key}"] :is(select, input[type="number"])`);
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}, key, value);

test("the five nets are counted as the claims have them, and no net is run unasked", async () => {
  const tab = await show("en");
  assert.equal(await state(tab), "idle");
  const foot = await tab.$$eval(".table-1 tfoot tr", (all) => all.map((r) => [...r.cells].slice(1, 6).map((c) => c.textContent)));
  assert.deepEqual(foot, [
    ["11,689,512", "21,797,672", "25,557,032", "44,549,160", "60,192,808"],
    ["1.814", "3.664", "4.089", "7.801", "11.514"],
    ["1.814", "3.664", "3.858", "7.570", "11.282"],
    ["1.8", "3.6", "3.8", "7.6", "11.3"],
  ]);
  const claims = await readFile(path.join(root, "web/notes/claims.json"), "utf8");
  for (const figure of foot[2].slice(2)) assert.ok(claims.includes(figure), figure);
  await tab.click('.table-1 thead [data-net="resnet50"]');
  await said(tab, ".answer", "4,089,184,256 multiply-adds");
  assert.deepEqual((await stages(tab))[2], ["conv3_x", "4", "512×28×28", "1,219,584", "1,027,604,480"]);
  assert.deepEqual((await csv(tab))[5], ["conv5_x", "3", "2048×7×7", "14964736", "809238528", ""]);
  await set(tab, "stride", "conv1");
  await said(tab, ".answer", "3.858 × 10⁹ would round to 3.9 × 10⁹; table 1 has 3.8 × 10⁹");
  await address(tab, "net=resnet50");
  assert.equal(await state(tab), "idle");
  assert.deepEqual(tab.complaints, []);
  assert.deepEqual([...tab.asked], [host.origin]);
  await tab.close();
});

test("without JavaScript the table and the drawing are there", async () => {
  const tab = await page(browser);
  await tab.setJavaScriptEnabled(false);
  await tab.goto(host.url("zh/embed/family/"));
  assert.match(await text(tab, ".table-1"), /60,192,808/);
  assert.match(await text(tab, ".answer"), /ResNet-18：11,689,512个参数，1,814,073,344次乘加/);
  assert.ok(await tab.$(".family-scene svg polygon"));
  await tab.close();
});

for (const [backend, on] of [["cpu", () => browser], ["webgpu", () => gpu]]) {
  test(`a net runs row by row, is timed, and predicts nothing, on ${backend}`, async () => {
    const tab = await show("en", SMALL, { on: on(), backend });
    await press(tab, "run");
    await ran(tab);
    assert.equal(await tab.$eval(WIDGET, (w) => w.dataset.backend), backend);
    const rows = await stages(tab);
    assert.equal(rows.length, 7);
    const times = rows.slice(0, 6).map((r) => Number(r[5]));
    assert.ok(times.every((ms) => ms > 0), JSON.stringify(rows));
    assert.ok(Math.abs(times.reduce((a, b) => a + b) - Number(rows[6][5])) < 1, JSON.stringify(rows));
    const status = await text(tab, ".status");
    assert.match(status, /^ResNet-14: Forward [\d.]+ s, [\d.]+×10⁹ multiply-adds a second\. The weights are random and untrained/);
    assert.equal(await tab.$eval(".run .guess", (g) => g.hidden), true);
    // Another stage is a look; another net waits again.
    await tab.focus(".family-scene");
    await tab.keyboard.press("ArrowRight");
    await address(tab, "stage=conv4");
    assert.equal(await state(tab), "ready");
    await set(tab, "width", "12");
    await tab.waitForSelector(`${WIDGET}[data-state="idle"]`);
    assert.equal((await stages(tab))[0].length, 5);
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  });
}

test("check holds ResNet-18 at full size to PyTorch", async () => {
  const tab = await show("en");
  await button(tab, "Check");
  await tab.waitForSelector('.check[data-check="pass"], .check[data-check="fail"]', { timeout: 240_000 });
  const rows = await tab.$$eval(".check tbody tr", (all) => all.map((r) => r.innerText));
  assert.equal(rows.filter((r) => /PASS/.test(r)).length, 3, rows.join("\n"));
  await tab.close();
});

test("a run stops in its middle, and the next one is whole", async () => {
  const tab = await show("en", "&net=resnet101");
  await press(tab, "run");
  await said(tab, ".status", "Making 44,549,160 random weights");
  await press(tab, "stop");
  await tab.waitForSelector(`${WIDGET}[data-state="idle"]`);
  assert.ok(await tab.$eval(WIDGET, (w) => w.querySelector(".remarks.error").hidden));
  assert.match(await text(tab, ".status"), /^A press makes all the weights/);
  await set(tab, "net", "own");
  await press(tab, "run");
  // Another state stops what runs for this one.
  await set(tab, "width", "8");
  await tab.waitForSelector(`${WIDGET}[data-state="idle"]`);
  await press(tab, "run");
  await ran(tab);
  assert.match(await text(tab, ".numbers"), /ResNet-18: \[1, 3, 224, 224\] → \[1, 1000\]/);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("cells and keys choose nets and stages; a link brings them back", async () => {
  const tab = await show("en");
  await tab.click('.table-1 tbody tr:nth-child(4) td[data-net="resnet101"]');
  await address(tab, "net=resnet101");
  await said(tab, ".sums", "Each of the other 22: ");
  await tab.focus(".table-1");
  for (const key of ["ArrowRight", "ArrowDown"]) await tab.keyboard.press(key);
  await address(tab, "net=resnet152");
  await said(tab, ".sums", "conv5_x: ");
  const link = await tab.evaluate(() => location.search);
  const other = await page(browser);
  await other.goto(host.url(`en/embed/family/${link}`));
  await drawn(other);
  await said(other, ".answer", "ResNet-152: 60,192,808 parameters");
  await other.close();
  await tab.bringToFront();
  const canvas = await tab.$(".family-scene canvas");
  await canvas.scrollIntoView();
  const box = await canvas.boundingBox();
  await tab.mouse.click(box.x + box.width * 0.1, box.y + 20);
  await said(tab, ".sums", "conv1: 9,536 parameters");
  await tab.waitForFunction(() => !location.search.includes("conv5"));
  await tab.goBack();
  await said(tab, ".sums", "conv5_x: ");
  await tab.close();
});

test("the drawing is saved as a picture of its own", async () => {
  const tab = await show("en", "&net=resnet50&stage=conv2");
  const svg = await tab.evaluate(async () => {
    const blobs = [], make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { blobs.push(blob); return make.call(URL, blob); };
    [...document.querySelectorAll(".actions button")].find((b) => /SVG/.test(b.textContent)).click();
    URL.createObjectURL = make;
    return blobs[0].text();
  });
  for (const words of ["conv5_x", "2048×7×7", "64×56×56", "identity", "Each of the other 2"]) assert.ok(svg.includes(words), words);
  await tab.close();
});

test("numbers and names that there are not are mended in words; a net too large is said to be", async () => {
  for (const [lang, query, words] of [
    ["en", "&net=own&width=0", "width=0, which is out of range; 4 is used"],
    ["zh", "&net=own&width=10000", "width=10000超出范围，已改用256"],
    ["en", "&net=resnet5", "net=resnet5, which is not understood; resnet18 is used"],
    ["zh", "&net=own&n2=0", "n2=0超出范围，已改用1"],
  ]) {
    const tab = await show(lang, query);
    await said(tab, ".remarks", words);
    assert.equal(await state(tab), "idle");
    await tab.close();
  }
  const tab = await show("zh", "&net=own&block=bottleneck&n4=48&n5=48&width=256");
  await said(tab, ".answer", "这个网络太大");
  assert.equal(await tab.$eval('[data-press="run"]', (b) => b.disabled), true);
  await set(tab, "width", "16");
  await said(tab, ".answer", "自己的网络");
  assert.equal(await tab.$eval('[data-press="run"]', (b) => b.disabled), false);
  await tab.close();
});

/** A file of weights as torchvision names them, small numbers from a formula. */
async function weights(tab, spec) {
  return Buffer.from(await tab.evaluate(async (url, spec) => {
    const { open } = await import(url);
    const tp = await open({ backend: "cpu" });
    const { weights } = await tp.describe(spec);
    tp.close();
    let at = 0;
    const places = weights.map(({ name, shape }) => {
      const count = shape.reduce((a, b) => a * b, 1);
      const place = [name, { dtype: "F32", shape, data_offsets: [4 * at, 4 * (at + count)] }];
      at += count;
      return place;
    });
    let header = JSON.stringify(Object.fromEntries(places));
    header += " ".repeat((8 - header.length % 8) % 8);
    const file = new Uint8Array(8 + header.length + 4 * at);
    new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
    file.set(new TextEncoder().encode(header), 8);
    const numbers = new Float32Array(file.buffer, 8 + header.length, at);
    for (const [name, { data_offsets: [from, to] }] of places) {
      const [first, last] = [from / 4, to / 4];
      if (/running_var|bn\d\.weight|downsample\.1\.weight/.test(name)) numbers.fill(1, first, last);
      else if (name === "fc.bias") numbers[first + 281] = 20;
      else if (/conv|downsample\.0|fc\.weight/.test(name)) for (let i = first; i < last; i++) numbers[i] = Math.sin(i) * 0.01;
    }
    let binary = "";
    for (let i = 0; i < file.length; i += 32_768) binary += String.fromCharCode(...file.subarray(i, i + 32_768));
    return btoa(binary);
  }, host.url("third-pass.js"), spec), "base64");
}
async function give(tab, name, bytes) {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  await tab.$eval(".own-weights", (d) => { d.open = true; });
  await (await tab.$("#family0-weights")).uploadFile(file);
}

test("own weights predict, by ImageNet's names; what does not fit is refused in words", async () => {
  const tab = await show("en", "&top=3");
  const file = await weights(tab, "resnet18");
  const nan = Buffer.from(file);
  nan.writeFloatLE(NaN, nan.length - 4);
  const other = await readFile(path.join(root, "tests/golden/nets/resnet_bottleneck.weights.safetensors"));
  for (const [name, bytes, words] of [["other", other, "the weights do not fit"], ["half", file.subarray(0, file.length >> 1), "not a whole safetensors file"], ["nan", nan, "no finite number"]]) {
    await give(tab, `${name}.safetensors`, bytes);
    await said(tab, ".own-weights .error", words);
    assert.match(await text(tab, ".using"), /Random, untrained weights/);
  }
  await give(tab, "mine.safetensors", file);
  await said(tab, ".using", "mine.safetensors");
  await ran(tab);
  const bars = await tab.$$eval(".run .bars li", (all) => all.map((li) => li.innerText.replace(/\s+/g, " ")));
  assert.equal(bars.length, 3);
  assert.match(bars[0], /^tabby (9\d|100)\.\d+%$/);
  assert.ok(!(await text(tab, ".status")).includes("random"));
  // The file is of ResNet-18: another net is without it.
  await set(tab, "net", "resnet34");
  await said(tab, ".using", "Random, untrained weights");
  assert.equal(await tab.$eval(".run .guess", (g) => g.hidden), true);
  await set(tab, "net", "own");
  assert.match(await tab.$eval(WIDGET, (w) => w.innerText), /Your own weights fit the nets that torchvision has/);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("axe finds nothing after work, in either language, light or dark, wide or narrow", async () => {
  for (const [lang, width, theme] of [["zh", 1280, "dark"], ["en", 360, "light"], ["zh", 360, "dark"], ["en", 1280, "light"]]) {
    const tab = await show(lang, SMALL, { width, theme });
    await tab.setBypassCSP(true);
    await tab.reload();
    await drawn(tab);
    await press(tab, "run");
    await ran(tab);
    await give(tab, "bad.safetensors", Buffer.from("no")).catch(() => {});
    await accessible(tab, `${lang} ${width} ${theme}`);
    await tab.close();
  }
});
