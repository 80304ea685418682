// Every picture is of numbers that the widget lists, in its file or its tables, or says one by one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { csv } from "./alexnet-widgets.mjs";
import { compared, listed, pictures, readOff, record } from "./drawn.mjs";
import { chromium, DIST, page, serve } from "./harness.mjs";

let host, browser;
before(async () => { host = await serve(); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

const { widgets } = JSON.parse(readFileSync(path.join(DIST, "widgets.json"), "utf8"));

/** Pictures of what is in no list: the beginnings of their names, and why. */
const UNLISTED = {
  convolution: [/^Input x|max pooling/, "a photograph; of the maps one is listed"],
  pooling: [/^How often/, "counted from kernel and stride, which stand above"],
  lrn: [/^Picture/, "a photograph"],
  bottleneck: [/^The picture/, "a photograph"],
  network: [/^Input|^The 16 kernels|\[\d+, \d+, \d+\]$/, "a photograph; sheets of many maps, of which each can be enlarged and read"],
  dropout: [/^Input|^Kept/, "a photograph; blank where a unit is said to be dropped"],
  block: [/^Input|^How the values|^(x|F\(x\)|F\(x\) \+ x|ReLU → the block’s output)$|^Each block/, "a photograph; sheets of maps and what they come to, of which each number can be read (`block.test.mjs`)"],
  augmentation: [/^The photograph/, "a photograph"],
  normalization: [/./, "`normalization.test.mjs` compares it with the file"],
  days: [/^Days/, "three bars (`days.test.mjs`)"],
  degradation: [/layer|error/, "read by the arrow keys (`degradation.test.mjs`)"],
  activation: [/error/, "read by the arrow keys"],
  columns: [/^The paper|^Input channels|^Output maps|^The mean/, "the paper’s own numbers; sheets of maps, means of weights"],
  positions: [/^Difference/, "nothing is to be seen where there is none"],
  complexity: [/^Sequential/, "the same lines as beside it"],
  schedule: [/./, "read by the arrow keys (`access.test.mjs`)"],
};

/** A widget shows a result, or waits for the press that runs it; what trains has taken some steps. */
async function shown(name) {
  const tab = await page(browser);
  await tab.evaluateOnNewDocument(record);
  await tab.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
  await tab.goto(host.url(`en/embed/${name}/?backend=cpu&theme=light`));
  await tab.waitForFunction(() => {
    const { dataset } = document.querySelector("[data-widget]"), waits = document.querySelector('[data-press="run"]');
    return dataset.state === "ready" || (dataset.query !== undefined && dataset.state === "idle" && waits);
  }, { timeout: 120_000 });
  const play = await tab.$('[data-press="play"]');
  if (play) {
    await play.click();
    for (let tries = 0; tries < 300 && (await csv(tab)).filter(([name]) => !name.endsWith("_logged")).length < 21; tries++) await new Promise((ok) => setTimeout(ok, 100));
    await play.click();
  }
  // What is drawn behind a frame is drawn.
  await new Promise((ok) => setTimeout(ok, 400));
  return tab;
}

for (const { name } of widgets) {
  test(`${name}: what is drawn is what is listed`, async (t) => {
    const tab = await shown(name), file = await csv(tab);
    const tables = await tab.$$eval("[data-widget] table", (all) => all.map((one) => [...one.rows].map((row) => [...row.cells].map((cell) => cell.textContent))));
    const lists = listed([file, ...tables]), [unlisted] = UNLISTED[name] ?? [];
    const found = {}, lost = [];
    for (const picture of await pictures(tab)) {
      let how = compared(picture, lists);
      const map = how || !picture.pixels ? null : await tab.$(`.map.pick:has(canvas[aria-label=${JSON.stringify(picture.name)}])`);
      if (map && await readOff(tab, map, picture)) how = "read";
      if (!how && !unlisted?.test(picture.name)) lost.push(picture.name);
      found[how ?? "unlisted"] = (found[how ?? "unlisted"] ?? 0) + 1;
    }
    t.diagnostic(JSON.stringify(found));
    assert.deepEqual(lost, [], `${name}: no list has the numbers of these`);
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  });
}
