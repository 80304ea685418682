// The goldens through third-pass.js, in Chromium, on both backends.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, page, serve } from "./harness.mjs";

const GOLDEN = path.join(path.dirname(fileURLToPath(import.meta.url)), "../golden");
// By the name of the operation; tests/src/lib.rs has the same for the native runs.
const TOLERANCE = JSON.parse(await readFile(path.join(GOLDEN, "tolerance.json"), "utf8"));

/** The tensors of a safetensors file, and its metadata. */
function read(bytes) {
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  const tensor = (name) => {
    const { shape, data_offsets: [from, to] } = header[name];
    const data = bytes.subarray(8 + length + from, 8 + length + to);
    return { tensor: true, shape, data: [...new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length))] };
  };
  return { tensor, cases: JSON.parse(header.__metadata__.cases) };
}

/** A case with its tensors in place: tests/golden/README.md says how it is written down. */
function filled(tensor, golden) {
  const of = (name) => tensor(`${golden.name}/${name}`);
  const input = (given) => {
    if (given === null) return null;
    if (typeof given === "string") return of(given);
    if (Array.isArray(given)) return given.map(input);
    return Object.fromEntries(Object.entries(given).map(([key, name]) => [key, input(name)]));
  };
  const option = (given) => (given?.tensor ? of(given.tensor) : given);
  return {
    op: golden.op,
    inputs: golden.inputs.map(input),
    args: golden.args ?? [],
    options: Object.fromEntries(Object.entries(golden.options).map(([key, given]) => [key, option(given)])),
    wants: golden.outputs.map((name) => ({ name, ...of(name) })),
  };
}

/** In the page: the call, its answers compared, everything disposed of. Gives the largest difference in tolerances. */
async function compared(golden, tolerance) {
  const tp = globalThis.tp, uploaded = [];
  const up = (given) => {
    if (given === null || typeof given !== "object") return given;
    if (given.tensor === true) {
      const t = tp.tensor(given.data, given.shape);
      uploaded.push(t);
      return t;
    }
    if (Array.isArray(given)) return given.map(up);
    return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, up(value)]));
  };
  const answer = tp[golden.op](...golden.inputs.map(up), ...golden.args, up(golden.options));
  const got = golden.wants.length === 1 ? { y: answer } : answer;
  const values = await Promise.all(golden.wants.map((want) => got[want.name].data()));
  let worst = 0;
  golden.wants.forEach((want, i) => {
    const shape = got[want.name].shape;
    if (JSON.stringify(shape) !== JSON.stringify(want.shape)) throw new Error(`${want.name}: shape [${shape}], want [${want.shape}]`);
    want.data.forEach((v, at) => {
      const off = Math.abs(values[i][at] - v);
      worst = Math.max(worst, off === 0 ? 0 : Number.isNaN(off) ? Infinity : off / (tolerance[0] + tolerance[1] * Math.abs(v)));
    });
  });
  for (const t of [...uploaded, ...Object.values(got)]) t.dispose();
  return worst;
}

let host;
before(async () => { host = await serve(); });
after(async () => { await host?.close(); });

for (const backend of ["cpu", "webgpu"]) {
  test(`every golden in the worker, on ${backend}`, async () => {
    const browser = await chromium({ webgpu: backend === "webgpu" });
    try {
      const tab = await page(browser);
      await tab.goto(host.url(""));
      const opened = await tab.evaluate(async (url, backend) => {
        const { open } = await import(url);
        globalThis.tp = await open({ backend });
        return { backend: globalThis.tp.backend, adapter: globalThis.tp.adapter };
      }, host.url("third-pass.js"), backend);
      assert.equal(opened.backend, backend);
      if (backend === "webgpu") assert.match(opened.adapter, /software/, "SwiftShader says that it is software");
      const files = (await readdir(GOLDEN)).filter((f) => f.endsWith(".safetensors") && f !== "snippets.safetensors");
      assert.ok(files.length >= 4);
      const most = {};
      for (const file of files) {
        const { tensor, cases } = read(await readFile(path.join(GOLDEN, file)));
        for (const golden of cases) {
          const tolerance = TOLERANCE[golden.op] ?? TOLERANCE.default;
          const worst = await tab.evaluate(compared, filled(tensor, golden), tolerance)
            .catch((e) => { throw new Error(`${file} ${golden.name}: ${e.message}`); });
          assert.ok(worst <= 1, `${file} ${golden.name}: off by ${worst} tolerances`);
          most[golden.op] = Math.max(most[golden.op] ?? 0, worst);
        }
      }
      const stats = await tab.evaluate(() => globalThis.tp.stats());
      assert.equal(stats.bytes, 0, "everything was disposed of");
      assert.equal(stats.dispatches > 0, backend === "webgpu");
      assert.equal(stats.submits > 0, backend === "webgpu");
      const shown = Object.entries(most).map(([op, worst]) => `${op} ${worst.toFixed(3)}`).join(", ");
      console.log(`largest difference in tolerances on ${backend}: ${shown}`);
    } finally {
      await browser.close();
    }
  });
}
