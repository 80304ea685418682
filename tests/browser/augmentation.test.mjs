// The augmentation widget in real browsers, on the embed page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium, serve } from "./harness.mjs";
import { accessible, address, csv, drag, inspected, open, passes, ready, settled, text } from "./alexnet-widgets.mjs";

let host, browser, gpu;
before(async () => { host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); });

const show = (lang, query, options) => open(host, browser, "augmentation", lang, query, options);
const patch = async (tab) => (await csv(tab)).flat().map(Number);
const frame = (tab) => tab.$eval(".photos .chosen", (r) => ["y", "x"].map((a) => Number(r.getAttribute(a))));
/** A patch of a shipped photograph, three planes of 0 … 1. */
const cut = (tab, name, top, left, mirror) => tab.evaluate(async (url, top, left, mirror) => {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = Object.assign(document.createElement("canvas"), { width: 256, height: 256 });
  const context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(left, top, 224, 224);
  const from = (i) => (mirror ? i - i % 224 + 223 - i % 224 : i);
  return [0, 1, 2].flatMap((c) => Array.from({ length: 224 * 224 }, (_, i) => data[4 * from(i) + c] / 255));
}, host.url(`assets/pictures/${name}.png`), top, left, mirror);

for (const backend of ["cpu", "webgpu"]) {
  test(`a patch is cut and mirrored exactly, on ${backend}`, async () => {
    for (const [name, top, left, mirror] of [["chelsea", 0, 32, "yes"], ["coffee", 32, 5, "no"]]) {
      const tab = await open(host, backend === "cpu" ? browser : gpu, "augmentation", "en", `&picture=${name}&top=${top}&left=${left}&mirror=${mirror}&colour=none`, { backend });
      const want = await cut(tab, name, top, left, mirror === "yes");
      assert.ok((await patch(tab)).every((v, i) => Math.abs(v - want[i]) < 1e-6), name);
      assert.deepEqual(tab.complaints, []);
      await tab.close();
    }
  });
}

test("the shift of colours is one number a channel, and grows with the deviation", async () => {
  const shifts = {};
  for (const sigma of [0, 10, 100]) {
    const tab = await show("en", `&top=3&left=4&mirror=no&sigma=${sigma}`);
    const [got, plain] = [await patch(tab), await cut(tab, "chelsea", 3, 4, false)];
    shifts[sigma] = [0, 1, 2].map((c) => {
      const off = plain.slice(c * 224 * 224, (c + 1) * 224 * 224).map((v, i) => got[c * 224 * 224 + i] - v);
      assert.ok(off.every((v) => Math.abs(v - off[0]) < 1e-6));
      return off[0];
    });
    await tab.close();
  }
  assert.ok(shifts[0].every((v) => Math.abs(v) < 1e-6));
  assert.ok(shifts[10].some((v) => Math.abs(v) > 1e-5));
  shifts[100].forEach((v, c) => assert.ok(Math.abs(v - 10 * shifts[10][c]) < 1e-5));
});

test("another one is another; the frame is dragged and moved by keys, and Back takes it back", async () => {
  const tab = await show("en", "&mirror=no&colour=none");
  const first = await frame(tab);
  await tab.click('[data-press="another"]');
  await address(tab, "seed=2");
  await ready(tab);
  assert.notDeepEqual(await frame(tab), first);
  await tab.focus(".photos .pick");
  await drag(tab, "top", 10);
  await drag(tab, "left", 10);
  await tab.keyboard.press("ArrowDown");
  await tab.keyboard.press("ArrowRight");
  assert.deepEqual(await frame(tab), [11, 11]);
  await address(tab, "top=11&left=11");
  await settled(tab);
  const box = await (await tab.$(".photos .pick canvas")).boundingBox();
  const at = (row, column) => [box.x + box.width * column / 256, box.y + box.height * row / 256];
  await tab.mouse.move(...at(100, 100));
  await tab.mouse.down();
  await tab.mouse.move(...at(300, 92), { steps: 5 });
  await tab.mouse.up();
  await tab.waitForFunction(() => { const r = document.querySelector(".photos .chosen"); return Number(r.getAttribute("y")) === 32 && Math.abs(Number(r.getAttribute("x")) - 3) <= 1; });
  await address(tab, "top=32");
  await tab.goBack();
  await tab.waitForFunction(() => document.querySelector(".photos .chosen").getAttribute("y") === "11");
  await tab.close();
});

test("the ten patches of testing are drawn, and how many there are is counted", async () => {
  const tab = await show("en", "&show=test");
  const drawn = await tab.$$eval("[data-ten] canvas", (all) => all.map((c) => [...c.getContext("2d").getImageData(0, 0, c.width, c.height).data.slice(0, 4000)].join()));
  assert.equal(drawn.length, 10);
  assert.equal(new Set(drawn).size, 10);
  assert.match(await text(tab, ".stepper"), /33×33×2 = 2178.*32×32×2 = 2048/);
  assert.match(await text(tab, ".numbers"), /\[10, 3, 224, 224\]/);
  await tab.close();
});

test("check says PASS on the CPU", async () => {
  const tab = await show("en", "");
  await passes(tab, 3, "cpu");
  await tab.close();
});

test("axe finds nothing, in either language, light or dark; bad links are said", async () => {
  for (const [lang, width, query, words] of [["zh", 360, "&theme=dark", /top=99超出范围，已改用32/], ["en", 1280, "&show=test", /top=99, which is out of range; 32 is used/]]) {
    const bad = await show(lang, "&top=99");
    assert.match(await text(bad, ".remarks"), words);
    await bad.close();
    const tab = await inspected(host, browser, "augmentation", lang, query, width);
    await accessible(tab, `${lang} ${width}`);
    await tab.close();
  }
});
