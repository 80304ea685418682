// What the frame does for every widget, seen on the convolution in Chromium.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import path from "node:path";
import { chromium, DIST, page, ready, serve } from "./harness.mjs";

let host, browser;
before(async () => { host = await serve(); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

const FIRST = "[data-widget]#convolution";
const at = (query, lang = "en") => host.url(`${lang}/alexnet/?w=convolution&v=1&backend=cpu${query}#convolution`);
const numbers = (tab, words) =>
  tab.waitForFunction((words) => document.querySelector("#convolution .numbers").textContent.includes(words), {}, words);
/** Moves a slider as a drag does, and lets it go. */
const slide = (tab, id, value) => tab.evaluate((id, value) => {
  const slider = document.getElementById(id);
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  slider.dispatchEvent(new Event("change", { bubbles: true }));
}, id, value);
const click = (tab, words) => tab.evaluate((first, words) => {
  [...document.querySelector(first).querySelectorAll("button")].find((b) => b.textContent === words).click();
}, FIRST, words);
/** What the dialog of sharing has to copy: `link`, `iframe`. */
async function shared(tab, code) {
  await click(tab, "Share");
  const field = await tab.waitForSelector(`dialog[open] #share-${code}`);
  const text = await field.evaluate((f) => f.value);
  // The focus goes back to the button when it has closed, not before.
  await tab.evaluate(() => new Promise((closed) => {
    const dialog = document.querySelector("dialog[open]");
    dialog.addEventListener("close", closed, { once: true });
    dialog.close();
  }));
  return text;
}

test("a teacher's link hides controls, fixes others, and asks", async () => {
  const tab = await page(browser);
  await tab.goto(at("&kernel=random&hide=padding,picture&lock=stride,kernel&ask=%3Cb%3EWhy%3F"));
  await ready(tab);
  await tab.waitForFunction(() => document.getElementById("convolution0-stride").disabled);
  const controls = await tab.$$eval(`${FIRST} .control[data-key]`, (all) => all.map((c) => ({
    key: c.dataset.key,
    shown: c.checkVisibility(),
    off: [...c.querySelectorAll("input, select")].every((i) => i.disabled),
    on: [...c.querySelectorAll("input, select")].every((i) => !i.disabled),
  })));
  const of = (key) => controls.find((c) => c.key === key);
  for (const key of ["padding", "picture", "file", "angle", "row"]) assert.equal(of(key).shown, false, key);
  for (const key of ["stride", "kernel"]) assert.ok(of(key).shown && of(key).off, key);
  for (const key of ["size", "seed", "channels"]) assert.ok(of(key).shown && of(key).on, key);
  const ask = await tab.$eval(`${FIRST} .ask`, (a) => ({ text: a.textContent, inner: a.querySelectorAll("b").length }));
  assert.match(ask.text, /<b>Why\?$/);
  assert.equal(ask.inner, 0, "a question is never markup");
  // What the link fixes stays fixed in the link that goes on.
  const link = new URL(await shared(tab, "link"));
  assert.equal(link.searchParams.get("lock"), "kernel,stride");
  assert.equal(link.searchParams.get("hide"), "picture,padding");
  await tab.close();
});

test("a number beyond the range becomes the nearest, in the field too", async () => {
  const tab = await page(browser);
  await tab.goto(at("&stride=3"));
  await numbers(tab, "[1, 1, 73, 73]");
  for (const [typed, want] of [["99", "8"], ["-4", "1"], ["", "1"], ["2.4", "2"]]) {
    await tab.$eval('#convolution .control[data-key="stride"] .number', (field, typed) => {
      field.value = typed;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }, typed);
    await tab.waitForFunction((want) => document.querySelector('#convolution .control[data-key="stride"] .number').value === want, {}, want);
    assert.equal(await tab.$eval("#convolution0-stride", (s) => s.value), want, typed);
  }
  await tab.close();
});

test("many quick changes make few entries of the history, and the address has the last", async () => {
  const tab = await page(browser);
  await tab.goto(at(""));
  await ready(tab);
  const before = await tab.evaluate(() => history.length);
  for (let step = 0; step < 12; step++) await slide(tab, "convolution0-stride", 1 + (step % 3));
  await slide(tab, "convolution0-stride", 7);
  await tab.waitForFunction(() => location.search.includes("stride=7"));
  const made = await tab.evaluate(() => history.length) - before;
  assert.ok(made >= 1 && made <= 3, `${made} entries`);
  await numbers(tab, "[1, 1, 31, 31]");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("back undoes the widget last touched and leaves the other as it is", async () => {
  const tab = await page(browser);
  await tab.goto(host.url("en/alexnet/?backend=cpu"));
  const value = (id) => tab.$eval(`#${id}`, (s) => s.value);
  const settle = () => new Promise((ok) => setTimeout(ok, 450));
  for (const widget of await tab.$$(`[data-widget="convolution"]`)) {
    await widget.scrollIntoView();
    await tab.waitForFunction((w) => w.dataset.state === "ready", { timeout: 60_000 }, widget);
  }
  const second = await value("convolution1-stride");
  await slide(tab, "convolution0-stride", 2);
  await settle();
  await slide(tab, "convolution0-stride", 3);
  await settle();
  await slide(tab, "convolution1-stride", 7);
  await settle();
  // A step to a heading is no change of any widget.
  await tab.$eval(".contents a", (a) => a.click());
  await settle();
  assert.deepEqual([await value("convolution0-stride"), await value("convolution1-stride")], ["3", "7"]);
  await tab.goBack();
  await tab.goBack();
  await tab.waitForFunction((want) => document.getElementById("convolution1-stride").value === want, {}, second);
  assert.equal(await value("convolution0-stride"), "3");
  await tab.goBack();
  await tab.waitForFunction(() => document.getElementById("convolution0-stride").value === "2");
  await tab.goForward();
  await tab.goForward();
  await tab.waitForFunction(() => document.getElementById("convolution1-stride").value === "7");
  assert.equal(await value("convolution0-stride"), "3");
  await tab.reload();
  await tab.$eval("#convolution", (w) => w.scrollIntoView());
  await tab.waitForFunction(() => document.getElementById("convolution0-stride").value === "3");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

/** The input's pixels as numbers, 16×16 of them. */
const look = (tab) => tab.evaluate((first) => {
  const small = document.createElement("canvas");
  small.width = small.height = 16;
  const context = small.getContext("2d");
  context.drawImage(document.querySelector(`${first} .map canvas`), 0, 0, 16, 16);
  return [...context.getImageData(0, 0, 16, 16).data];
}, FIRST);
const apart = (a, b) => a.reduce((sum, v, i) => sum + Math.abs(v - b[i]), 0) / a.length;

test("an own picture goes into the link as a small copy if the reader asks, and comes back", async () => {
  const tab = await page(browser);
  await tab.goto(at("&side=256"));
  await ready(tab);
  const cat = await look(tab);
  const input = await tab.$(`${FIRST} input[type="file"]`);
  await input.uploadFile(path.join(DIST, "assets/pictures/coffee.png"));
  await tab.waitForFunction(() => document.getElementById("convolution0-picture").value === "own");
  await ready(tab);
  const coffee = await look(tab);
  assert.ok(apart(cat, coffee) > 15, "another picture is shown");
  assert.doesNotMatch(await shared(tab, "link"), /d=1/, "not in the link unasked");
  // By the keyboard: what is drawn meanwhile may move the box from under a pointer.
  await tab.focus("#convolution0-carry");
  await tab.keyboard.press("Space");
  await tab.waitForFunction(() => /d=1\./.test(location.search + location.hash));
  const link = await shared(tab, "link");
  assert.ok(link.length < 8_000, `${link.length} characters`);
  assert.match(link, /#convolution&d=1\./, "a long blob stands behind the heading");
  const embed = await shared(tab, "iframe");
  assert.match(embed, /embed\/convolution\/\?v=1&amp;[^#"]*picture=own[^#"]*#d=1\./);
  // Another photograph of the site: the copy is not in the link, and is back with the picture.
  await tab.select("#convolution0-picture", "brick");
  await tab.waitForFunction(() => !/d=1\./.test(location.search + location.hash));
  await tab.select("#convolution0-picture", "own");
  await tab.waitForFunction(() => /d=1\./.test(location.search + location.hash));
  await tab.close();

  const other = await page(browser);
  await other.goto(link);
  await ready(other);
  await other.waitForFunction(() => document.getElementById("convolution0-picture").value === "own");
  await other.waitForFunction(() => document.querySelector("#convolution .remarks").textContent.includes("small copy"));
  await ready(other);
  const seen = await look(other);
  assert.ok(apart(seen, coffee) < 10, `the copy is off by ${apart(seen, coffee)} of 255`);
  assert.equal(await shared(other, "link"), link, "the copy goes on with the link");
  assert.deepEqual(other.complaints, []);
  await other.close();

  const cut = await page(browser);
  await cut.goto(link.slice(0, -40));
  await ready(cut);
  await cut.waitForFunction(() => document.querySelector("#convolution .remarks").textContent.includes("not whole"));
  assert.match(await cut.$eval("#convolution .remarks", (r) => r.textContent), /a photograph of this site is shown instead/);
  assert.equal(await cut.$eval("#convolution0-picture", (s) => s.value), "chelsea");
  await cut.close();
});

/** Clicks "check" and gives the verdict and the rows. */
async function check(tab) {
  await click(tab, "Check");
  await tab.waitForFunction((first) => ["pass", "fail", "absent"].includes(document.querySelector(`${first} .check`).dataset.check), { timeout: 60_000 }, FIRST);
  return tab.$eval(`${FIRST} .check`, (c) => ({
    verdict: c.dataset.check,
    said: c.querySelector(".said").textContent,
    rows: [...c.querySelectorAll("tbody tr")].map((r) => [...r.cells].map((d) => d.textContent)),
  }));
}

test("check holds both backends to PyTorch; where WebGPU is missing it says so", async () => {
  for (const webgpu of [false, true]) {
    const other = await chromium({ webgpu });
    try {
      const tab = await page(other);
      // Another state is shown: what is checked is the default one.
      await tab.goto(at("&kernel=blur&stride=7"));
      await ready(tab);
      const { verdict, said, rows } = await check(tab);
      assert.equal(verdict, "pass", JSON.stringify(rows));
      assert.match(said, /^PASS/);
      const [w, y] = rows;
      assert.deepEqual([w[2], y[2], y[3], y[6]], ["w", "y", "3,025", "PASS"]);
      assert.ok(Number(y[4]) > 0 && Number(y[4]) < 1e-5, `largest difference ${y[4]}`);
      if (webgpu) {
        assert.match(rows[3][1], /software/, "the device is named");
        assert.equal(rows[3][6], "PASS");
      } else {
        assert.equal(rows.length, 3);
        assert.match(rows[2].join(" "), /WebGPU.*could not run/);
      }
      assert.match(await tab.$eval("#convolution .numbers", (n) => n.textContent), /\[1, 1, 31, 31\]/, "the widget is as it was");
      await tab.close();
    } finally {
      await other.close();
    }
  }
});

test("check fails where numbers differ, and says when the golden is missing", async () => {
  for (const broken of ["changed", "missing"]) {
    const tab = await page(browser);
    await tab.setRequestInterception(true);
    tab.on("request", async (request) => {
      if (!request.url().includes("assets/check/")) return request.continue();
      if (broken === "missing") return request.respond({ status: 404, body: "no" });
      const body = Buffer.from(await (await fetch(request.url())).arrayBuffer());
      // The last number of the last tensor.
      body.writeFloatLE(9, body.length - 4);
      return request.respond({ status: 200, body });
    });
    await tab.goto(at(""));
    await ready(tab);
    const { verdict, said, rows } = await check(tab);
    assert.equal(verdict, "fail");
    if (broken === "missing") assert.match(said, /Nothing was checked: .*404/);
    else assert.deepEqual(rows.slice(0, 2).map((r) => r[6]), ["PASS", "FAIL"]);
    await tab.close();
  }
});

test("what the engine says in English is told in Chinese, and a second try mends it", async () => {
  const tab = await page(browser);
  let missing = true;
  await tab.setRequestInterception(true);
  tab.on("request", (request) => {
    const engine = /worker-[0-9a-f]+_bg\.wasm/.test(request.url());
    return missing && engine ? request.respond({ status: 404, body: "no" }) : request.continue();
  });
  await tab.goto(at("", "zh"));
  await tab.waitForSelector(`${FIRST}[data-state="error"]`);
  const error = await tab.$eval(`${FIRST} .remarks.error`, (e) => ({ shown: e.checkVisibility(), said: e.querySelector("p").textContent, original: e.querySelector("details p").textContent }));
  assert.ok(error.shown);
  assert.match(error.said, /^没有算成：需要的文件没有下载成功/);
  assert.match(error.original, /could not be loaded \(404/);
  missing = false;
  await click(tab, "再试一次");
  await ready(tab);
  assert.equal(await tab.$eval(`${FIRST} .remarks.error`, (e) => e.checkVisibility()), false);
  await tab.close();
});
