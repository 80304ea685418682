// The peers' benchmark: its plug-in on the public module, against plain loops here, and what is
// made of the samples.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { flops, parts } from "../bench/profile.mjs";
import { ratioIn, wrong } from "../bench/report.mjs";
import { quantile } from "../bench/statistics.mjs";
import { permuted, random, relativeError } from "../bench/values.mjs";
import { BASE, chromium, page, serve } from "./harness.mjs";

let host, browser, tab;
before(async () => {
  host = await serve({ [`${BASE}ours.mjs`]: await readFile(new URL("../bench/ours.mjs", import.meta.url), "utf8") });
  browser = await chromium();
  tab = await page(browser);
  await tab.goto(host.url(""));
});
after(async () => { await browser?.close(); await host?.close(); });

const slot = (name, shape) => ({ name, shape });

/** x[2, 3] · W[3, 2] + b, then ReLU, then softmax. */
const DENSE = {
  id: "dense", kind: "dense", inputs: [slot("x", [2, 3])], output: slot("p", [2, 2]),
  nodes: [
    { op: "Linear", in: ["x", "w", "b"], out: "y", attrs: { act: "relu" } },
    { op: "Softmax", in: ["y"], out: "p", attrs: {} },
  ],
  shapes: { x: [2, 3], w: [3, 2], b: [2], y: [2, 2], p: [2, 2] },
  weights: { w: { shape: [3, 2], offset: 0 }, b: { shape: [2], offset: 6 } },
};

/** A 3×3 convolution of two channels to one, stride 2, padded by 1. */
const CONV = {
  id: "conv", kind: "cnn", inputs: [slot("x", [1, 2, 5, 5])], output: slot("y", [1, 1, 3, 3]),
  nodes: [{ op: "Conv", in: ["x", "w"], out: "y", attrs: { strides: [2, 2], pads: [1, 1, 1, 1], kernel: [3, 3], act: null } }],
  shapes: { x: [1, 2, 5, 5], w: [1, 2, 3, 3], y: [1, 1, 3, 3] },
  weights: { w: { shape: [1, 2, 3, 3], offset: 0 } },
};

const count = (shape) => shape.reduce((all, size) => all * size, 1);
const drawn = (slots, seed) => Object.fromEntries(Object.entries(slots).map(([name, { shape }], i) => [name, [...random(count(shape), seed + i)]]));
const fed = (given) => ({
  weights: drawn(given.weights, 1),
  inputs: drawn(Object.fromEntries(given.inputs.map((one) => [one.name, one])), 50),
});

function dense({ weights: { w, b }, inputs: { x } }) {
  return [0, 1].flatMap((row) => {
    const y = [0, 1].map((column) => Math.max(0, b[column] + [0, 1, 2].reduce((sum, k) => sum + x[row * 3 + k] * w[k * 2 + column], 0)));
    const total = Math.exp(y[0]) + Math.exp(y[1]);
    return y.map((value) => Math.exp(value) / total);
  });
}

function conv({ weights: { w }, inputs: { x } }) {
  const at = (c, row, column) => (row < 0 || row > 4 || column < 0 || column > 4 ? 0 : x[(c * 5 + row) * 5 + column]);
  return Array.from({ length: 9 }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < 2; c++) for (let r = 0; r < 3; r++) for (let k = 0; k < 3; k++) {
      sum += w[(c * 3 + r) * 3 + k] * at(c, 2 * Math.floor(i / 3) - 1 + r, 2 * (i % 3) - 1 + k);
    }
    return sum;
  });
}

test("the plug-in runs cases on the public module", async () => {
  const cases = [[DENSE, dense], [CONV, conv]].map(([given, expected]) => ({ given, ...fed(given), expected: expected(fed(given)) }));
  const { about, results, none } = await tab.evaluate(async (cases, strange) => {
    const ours = await import("./ours.mjs?backend=cpu");
    const floats = (values) => Object.fromEntries(Object.entries(values).map(([name, list]) => [name, Float32Array.from(list)]));
    const about = await ours.init();
    const results = [];
    for (const { given, weights, inputs } of cases) {
      const handle = await ours.prepare(given, floats(weights), floats(inputs));
      results.push([[...await handle.run()], [...await handle.steady(3)], [...await handle.run()]]);
      handle.dispose();
    }
    return { about, results, none: await ours.prepare(strange, {}, {}) };
  }, cases, { ...DENSE, nodes: [{ op: "Erf", in: ["x"], out: "p", attrs: {} }] });
  assert.equal(about.backend, "cpu");
  for (const [i, all] of results.entries()) {
    for (const values of all) assert.ok(relativeError(values, cases[i].expected) < 1e-6, `${cases[i].given.id}: ${values}`);
  }
  assert.equal(none, null, "an operation that it lacks");
  assert.deepEqual(tab.complaints, []);
});

test("a ratio is to the faster peer with a right result, and errors are found", () => {
  const result = (error, ...run) => ({ error, run });
  const row = (ours) => ({ id: "a", results: { "ort-wasm": result(0, 4, 4, 4), "tfjs-wasm": result(0.5, 1, 1, 1), "ours-cpu": ours } });
  assert.deepEqual(ratioIn(row(result(1e-6, 2, 2, 2)), "wasm", "run"), { value: 0.5, clear: true }, "a wrong peer is none");
  assert.deepEqual(ratioIn(row(result(1e-6, 3, 4, 5)), "wasm", "run"), { value: 1, clear: false });
  assert.equal(ratioIn(row(result(2e-3, 2)), "wasm", "run"), undefined, "ours is wrong");
  assert.deepEqual(wrong({ cases: [row(result(2e-3, 2))] }), ["a, ours-cpu: error 0.002"]);
  assert.deepEqual(wrong({ cases: [row(result(1e-3, 2))] }), []);
  assert.equal(relativeError([1, NaN], [1, 2]), Infinity);
  assert.equal(relativeError([1], [1, 2]), Infinity);
  assert.equal(quantile([3, 1, 2, 4], 0.25), 1.75);
});

test("a case falls into its operations", () => {
  const twice = { ...DENSE, nodes: [...DENSE.nodes, { op: "Softmax", in: ["p"], out: "q", attrs: {} }], shapes: { ...DENSE.shapes, q: [2, 2] } };
  const [linear, softmax, ...rest] = parts(twice);
  assert.deepEqual([linear.times, softmax.times, rest.length], [1, 2, 0]);
  assert.deepEqual([linear.flops, softmax.flops], [2 * 2 * 3 * 2, 0]);
  assert.deepEqual(linear.given.inputs, [slot("x", [2, 3])]);
  assert.deepEqual(Object.keys(linear.given.weights), ["w", "b"]);
  assert.equal(flops(CONV.nodes[0], CONV.shapes), 2 * 9 * 2 * 9);
  assert.deepEqual([...permuted([1, 2, 3, 4, 5, 6], [2, 3], [1, 0])], [1, 4, 2, 5, 3, 6]);
});
