// How often the address is written while somebody drags: Safari refuses more than 100 times in 30 seconds.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium, page, serve } from "./harness.mjs";

let host, browser;
before(async () => { host = await serve(); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

/** A tab that notes when an address is written, and by which call. */
async function open(url) {
  const tab = await page(browser);
  await tab.evaluateOnNewDocument(() => {
    globalThis.written = [];
    for (const name of ["pushState", "replaceState"]) {
      const write = history[name];
      history[name] = function (state, title, url) {
        if (url !== undefined && url !== null) globalThis.written.push({ name, at: performance.now() });
        return write.call(this, state, title, url);
      };
    }
  });
  await tab.goto(url);
  return tab;
}
/** Moves sliders to and fro, to a place on each of so many frames of the screen, then to 7; each is `held`, or let go every time, as by keys. */
const move = (tab, ids, frames, held) => tab.evaluate(async (ids, frames, held) => {
  const sliders = ids.map((id) => document.getElementById(id));
  const to = (slider, value, ...types) => {
    slider.value = value;
    for (const type of types) slider.dispatchEvent(new Event(type, { bubbles: true }));
  };
  for (let frame = 0; frame < frames; frame++) {
    await new Promise(requestAnimationFrame);
    sliders.forEach((slider, i) => to(slider, 1 + ((frame + i) % 8), "input", ...(held ? [] : ["change"])));
  }
  const meanwhile = globalThis.written.length;
  for (const slider of sliders) to(slider, 7, "input", "change");
  return meanwhile;
}, ids, frames, held);

/** The least time between two addresses, and the most of them in any 30 seconds at that rate. */
function often(written) {
  const gaps = written.slice(1).map(({ at }, i) => at - written[i].at);
  const least = Math.min(...gaps);
  return { least, most: Math.ceil(30_000 / least) + 1 };
}

const BOTH = ["convolution0-stride", "convolution1-stride"];
/** The note with both of its convolutions awake. */
async function awake() {
  const tab = await open(host.url("en/alexnet/?backend=cpu"));
  for (const widget of await tab.$$('[data-widget="convolution"]')) {
    await widget.scrollIntoView();
    await tab.waitForFunction((w) => w.dataset.state === "ready", { timeout: 60_000 }, widget);
  }
  await tab.evaluate(() => { globalThis.written = []; });
  return tab;
}
/** Waits until the history remembers where the sliders were left. */
const settled = (tab) => tab.waitForFunction(() => Object.values(history.state ?? {}).filter((query) => /stride=7/.test(query)).length === 2);

test("while a slider is held the address rests, and then it is written once", async () => {
  const tab = await awake();
  assert.equal(await move(tab, BOTH, 60, true), 0);
  await settled(tab);
  const written = await tab.evaluate(() => globalThis.written);
  assert.equal(written.length, 2, "one for each");
  assert.ok(often(written).least >= 399, `${often(written).least} ms between two`);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("two widgets that are moved all the time write the address at most every 400 ms", async (t) => {
  const tab = await awake();
  await move(tab, BOTH, 120, false);
  await settled(tab);
  const written = await tab.evaluate(() => globalThis.written), { least, most } = often(written);
  t.diagnostic(`${written.length} addresses, the least pause ${least.toFixed(0)} ms, so at most ${most} in 30 s`);
  assert.ok(written.length >= 3, `${written.length} addresses`);
  assert.ok(least >= 399 && most <= 100, `${least} ms between two, ${most} in 30 s`);
  assert.ok(written.filter(({ name }) => name === "pushState").length <= 2, "for each, one step");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});
