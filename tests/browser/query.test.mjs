// The query widget in Chromium, held to the formulas of its similarities.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium, serve } from "./harness.mjs";
import { accessible, address, csv, inspected, off, open, passes, ready, text } from "./alexnet-widgets.mjs";

let host, browser, gpu;
before(async () => { host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); });

const show = (lang, query, options) => open(host, browser, "query", lang, query, options);
const dot = (a, b) => a[0] * b[0] + a[1] * b[1];
const SCORE = {
  scaled: (q, k) => dot(q, k) / Math.sqrt(2),
  dot,
  additive: (q, k) => Math.tanh(q[0] + k[0]) + Math.tanh(q[1] + k[1]),
  cosine: (q, k) => dot(q, k) / Math.max(Math.hypot(...q) * Math.hypot(...k), 1e-8),
  gaussian: (q, k) => -((q[0] - k[0]) ** 2 + (q[1] - k[1]) ** 2) / 2,
};
/** The weights of keys for a query. */
function weigh(similarity, q, keys, temperature) {
  const s = keys.map((k) => SCORE[similarity](q, k)), most = Math.max(...s);
  const e = s.map((v) => Math.exp((v - most) / temperature)), sum = e.reduce((a, b) => a + b);
  return { s, a: e.map((v) => v / sum) };
}
/** The file of numbers: the query with its output, the keys, and the map. */
async function numbers(tab) {
  const [, q, ...rest] = await csv(tab);
  const keys = rest.filter((r) => /^k\d$/.test(r[0])).map((r) => r.slice(1).map(Number));
  const map = rest.filter((r) => r[0].startsWith("map")).map((r) => r.slice(1).map(Number));
  return { q: q.slice(1, 3).map(Number), y: q.slice(5).map(Number), keys, map };
}

for (const backend of ["cpu", "webgpu"]) {
  test(`weights, output and map are the formula's for every similarity on ${backend}`, async () => {
    const tab = await open(host, backend === "cpu" ? browser : gpu, "query", "en", "&temperature=5&keys=6&key=2&k6x=0&k6y=0", { backend });
    assert.equal(await tab.$eval("[data-widget]", (w) => w.dataset.backend), backend);
    for (const similarity of Object.keys(SCORE)) {
      await tab.select('[id$="-similarity"]', similarity);
      await ready(tab);
      await tab.waitForFunction((s) => document.querySelector("[data-widget]").dataset.query.includes(s === "scaled" ? "" : s), {}, similarity);
      await ready(tab);
      const { q, y, keys, map } = await numbers(tab), places = keys.map((k) => k.slice(0, 2));
      const { s, a } = weigh(similarity, q, places, 0.5);
      assert.ok(off(keys.map((k) => k[2]), s, 1e-4, 1e-4) < 1, `${similarity} scores`);
      assert.ok(off(keys.map((k) => k[3]), a, 1e-4, 1e-4) < 1, `${similarity} weights`);
      assert.ok(off(y, [4, 5].map((i) => a.reduce((sum, w, k) => sum + w * keys[k][i], 0)), 1e-4, 1e-4) < 1, `${similarity} output`);
      const want = map.map((row, r) => row.map((_, c) => weigh(similarity, [(c + 0.5) * 0.15 - 3, 3 - (r + 0.5) * 0.15], places, 0.5).a[1]));
      assert.ok(off(map.flat(), want.flat(), 1e-4, 1e-4) < 1, `${similarity} map`);
    }
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  });
}

test("check says PASS on both backends", async () => {
  const tab = await open(host, gpu, "query", "en", "", { backend: "webgpu" });
  await passes(tab, 4, "webgpu");
  await tab.close();
});

test("the query is dragged, the keys are moved by arrow keys, and the address and Back follow", async () => {
  const tab = await show("en", "&v=1");
  const plane = await (await tab.$(".plane canvas")).boundingBox();
  const at = (x, y) => [plane.x + plane.width * (x + 3) / 6, plane.y + plane.height * (3 - y) / 6];
  const y = () => tab.$eval(".planes figure:last-child .legend", (p) => p.textContent);
  const first = await y();
  await tab.mouse.move(...at(1.2, 0.9));
  await tab.mouse.down();
  await tab.mouse.move(...at(0, 1.5), { steps: 5 });
  await tab.mouse.move(...at(-1, 2), { steps: 5 });
  await tab.mouse.up();
  await address(tab, "qx=-");
  await tab.waitForFunction((first) => document.querySelector(".planes figure:last-child .legend").textContent !== first, {}, first);
  await ready(tab);
  const dragged = await numbers(tab);
  assert.ok(Math.hypot(dragged.q[0] + 1, dragged.q[1] - 2) < 0.05, String(dragged.q));
  assert.ok(dragged.keys[1][3] > 0.9, "the second key is heard");
  await tab.goBack();
  await tab.waitForFunction((first) => document.querySelector(".planes figure:last-child .legend").textContent === first, {}, first);
  await tab.$eval('[data-point="k2"]', (g) => g.focus());
  await address(tab, "key=2");
  await tab.keyboard.press("ArrowRight");
  await tab.keyboard.down("Shift");
  await tab.keyboard.press("ArrowDown");
  await tab.keyboard.up("Shift");
  await address(tab, "k2x=-90&k2y=199");
  assert.match(await tab.$eval('[data-point="k2"]', (g) => g.getAttribute("aria-label")), /^k2 \(-0\.90, 1\.99\)/);
  assert.equal(await tab.$eval('[data-point="k5"]', (g) => getComputedStyle(g).display), "none");
  // A press where nothing is brings the query there; on a point it does not.
  await tab.mouse.click(...at(-2.5, -2.5));
  await tab.waitForFunction(() => /^q \(-2\.[45]\d, -2\.[45]\d\)/.test(document.querySelector('[data-point="q"]').getAttribute("aria-label")));
  await tab.mouse.click(...at(1, -1.5));
  assert.match(await tab.$eval('[data-point="q"]', (g) => g.getAttribute("aria-label")), /^q \(-2\.[45]/);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("a finger moves a point and not the page", async () => {
  const tab = await show("zh", "", { width: 360 });
  await tab.setViewport({ width: 360, height: 740, hasTouch: true, isMobile: true });
  await tab.reload();
  await ready(tab);
  const q = () => tab.$eval('[data-point="q"]', (g) => g.getAttribute("aria-label"));
  const grip = await (await tab.$('[data-point="q"] .dot')).boundingBox(), [x, y] = [grip.x + grip.width / 2, grip.y + grip.height / 2];
  const plane = await (await tab.$(".plane canvas")).boundingBox();
  await tab.touchscreen.touchStart(x, y);
  for (let i = 1; i <= 10; i++) await tab.touchscreen.touchMove(x, y + plane.height * i / 30);
  await tab.touchscreen.touchEnd();
  await address(tab, "qy=-1");
  assert.match(await q(), /^q \(1\.[12]\d, -1\.[01]\d\)/);
  assert.equal(await tab.evaluate(() => scrollY), 0);
  await tab.close();
});

test("what has no direction, and what e cannot hold, is no number gone wrong", async () => {
  for (const [lang, query, words] of [["zh", "&similarity=cosine&qx=0&qy=0", /没有方向/], ["en", "&similarity=dot&temperature=1&qx=300&qy=300&k1x=300&k1y=300&lock=qx,qy", null]]) {
    const tab = await show(lang, query);
    assert.doesNotMatch(await text(tab, "[data-widget]"), /NaN|inf|undefined/);
    if (words) assert.match(await text(tab, ".said"), words);
    else {
      await tab.$eval('[data-point="q"]', (g) => g.focus());
      await tab.keyboard.press("ArrowLeft");
      assert.match(await tab.$eval('[data-point="q"]', (g) => g.getAttribute("aria-label")), /^q \(3\.00/, "locked");
    }
    await tab.close();
  }
});

test("axe finds nothing, and nothing scrolls sideways", async () => {
  for (const [lang, width, theme] of [["zh", 360, "dark"], ["en", 1280, "light"]]) {
    const tab = await inspected(host, browser, "query", lang, `&keys=6&theme=${theme}`, width);
    await accessible(tab, `${lang} ${width}`);
    await tab.close();
  }
});
