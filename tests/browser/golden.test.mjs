// The goldens through third-pass.js, in Chromium, on both backends: the calls, and their gradients through `vjp`.
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
    return { tensor: name, shape, data: [...new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length))] };
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
    dys: (golden.dy ?? []).map((name) => ({ name, ...of(`dy.${name}`) })),
    grads: (golden.grads ?? []).map((name) => ({ of: `${golden.name}/${name}`, ...of(`grad.${name}`) })),
  };
}

/**
 * In the page: the call, or with `grads` its `vjp` by the inputs that have a gradient, the others being
 * constants; the answers compared, everything disposed of. Gives the largest difference in tolerances.
 */
async function compared(golden, { results, gradients }) {
  const tp = globalThis.tp, uploaded = [];
  const upload = ({ data, shape }) => {
    const t = tp.tensor(data, shape);
    uploaded.push(t);
    return t;
  };
  const placed = (given, of) => {
    if (given === null || typeof given !== "object") return given;
    if (given.tensor) return of(given);
    if (Array.isArray(given)) return given.map((one) => placed(one, of));
    return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, placed(value, of)]));
  };
  const called = (of) => {
    const answer = tp[golden.op](...placed(golden.inputs, of), ...golden.args, placed(golden.options, of));
    return golden.wants.length === 1 ? { y: answer } : answer;
  };
  const pairs = [];
  const results_of = (got) => golden.wants.forEach((want) => pairs.push({ what: want.name, got: got[want.name], want, tolerance: results }));
  let left = [];
  if (golden.grads.length === 0) {
    const got = called(upload);
    results_of(got);
    left = Object.values(got);
  } else {
    const given = new Map();
    placed([golden.inputs, golden.options], (one) => given.set(one.tensor, one));
    const leaves = golden.grads.map((grad) => given.get(grad.of));
    const alone = golden.wants.length === 1;
    const constants = new Map([...given].map(([name, one]) => [name, leaves.includes(one) ? undefined : upload(one)]));
    const g = tp.vjp((...x) => {
      const got = called((one) => constants.get(one.tensor) ?? x[leaves.indexOf(given.get(one.tensor))]);
      return alone ? got.y : Object.fromEntries(golden.wants.map(({ name }) => [name, got[name]]));
    }, leaves.map(({ shape }) => shape));
    const dys = Object.fromEntries(golden.dys.map((dy) => [dy.name, upload(dy)]));
    const { y, grads } = g(...leaves.map(upload), alone ? dys.y : dys);
    results_of(alone ? { y } : y);
    golden.grads.forEach((want, i) => pairs.push({ what: `the gradient of ${want.of}`, got: grads[i], want, tolerance: gradients }));
    left = pairs.map(({ got }) => got);
    g.dispose();
  }
  const values = await Promise.all(pairs.map(({ got }) => got.data()));
  let worst = 0;
  pairs.forEach(({ what, got: { shape }, want, tolerance }, i) => {
    if (JSON.stringify(shape) !== JSON.stringify(want.shape)) throw new Error(`${what}: shape [${shape}], want [${want.shape}]`);
    want.data.forEach((v, at) => {
      const off = Math.abs(values[i][at] - v);
      worst = Math.max(worst, off === 0 ? 0 : Number.isNaN(off) ? Infinity : off / (tolerance[0] + tolerance[1] * Math.abs(v)));
    });
  });
  for (const t of [...uploaded, ...left]) t.dispose();
  return worst;
}

/** That of results, and that of gradients: twice as much where the file has no other. */
function tolerances(op) {
  const results = TOLERANCE[op] ?? TOLERANCE.default;
  return { results, gradients: TOLERANCE.gradients[op] ?? results.map((part) => 2 * part) };
}

let host;
before(async () => { host = await serve(); });
after(async () => { await host?.close(); });

for (const backend of ["cpu", "webgpu"]) {
  for (const [what, folder, least] of [["golden", "", 4], ["golden of gradients", "grad", 34]]) test(`every ${what} in the worker, on ${backend}`, async () => {
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
      const files = (await readdir(path.join(GOLDEN, folder))).filter((f) => f.endsWith(".safetensors") && f !== "snippets.safetensors");
      assert.ok(files.length >= least);
      const most = {};
      let count = 0;
      for (const file of files) {
        const { tensor, cases } = read(await readFile(path.join(GOLDEN, folder, file)));
        for (const golden of cases) {
          assert.equal(golden.grads?.length > 0, folder === "grad", `${file} ${golden.name}`);
          count += 1;
          const worst = await tab.evaluate(compared, filled(tensor, golden), tolerances(golden.op))
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
      console.log(`${count} cases, largest difference in tolerances on ${backend}: ${shown}`);
    } finally {
      await browser.close();
    }
  });
}
