// A teacher's link: a question on a widget, and controls that are fixed or gone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import { task, WORDS } from "../../web/static/teach.js";
import { inspected, ready } from "./alexnet-widgets.mjs";
import { axeSource, chromium, page, serve } from "./harness.mjs";

let host, browser;
before(async () => { host = await serve(); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

test("a task is a query: question, fixed and hidden controls, the state as it was", () => {
  assert.equal(task("", {}), "");
  assert.equal(task("stride=2&d=1.AXg&ask=old&lock=a", { ask: " 边长\n多少？ ", lock: ["stride", "size"], hide: ["seed"] }), `stride=2&hide=seed&lock=stride,size&ask=${encodeURIComponent("边长 多少？")}&d=1.AXg`);
  assert.equal(task("", { ask: "&#<b>" }), "ask=%26%23%3Cb%3E");
  assert.equal(decodeURIComponent(task("", { ask: "字".repeat(10) })).length, 14);
  assert.deepEqual(Object.keys(WORDS.zh), Object.keys(WORDS.en));
});

test("a long question travels in the blob, beside the texts of the state, and once", async () => {
  const links = await readFile(new URL("../links/links.txt", import.meta.url), "utf8");
  const question = "把步幅从2改成3，输出的边长是多少？先写下你的答案，再动手。";
  const alone = task("stride=3", { ask: question, lock: ["stride"] });
  assert.ok(links.includes(`\nw=pooling&v=1&${alone} => `), `an old link is read for ever: ${alone}`);
  assert.match(alone, /^stride=3&lock=stride&d=1\.[\w-]+$/);
  assert.equal(task(alone, { ask: question, lock: ["stride"] }), alone);
  assert.equal(task(alone, {}), "stride=3", "a question that is taken back leaves nothing");
  const state = task("", { ask: "y".repeat(97) }), both = task(state, { ask: question });
  assert.equal(task(both, { ask: "y".repeat(97) }), state);
  assert.ok(decodeURIComponent(task("d=1.AXg", { ask: question })).endsWith(`ask=${question}&d=1.AXg`), "a picture fills the blob");
});

test("the form makes a link, and the link shows the question with its controls fixed and hidden", async () => {
  const tab = await inspected(host, browser, "pooling", "zh", "&size=2&theme=dark", 360);
  await tab.evaluate(() => [...document.querySelectorAll(".actions button")].find((b) => b.textContent === "出题").click());
  await tab.waitForSelector(".task-box[open]");
  await tab.type(".task-box textarea", "窗口不动，步幅改成3，输出的边长是多少？");
  await tab.evaluate(() => {
    const rows = [...document.querySelectorAll(".task-box fieldset label")];
    for (const [words, value] of [["步幅", "lock"], ["照片", "hide"]]) {
      const select = rows.find((row) => row.textContent.includes(words)).querySelector("select");
      select.value = value;
      select.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  const links = await tab.$$eval(".task-box .link input", (all) => all.map((i) => i.value));
  assert.equal(links.length, 1, "an embed page has one link");
  assert.match(links[0], /&d=1\.[\w-]+$/, "a question of some length is in the blob");
  await tab.addScriptTag({ path: axeSource });
  const found = await tab.evaluate(async () => (await globalThis.axe.run(".task-box")).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120))}`));
  assert.deepEqual(found, []);
  assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await tab.keyboard.press("Escape");
  await tab.waitForFunction(() => document.querySelector(".task-box") === null);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
  const pupil = await page(browser);
  await pupil.goto(`${links[0]}&backend=cpu`);
  await ready(pupil);
  await pupil.waitForFunction(() => document.querySelector(".ask").textContent === "想一想：窗口不动，步幅改成3，输出的边长是多少？" && !document.querySelector(".ask").hidden);
  const shown = await pupil.evaluate(() => ({
    stride: document.querySelector('.control[data-key="stride"] input').disabled, size: document.querySelector('.control[data-key="size"] input').value,
    picture: document.querySelector('.control[data-key="picture"]').hidden, free: document.querySelector('.control[data-key="size"] input').disabled,
  }));
  assert.deepEqual(shown, { stride: true, size: "2", picture: true, free: false });
  await pupil.close();
});
