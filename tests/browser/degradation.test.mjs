// The degradation widget in real browsers, on the embed page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { axeSource, chromium, page, serve, DIST } from "./harness.mjs";

let host, browser, gpu;
before(async () => { host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); });

/** The widget in a state, after its first step. */
async function open(on, lang, query, { backend = "cpu", width = 1280 } = {}) {
  const tab = await page(on, { width });
  await tab.goto(host.url(`${lang}/embed/degradation/?backend=${backend}${query}`));
  await tab.waitForSelector('[data-widget="degradation"][data-state="ready"]', { timeout: 240_000 });
  return tab;
}
const press = (tab, what) => tab.click(`[data-press="${what}"]`);
const text = (tab, where) => tab.$eval(where, (e) => e.innerText);
const status = (tab, pattern) => tab.waitForFunction((p) => new RegExp(p).test(document.querySelector(".status").innerText), { timeout: 240_000 }, pattern);
/** What the button downloads: the losses of each net, and of the runs that were logged. */
async function losses(tab) {
  const csv = await tab.evaluate(async () => {
    const blobs = [], make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { blobs.push(blob); return make.call(URL, blob); };
    [...document.querySelectorAll(".actions button")].find((b) => /CSV/.test(b.textContent)).click();
    URL.createObjectURL = make;
    return blobs[0].text();
  });
  const found = { plain: [], residual: [], plain_logged: [], residual_logged: [] };
  for (const line of csv.trim().split("\n").slice(1)) { const [net, , loss] = line.split(","); found[net].push(Number(loss)); }
  return found;
}
const drawn = (tab) => tab.$$eval(".charts canvas", (all) => all.map((c) => new Set(new Uint32Array(c.getContext("2d").getImageData(0, 0, c.width, c.height).data.buffer)).size > 2));
const log = JSON.parse(readFileSync(`${DIST}/assets/digits/degradation.json`, "utf8"));
const logged = (net, depth) => log.runs.find((r) => r.net === net && r.depth === depth && r.norm === "batch" && r.seed === 1);

test("one real step of both nets of 56 layers, the logged runs before a training, and the next step", async () => {
  const tab = await open(browser, "en", "");
  assert.match(await text(tab, ".ratio"), /plain-56 71\.6%, residual-56 4\.0%/);
  assert.deepEqual((await drawn(tab)), [true, true, true, true, true]);
  const first = await losses(tab);
  for (const net of ["plain", "residual"]) {
    assert.ok(Math.abs(first[net][0] - logged(net, 56).loss[0]) < 1e-3, `${net} ${first[net]}`);
    assert.deepEqual(first[`${net}_logged`], logged(net, 56).loss);
  }
  await press(tab, "step");
  await status(tab, "^Step [2-9] of 200, a step takes");
  const { residual } = await losses(tab);
  assert.ok(Math.abs(residual[1] - logged("residual", 56).loss[1]) < 1e-3 * residual[1], `${residual}`);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("it trains, pauses, and who goes away and comes back finds it as it was", async () => {
  const tab = await open(browser, "en", "&depth=8&steps=50");
  await press(tab, "play");
  await status(tab, "^Step ([5-9]|[1-4]\\d) of 50");
  await press(tab, "play");
  await tab.waitForFunction(() => document.querySelector('[data-press="play"]').innerText === "Start training");
  const before = await losses(tab);
  assert.ok(before.plain.length >= 5 && before.plain.length < 50, `${before.plain.length} steps`);
  const set = (value) => tab.evaluate((value) => {
    const input = document.querySelector('[data-key="seed"] input[type="number"]');
    input.value = value;
    for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
  }, value);
  await set("2");
  await status(tab, "^Step [1-4] of 50");
  assert.notEqual((await losses(tab)).plain[0], before.plain[0]);
  await set("1");
  await tab.waitForFunction((n) => document.querySelectorAll("details .table tbody tr").length >= n, { timeout: 20_000 }, before.plain.length);
  const back = await losses(tab);
  assert.deepEqual(back.plain.slice(0, before.plain.length), before.plain);
  await press(tab, "play");
  await status(tab, "^Training has ended");
  const all = await losses(tab);
  assert.deepEqual([all.plain.length, all.residual.length], [50, 50]);
  assert.deepEqual(all.plain.slice(0, before.plain.length), before.plain);
  assert.match(await text(tab, ".ratio"), /^This run, training error: plain-8 \d.*; test error: plain-8 \d/);
  assert.ok(all.residual.slice(-5).reduce((a, b) => a + b) / 5 < all.residual[0]);
  await tab.close();
});

test("a run that diverges says so and keeps its curve, the other goes on", async () => {
  for (const [lang, words] of [["en", /residual-56 this training ended early.*diverges/], ["zh", /残差网络-56没有训练到底.*损失已经不是一个数/]]) {
    const tab = await open(browser, lang, "&norm=none");
    await press(tab, "step");
    await tab.waitForFunction(() => document.querySelector(".said p"), { timeout: 240_000 });
    assert.match(await text(tab, ".said"), words);
    assert.ok((await losses(tab)).residual.length >= 1);
    await tab.close();
  }
});

/** At least so many steps of both nets, then it stands. */
async function trained(tab, steps, before) {
  if (before !== "is playing") await press(tab, "play");
  await tab.waitForFunction((n) => Number(document.querySelector(".status").innerText.match(/\d+/)?.[0]) >= n || /ended/.test(document.querySelector(".status").innerText), { timeout: 240_000 }, steps);
  if (!/ended/.test(await text(tab, ".status"))) await press(tab, "play");
  await tab.waitForFunction(() => document.querySelector('[data-press="play"]').innerText === "Start training", { timeout: 60_000 });
  return losses(tab);
}

test("both backends agree in the first steps with shortcuts", async () => {
  const found = [];
  for (const [on, backend] of [[browser, "cpu"], [gpu, "webgpu"]]) {
    const tab = await open(on, "en", "&depth=20", { backend });
    while ((await losses(tab)).residual.length < 3) {
      const steps = (await losses(tab)).residual.length;
      await press(tab, "step");
      await status(tab, `^Step ([${steps + 1}-9]|\\d\\d)`);
    }
    found.push((await losses(tab)).residual.slice(0, 3));
    await tab.close();
  }
  found[0].forEach((loss, i) => assert.ok(Math.abs(loss - found[1][i]) < 1e-3, `${found[0]} and ${found[1]}`));
});

test("a chart's numbers are read by keys and under the pointer, and the buttons take keys", async () => {
  const tab = await open(browser, "en", "&depth=20");
  const reads = await tab.$$(".reads");
  assert.equal(reads.length, 5);
  const read = (i) => tab.$$eval(".readout", (all, i) => all[i].textContent, i);
  const rounded = (v) => v.toFixed(4);
  await reads[0].focus();
  const end = ["plain", "residual"].map((net) => rounded(logged(net, 20).loss[199]));
  assert.equal(await read(0), `Step 200 · plain (logged) ${end[0]} · residual (logged) ${end[1]}`);
  await tab.keyboard.press("Home");
  const first = await losses(tab);
  const [plain, residual] = ["plain", "residual"].map((net) => `${net} (logged) ${rounded(logged(net, 20).loss[0])} · ${net} ${rounded(first[net][0])}`);
  assert.equal(await read(0), `Step 1 · ${plain} · ${residual}`);
  await tab.keyboard.press("ArrowRight");
  assert.match(await read(0), /^Step 2 · plain \(logged\) /);
  await tab.keyboard.press("Escape");
  assert.equal(await read(0), "");
  // Every fiftieth step is a test.
  await reads[2].focus();
  for (const key of ["Home", "ArrowRight"]) await tab.keyboard.press(key);
  assert.match(await read(2), /^Step 100 · plain \(logged\) 0\.\d+ · residual \(logged\) 0\.\d+$/);
  await reads[3].focus();
  await tab.keyboard.press("Home");
  assert.match(await read(3), /^Layer 1 · plain \(logged\) [\d.]+e-?\d · plain [\d.]+e-?\d · residual/);
  assert.equal(await read(2), "", "what is left is no longer read");
  const box = await (await reads[0].$("canvas")).boundingBox();
  await tab.mouse.move(box.x + 46 + (box.width - 60) / 2, box.y + 40);
  assert.match(await read(0), /^Step (99|100|101) · /);
  assert.equal(await tab.$$eval(".reads svg", (all) => all[0].hasAttribute("hidden")), false);
  await tab.mouse.move(2, 2);
  assert.equal(await read(0), "");
  await tab.focus('[data-press="step"]');
  await tab.keyboard.press("Enter");
  await status(tab, "^Step 2 of 200");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("slowed, hidden and frozen in mid-run, it goes on with the same losses", async () => {
  const quiet = await open(browser, "en", "&depth=8&steps=50");
  const want = await trained(quiet, 50);
  await quiet.close();
  const tab = await open(browser, "en", "&depth=8&steps=50");
  const client = await tab.createCDPSession();
  await client.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await press(tab, "play");
  await status(tab, "^Step ([5-9]|[1-4]\\d) of 50");
  const other = await page(browser);
  await other.bringToFront();
  await client.send("Page.setWebLifecycleState", { state: "frozen" });
  await other.goto(host.url("en/embed/pooling/?backend=cpu"));
  await other.waitForSelector('[data-widget="pooling"][data-state="ready"]', { timeout: 60_000 });
  await client.send("Page.setWebLifecycleState", { state: "active" });
  await other.close();
  await tab.bringToFront();
  await client.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await status(tab, "^Training has ended");
  assert.deepEqual(await losses(tab), want);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("a device lost in mid-training is replaced, and the curve goes on", async () => {
  const tab = await page(gpu);
  // The widget's engine is its own: the message that loses a device goes straight to its worker.
  await tab.evaluateOnNewDocument(() => {
    const Real = Worker;
    globalThis.workers = [];
    globalThis.Worker = class extends Real { constructor(...given) { super(...given); globalThis.workers.push(this); } };
  });
  await tab.goto(host.url("en/embed/degradation/?backend=webgpu&depth=8&steps=50"));
  await tab.waitForSelector('[data-widget="degradation"][data-state="ready"]', { timeout: 120_000 });
  await press(tab, "play");
  await status(tab, "^Step ([3-9]|[1-4]\\d) of 50");
  await tab.evaluate(() => globalThis.workers.at(-1).postMessage([{ t: "lose", id: -1 }]));
  await tab.waitForFunction(() => /device was lost and has been replaced/.test(document.querySelector(".remarks").innerText), { timeout: 240_000 });
  const found = await trained(tab, (await losses(tab)).plain.length + 3, "is playing");
  assert.equal(await tab.$eval(".said", (p) => p.hidden), true, "no run ended early");
  const cpu = await open(browser, "en", "&depth=8&steps=50");
  const want = await trained(cpu, 12);
  for (const net of ["plain", "residual"]) for (let i = 0; i < Math.min(found[net].length, 9); i++) {
    assert.ok(Math.abs(found[net][i] - want[net][i]) <= 1e-2, `${net}, step ${i + 1}: ${found[net][i]}, not ${want[net][i]}`);
  }
  await cpu.close();
  await tab.close();
});

test("the check passes on the CPU: 56 layers take a software device minutes", async () => {
  const tab = await open(browser, "en", "");
  await tab.evaluate(() => [...document.querySelectorAll(".actions button")].find((b) => b.textContent === "Check").click());
  await tab.waitForFunction(() => /PASS|FAIL/.test(document.querySelector(".check .said")?.innerText), { timeout: 120_000 });
  assert.match(await text(tab, ".check"), /PASS: all/);
  await tab.close();
});

test("axe finds nothing, at 1280 and 360 pixels; bad links are said", async () => {
  for (const width of [1280, 360]) {
    const tab = await open(browser, "zh", "&depth=8&steps=7777", { width });
    assert.match(await text(tab, ".remarks"), /steps=7777超出范围，已改用1000/);
    await tab.setBypassCSP(true);
    await tab.reload();
    await tab.waitForSelector('[data-widget="degradation"][data-state="ready"]', { timeout: 60_000 });
    await press(tab, "step");
    await status(tab, "^第[2-9]步");
    await tab.addScriptTag({ path: axeSource });
    const { violations } = await tab.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`), []);
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await tab.close();
  }
});
