// The goldens through third-pass.js, in Chromium.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, page, serve } from "./harness.mjs";

const GOLDEN = path.join(path.dirname(fileURLToPath(import.meta.url)), "../golden");
const EXACT = new Set(["relu", "maxPool2d"]);

function read(bytes) {
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  const tensor = (name) => {
    const { shape, data_offsets: [from, to] } = header[name];
    const data = bytes.subarray(8 + length + from, 8 + length + to);
    return { shape, data: [...new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length))] };
  };
  return JSON.parse(header.__metadata__.cases).map((c) => ({
    ...c, given: c.inputs.map((i) => i && tensor(`${c.name}/${i}`)), want: tensor(`${c.name}/y`),
  }));
}

let host, browser, tab;
before(async () => {
  host = await serve();
  browser = await chromium();
  tab = await page(browser);
  await tab.goto(host.url(""));
});
after(async () => { await browser?.close(); await host?.close(); });

test("every golden, on the CPU in the worker", async () => {
  const files = (await readdir(GOLDEN)).filter((f) => f.endsWith(".safetensors") && f !== "snippets.safetensors");
  assert.ok(files.length >= 4);
  let ran = 0;
  for (const file of files) {
    for (const golden of read(await readFile(path.join(GOLDEN, file)))) {
      const { backend, shape, data } = await tab.evaluate(async (url, golden) => {
        const { open } = await import(url);
        globalThis.tp ??= await open({ backend: "cpu" });
        const inputs = golden.given.map((t) => t && globalThis.tp.tensor(t.data, t.shape));
        const { op, options } = golden;
        const y = op === "conv2d" ? globalThis.tp.conv2d(...inputs, options) : globalThis.tp[op](inputs[0], options);
        const data = await y.data();
        for (const t of [y, ...inputs]) t?.dispose();
        return { backend: globalThis.tp.backend, shape: y.shape, data: [...data] };
      }, host.url("third-pass.js"), { op: golden.op, options: golden.options, given: golden.given });
      assert.equal(backend, "cpu");
      assert.deepEqual(shape, golden.want.shape, golden.name);
      const tolerance = EXACT.has(golden.op) ? 0 : 2e-5;
      golden.want.data.forEach((want, i) => {
        const off = Math.abs(data[i] - want);
        assert.ok(off <= tolerance + tolerance * Math.abs(want), `${file} ${golden.name}[${i}]: ${data[i]} for ${want}`);
      });
      ran += 1;
    }
  }
  const { bytes } = await tab.evaluate(() => globalThis.tp.stats());
  assert.equal(bytes, 0, "everything was disposed of");
  assert.ok(ran >= 25, `${ran} cases`);
});
