// `vjp` through third-pass.js, in Chromium, on both backends: descent by its gradients, and words for what it refuses.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium, page, serve } from "./harness.mjs";

let host;
before(async () => { host = await serve(); });
after(async () => { await host?.close(); });

for (const backend of ["cpu", "webgpu"]) {
  test(`gradients that a caller asks for, on ${backend}`, async () => {
    const browser = await chromium({ webgpu: backend === "webgpu" });
    try {
      const tab = await page(browser);
      await tab.goto(host.url(""));
      const seen = await tab.evaluate(async (url, backend) => {
        const { open } = await import(url);
        const tp = await open({ backend });
        const words = [];
        const said = async (make) => { try { await make(); words.push("nothing"); } catch (e) { words.push(e.message); } };

        // Four points of two classes that a line tells apart: the loss of a linear layer goes down.
        const x = tp.tensor([0, 1, 1, 2, 2, 0, 3, 1], [4, 2]), targets = tp.tensor([0, 0, 1, 1], [4]);
        const loss = tp.vjp((w, b) => tp.crossEntropy(tp.linear(x, w, b), targets), [[2, 2], [2]]);
        const one = tp.tensor([1], []), rate = tp.tensor([0.5], []);
        let w = tp.tensor([0, 0, 0, 0], [2, 2]), b = tp.tensor([0, 0], [2]);
        const losses = [], submits = [], bytes = [];
        for (let step = 0; step < 30; step++) {
          const before = await tp.stats();
          const { y, grads } = loss(w, b, one);
          const next = [w, b].map((old, i) => {
            const change = tp.mul(grads[i], rate), fresh = tp.sub(old, change);
            change.dispose();
            old.dispose();
            grads[i].dispose();
            return fresh;
          });
          [w, b] = next;
          losses.push((await y.data())[0]);
          y.dispose();
          const after = await tp.stats();
          submits.push(after.submits - before.submits);
          bytes.push(after.bytes);
        }

        // Several results: what is left out lets nothing flow.
        const both = tp.vjp((a) => ({ double: tp.add(a, a), square: tp.mul(a, a) }), [[2]]);
        const a = tp.tensor([3, 4], [2]), dy = tp.tensor([1, 10], [2]);
        const by = async (dys) => [...await both(a, dys).grads[0].data()];
        const flows = [await by({ double: dy }), await by({ square: dy, double: null }), await by({ square: dy, double: dy })];
        const list = tp.vjp((a) => [tp.exp(a), tp.relu(a)], [[2]])(a, [null, dy]);
        const listed = [list.y.length, [...await list.y[1].data()], [...await list.grads[0].data()]];
        // Ids choose and have no gradient: zeros.
        const chosen = tp.vjp((ids, table) => tp.embedding(ids, table), [[2], [3, 1]]);
        const { grads } = chosen(tp.tensor([2, 2], [2]), tp.tensor([5, 6, 7], [3, 1]), tp.tensor([1, 2], [2, 1]));
        const table = await Promise.all(grads.map(async (t) => [...await t.data()]));
        const trace = await tp.trace(both(a, { square: dy }).grads[0], [1]);

        await said(() => both(a));
        await said(() => both(a, dy));
        await said(() => both(a, { triple: dy }));
        await said(() => both({}, { double: dy }));
        await said(() => loss(w, b, null));
        await said(() => both(a, { double: tp.tensor([1], [1]) }).y.double.data());
        await said(() => both(tp.tensor([1], [1]), { double: dy }).grads[0].data());
        const norm = tp.vjp((x, m, v) => tp.batchNorm(x, { runningMean: m, runningVar: v }), [[4, 2], [2], [2]]);
        await said(() => norm(x, a, a, x).grads[0].data());
        const looked = tp.vjp((x) => tp.batchNormTrain(x).var, [[4, 2]]);
        await said(() => looked(x, a).grads[0].data());
        await said(() => tp.vjp((x) => tp.linear(x, w, null), [[1, 3]])(tp.tensor([1, 2, 3], [1, 3]), dy).y.data());
        await said(() => tp.vjp(() => 1, [[1]]));
        both.dispose();
        await said(() => both(a, { double: dy }).y.double.data());
        const good = [...await tp.relu(a).data()];
        await tp.simulate("worker-killed");
        await said(() => loss(w, b, one));
        return { losses, submits, bytes, flows, listed, table, trace, words, good };
      }, host.url("third-pass.js"), backend);

      assert.ok(Math.abs(seen.losses[0] - Math.log(2)) < 1e-6, `${seen.losses[0]}`);
      seen.losses.slice(1).forEach((loss, i) => assert.ok(loss < seen.losses[i], `step ${i + 1}: ${loss}`));
      assert.ok(seen.losses.at(-1) < 0.2, `${seen.losses.at(-1)}`);
      // Forward, backward and the update between two questions are one submit, and nothing grows.
      assert.deepEqual(new Set(seen.submits), new Set([backend === "webgpu" ? 1 : 0]));
      assert.equal(new Set(seen.bytes).size, 1);
      assert.deepEqual(seen.flows, [[2, 20], [6, 80], [8, 100]]);
      assert.deepEqual(seen.listed, [2, [3, 4], [1, 10]]);
      assert.deepEqual(seen.table, [[0, 0], [0, 0, 3]]);
      assert.equal(seen.trace.value, 80);
      assert.deepEqual(seen.good, [3, 4]);
      assert.deepEqual(seen.words, [
        "vjp: the function takes 1 tensors and dy, got 1",
        "vjp: the function gives several tensors, so dy must hold some of double, square",
        "vjp: dy has triple, but the function gives double, square",
        "vjp: argument 0 must be a tensor of this engine",
        "vjp: dy must be a tensor of this engine",
        "vjp: dy of result 0 must be [2], the shape of the result, got [1]",
        "vjp: argument 0 was recorded with the shape [2], got [1]",
        "batchNorm: running statistics are not learned: no derivative by them",
        "batchNormTrain: var has no derivative here",
        "linear: x [1, 3] ends in 3, so w must be [2, 3], got [2, 2]",
        "vjp: the function must return a tensor it has computed, or a list or an object of them",
        "vjp: this function has been disposed of",
        "vjp: the function was lost with the worker that held it",
      ]);
      assert.deepEqual(tab.complaints, []);
    } finally {
      await browser.close();
    }
  });
}
