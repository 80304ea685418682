// The whole site in real browsers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { writeFile, mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { axeSource, chromium, firefox, page, ready, serve } from "./harness.mjs";
import { png } from "./pictures.mjs";

let host, browser;
before(async () => { host = await serve(); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

test("the note reads with JavaScript off", async () => {
  const tab = await page(browser);
  await tab.setJavaScriptEnabled(false);
  for (const [lang, word] of [["zh", "卷积"], ["en", "Convolution"]]) {
    await tab.goto(host.url(`${lang}/alexnet/`));
    const text = await tab.$eval("main", (m) => m.textContent);
    for (const figure of ["37.5%", "17.0%", "15.3%", "60,965,224", word]) assert.ok(text.includes(figure), `${lang} ${figure}`);
    assert.ok(await tab.$("math msub, math munderover"), "formulas are MathML");
    assert.ok(await tab.$("table"), "tables");
    const ids = await tab.$$eval("[id]", (all) => all.map((e) => e.id));
    assert.equal(new Set(ids).size, ids.length, "every anchor is one place");
  }
  await tab.close();
});

test("the widget computes on the CPU, without a word on the console or a request elsewhere", async () => {
  const tab = await page(browser);
  await tab.goto(host.url("zh/alexnet/?w=convolution&backend=cpu#convolution"));
  await ready(tab);
  const numbers = await tab.$eval("#convolution .numbers", (n) => n.textContent);
  assert.match(numbers, /\[1, 1, 55, 55\]/);
  assert.match(numbers, /1,098,075/);
  assert.equal(await tab.$eval("#convolution", (w) => w.dataset.backend), "cpu");
  assert.deepEqual(tab.complaints, []);
  assert.deepEqual([...tab.asked], [host.origin]);
  await tab.close();
});

test("the module's numbers are those of the formula, and its errors name what is wrong", async () => {
  const tab = await page(browser);
  await tab.goto(host.url(""));
  const result = await tab.evaluate(async (url) => {
    const { open } = await import(url);
    const tp = await open({ backend: "cpu" });
    const fill = (n, f) => Float32Array.from({ length: n }, (_, i) => Math.sin(i * f));
    const [x, w, b] = [fill(2 * 4 * 9 * 7, 1.3), fill(6 * 2 * 3 * 2, 0.7), fill(6, 2.1)];
    const y = tp.conv2d(tp.tensor(x, [2, 4, 9, 7]), tp.tensor(w, [6, 2, 3, 2]), tp.tensor(b, [6]), { stride: [2, 1], padding: [1, 2], dilation: [2, 1], groups: 2 });
    const got = await y.data(), [N, O, H, W] = y.shape;
    let worst = 0;
    for (let n = 0, at = 0; n < N; n++) for (let o = 0; o < O; o++) for (let i = 0; i < H; i++) for (let j = 0; j < W; j++, at++) {
      let sum = b[o];
      for (let c = 0; c < 2; c++) for (let u = 0; u < 3; u++) for (let v = 0; v < 2; v++) {
        const r = i * 2 + u * 2 - 1, q = j + v - 2, ch = (o < 3 ? 0 : 2) + c;
        if (r >= 0 && r < 9 && q >= 0 && q < 7) sum += x[((n * 4 + ch) * 9 + r) * 7 + q] * w[((o * 2 + c) * 3 + u) * 2 + v];
      }
      worst = Math.max(worst, Math.abs(got[at] - sum) / (2e-5 + 2e-5 * Math.abs(sum)));
    }
    const trace = await tp.trace(y, [1, 5, 2, 3]);
    const shown = got[((1 * O + 5) * H + 2) * W + 3];
    const words = [];
    const bad = tp.conv2d(tp.tensor(fill(16, 1), [1, 1, 4, 4]), tp.tensor(fill(81, 1), [1, 1, 9, 9]), null);
    await bad.data().catch((e) => words.push(e.message));
    try { tp.tensor([1, 2, 3], [2, 2]); } catch (e) { words.push(e.message); }
    try { tp.conv2d(1, 2); } catch (e) { words.push(e.message); }
    await open({ backend: "webgpu" }).then((t) => { t.close(); words.push("webgpu opened"); }, (e) => words.push(e.message));
    const gone = tp.tensor([1], [1]);
    const pending = tp.relu(gone).data().catch((e) => words.push(e.message));
    await tp.simulate("worker-killed");
    await pending;
    const again = await tp.relu(tp.tensor([-1, 2], [2])).data();
    try { tp.relu(gone); } catch (e) { words.push(e.message); }
    return { shape: y.shape, worst, trace: Math.abs(trace.value - shown), words, again: [...again] };
  }, host.url("third-pass.js"));
  assert.deepEqual(result.shape, [2, 6, 4, 10]);
  assert.ok(result.worst < 1, `off by ${result.worst} tolerances`);
  assert.ok(result.trace < 2e-5);
  assert.match(result.words[0], /^conv2d: the kernel 9×9/);
  assert.match(result.words[1], /3 values do not fill the shape \[2, 2\]/);
  assert.match(result.words[2], /conv2d: x must be a tensor/);
  assert.match(result.words[3], /^open: there is no WebGPU here/);
  assert.match(result.words[4], /the worker was stopped/);
  assert.match(result.words[5], /lost with the worker/);
  assert.deepEqual(result.again, [0, 2]);
  await tab.close();
});

test("a link sets the widget, the widget sets the link, and back goes back", async () => {
  const tab = await page(browser);
  await tab.goto(host.url("en/alexnet/?w=convolution&v=1&kernel=edge&stride=2&size=5&backend=cpu&from=timeline#convolution"));
  await tab.waitForFunction(() => document.querySelector("#convolution .numbers")?.textContent.includes("[1, 1, 112, 112]"));
  await ready(tab);
  await tab.evaluate(() => {
    const slider = document.querySelector('#convolution input[type=range][id$="-stride"]');
    slider.value = 4;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await tab.waitForFunction(() => document.querySelector("#convolution .numbers")?.textContent.includes("[1, 1, 56, 56]"));
  const search = await tab.evaluate(() => location.search);
  assert.equal(search, "?w=convolution&v=1&kernel=edge&size=5&backend=cpu");
  await tab.goBack();
  await tab.waitForFunction(() => document.querySelector("#convolution .numbers")?.textContent.includes("[1, 1, 112, 112]"));
  await tab.goto(host.url("en/alexnet/"));
  await tab.$eval("#convolution", (w) => w.scrollIntoView());
  await ready(tab);
  await tab.select('#convolution [id$="-kernel"]', "blur");
  await tab.waitForFunction(() => location.search.includes("kernel=blur"));
  await tab.goBack();
  await tab.waitForFunction(() => document.querySelector('#convolution [id$="-kernel"]').value === "gabor");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("a link of garbage leaves the page whole and says what was ignored", async () => {
  const tab = await page(browser);
  await tab.goto(host.url("zh/alexnet/?w=convolution&stride=NaN&size=99&kernel=%00%FF&d=1.!!!&backend=cpu#convolution"));
  await ready(tab);
  const remarks = await tab.$eval("#convolution .remarks", (r) => (r.hidden ? "" : r.textContent));
  assert.match(remarks, /stride=NaN/);
  assert.match(remarks, /已改用15/);
  await tab.click("#convolution .remarks button");
  await tab.waitForFunction(() => document.querySelector("#convolution .remarks").hidden);
  await tab.close();
});

test("arrow keys move the selected cell and its terms", async () => {
  const tab = await page(browser);
  await tab.goto(host.url("en/alexnet/?w=convolution&backend=cpu#convolution"));
  await ready(tab);
  await tab.waitForFunction(() => document.querySelector("#convolution .sums").textContent.includes("y[0, 0, 27, 27]"));
  await tab.focus("#convolution .map.pick");
  await tab.keyboard.press("ArrowRight");
  await tab.waitForFunction(() => document.querySelector("#convolution .sums").textContent.includes("y[0, 0, 27, 28]"));
  const rows = await tab.$$eval("#convolution details tbody tr", (r) => r.length);
  assert.ok(rows >= 363, `${rows} terms`);
  await tab.close();
});

test("the worker dies under the widget, and the next move of a slider computes again", async () => {
  const tab = await page(browser);
  await tab.goto(host.url("zh/alexnet/?w=convolution&backend=cpu#convolution"));
  await ready(tab);
  const [worker] = tab.workers();
  const died = new Promise((ok) => tab.once("workerdestroyed", ok));
  await worker.evaluate(() => { setTimeout(() => { throw new Error("killed by the test"); }); });
  await died;
  await tab.waitForFunction(() => document.querySelector("#convolution .remarks").textContent.includes("计算线程中途停了"));
  await tab.select('#convolution [id$="-kernel"]', "blur");
  await tab.waitForFunction(() => location.search.includes("kernel=blur"));
  await ready(tab);
  // A blur of a photograph has no negative number: the legend starts at zero.
  await tab.waitForFunction(() => document.querySelector("#convolution .legend span").textContent === "0.000");
  assert.equal(await tab.$eval("#convolution .remarks.error", (e) => e.hidden), true);
  await tab.close();
});

test("a worker that ends without a word is replaced, and what it was asked is answered with an error", async () => {
  const tab = await page(browser);
  await tab.goto(host.url(""));
  await tab.evaluate(async (url) => {
    const { open } = await import(url);
    globalThis.tp = await open({ backend: "cpu" });
    globalThis.told = [];
    globalThis.tp.onnotice = (notice) => globalThis.told.push(notice);
    await globalThis.tp.stats();
  }, host.url("third-pass.js"));
  const [worker] = tab.workers();
  await worker.evaluate(() => self.close());
  await tab.waitForFunction(() => globalThis.told.length > 0);
  const after = await tab.evaluate(async () => {
    const { tp, told } = globalThis;
    return { told, values: [...await tp.relu(tp.tensor([-1, 2], [2])).data()] };
  });
  assert.deepEqual(after, { told: [{ what: "worker-replaced", backend: "cpu", adapter: "CPU" }], values: [0, 2] });
  await tab.close();
});

test("what is asked while a dead worker is being replaced is answered by the next one", async () => {
  const tab = await page(browser);
  await tab.goto(host.url(""));
  const values = await tab.evaluate(async (url) => {
    const { open } = await import(url);
    const tp = await open({ backend: "cpu" });
    const replaced = tp.simulate("worker-killed");
    const asked = tp.relu(tp.tensor([-1, 2], [2])).data();
    await replaced;
    return [...await asked];
  }, host.url("third-pass.js"));
  assert.deepEqual(values, [0, 2]);
  await tab.close();
});

test("on WebGPU the widget computes, and a device lost in mid-run is replaced, then given up", async () => {
  const gpu = await chromium({ webgpu: true });
  try {
    const tab = await page(gpu);
    await tab.goto(host.url("zh/alexnet/?w=convolution&backend=webgpu&kernel=blur#convolution"));
    await ready(tab);
    assert.equal(await tab.$eval("#convolution", (w) => w.dataset.backend), "webgpu");
    assert.match(await tab.$eval("#convolution .numbers", (n) => n.textContent), /WebGPU（软件模拟/);
    assert.deepEqual(tab.complaints, []);
    const result = await tab.evaluate(async (url) => {
      const { open } = await import(url);
      const tp = await open({ backend: "webgpu" });
      const told = [];
      tp.onnotice = ({ what, backend }) => told.push(`${what} ${backend}`);
      const x = tp.tensor(Float32Array.from({ length: 3 * 64 * 64 }, (_, i) => Math.sin(i)), [1, 3, 64, 64]);
      const w = tp.tensor(Float32Array.from({ length: 16 * 27 }, (_, i) => Math.cos(i)), [16, 3, 3, 3]);
      const answers = [], dispatches = [];
      for (let i = 0; i < 4; i++) {
        const y = tp.conv2d(x, w, null), asked = y.data();
        if (i < 3) tp.simulate("device-lost");
        const after = tp.relu(y);
        answers.push([...await asked].join(), [...await after.data()].join());
        dispatches.push((await tp.stats()).dispatches);
      }
      return { told, backend: tp.backend, same: new Set(answers).size, dispatches };
    }, host.url("third-pass.js"));
    assert.deepEqual(result.told, ["device-replaced webgpu", "device-replaced webgpu", "device-gone cpu"]);
    assert.equal(result.backend, "cpu");
    assert.ok(result.dispatches[0] >= 1);
  } finally {
    await gpu.close();
  }
});

test("plain http from another machine: no WebGPU, a picture all the same", async () => {
  const remote = await chromium({ webgpu: true, args: ["--host-resolver-rules=MAP classroom.test 127.0.0.1"] });
  try {
    const tab = await page(remote);
    const elsewhere = (rest) => host.url(rest).replace("127.0.0.1", "classroom.test");
    await tab.goto(elsewhere("zh/alexnet/?w=convolution#convolution"));
    assert.equal(await tab.evaluate(() => isSecureContext), false);
    await ready(tab);
    assert.equal(await tab.$eval("#convolution", (w) => w.dataset.backend), "cpu");
    assert.deepEqual(tab.complaints, []);
    await tab.goto(elsewhere("zh/alexnet/?w=convolution&backend=webgpu#convolution"));
    await tab.waitForSelector('#convolution[data-state="error"]');
    assert.match(await tab.$eval("#convolution .remarks.error", (e) => e.textContent), /WebGPU/);
  } finally {
    await remote.close();
  }
});

test("own pictures: a good one is used, others are refused in words", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "third-pass-"));
  const files = { good: png(300, 120), none: Buffer.from("not a picture"), huge: png(20_000, 20_000) };
  const tab = await page(browser);
  await tab.goto(host.url("en/alexnet/?w=convolution&backend=cpu#convolution"));
  await ready(tab);
  const input = await tab.$('#convolution input[type="file"]');
  for (const [name, words] of [["none", "no picture that the browser can open"], ["huge", "too large"]]) {
    const file = path.join(folder, `${name}.png`);
    await writeFile(file, files[name]);
    await input.uploadFile(file);
    await tab.waitForFunction((words) => document.querySelector("#convolution .remarks").textContent.includes(words), {}, words);
    assert.equal(await tab.$eval('#convolution [id$="-picture"]', (s) => s.value), "chelsea");
  }
  const file = path.join(folder, "good.png");
  await writeFile(file, files.good);
  await input.uploadFile(file);
  await tab.waitForFunction(() => document.querySelector('#convolution [id$="-picture"]').value === "own");
  await ready(tab);
  // An all-black picture answers with zeros.
  await tab.waitForFunction(() => /= 0\.0000/.test(document.querySelector("#convolution .sums").textContent));
  await tab.close();
});

test("embedded on another origin, plain and sandboxed, it is ready without a click", async () => {
  const frame = (sandbox) => `<iframe ${sandbox} src="${host.url("zh/embed/convolution/?v=1&stride=2&backend=cpu")}" title="t" width="800" height="900"></iframe>`;
  const blogPost = (sandbox) => `<!doctype html><title>b</title><link rel="icon" href="data:,">${frame(sandbox)}`;
  const blog = await serve({ "/plain": blogPost(""), "/sandbox": blogPost('sandbox="allow-scripts"') });
  for (const where of ["/plain", "/sandbox"]) {
    const tab = await page(browser);
    await tab.goto(blog.origin + where);
    const inner = await tab.waitForFrame((f) => f.url().includes("/embed/"));
    await ready(inner);
    assert.match(await inner.$eval("#convolution .numbers", (n) => n.textContent), /\[1, 1, 109, 109\]/);
    assert.deepEqual(tab.complaints, [], where);
    await tab.close();
  }
  await blog.close();
});

test("axe finds nothing, in either language, light or dark, wide or narrow", async () => {
  for (const [where, width, theme] of [["zh/alexnet/", 1280, "light"], ["en/alexnet/", 360, "dark"], ["", 360, "light"], ["zh/embed/convolution/", 600, "dark"]]) {
    const tab = await page(browser, { width });
    await tab.setBypassCSP(true);
    await tab.goto(host.url(`${where}?theme=${theme}&backend=cpu`));
    await tab.addScriptTag({ path: axeSource });
    const found = await tab.evaluate(async () => (await globalThis.axe.run()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`));
    assert.deepEqual(found, [], `${where} ${theme}`);
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${where} at ${width} px scrolls sideways by ${wide}`);
    await tab.close();
  }
});

test("widgets.json is the contract's", async () => {
  const json = await (await fetch(host.url("widgets.json"))).json();
  assert.equal(json.version, 1);
  const convolution = json.widgets.find((w) => w.name === "convolution");
  assert.deepEqual(Object.keys(convolution.keys.find((k) => k.key === "stride")).sort(), ["default", "en", "key", "max", "min", "step", "type", "zh"]);
});

test("Firefox, which has no WebGPU here, computes and reads", async () => {
  const other = await firefox();
  try {
    const tab = await page(other);
    await tab.goto(host.url("zh/alexnet/?w=convolution&stride=1#convolution"));
    await ready(tab);
    assert.match(await tab.$eval("#convolution .numbers", (n) => n.textContent), /\[1, 1, 217, 217\]/);
    assert.equal(await tab.$eval("#convolution", (w) => w.dataset.backend), "cpu");
  } finally {
    await other.close();
  }
});

test("a compiled function, its constants and its mistakes", async () => {
  const tab = await page(browser);
  await tab.goto(host.url(""));
  const result = await tab.evaluate(async (url) => {
    const { open } = await import(url);
    const tp = await open({ backend: "cpu" });
    const w = tp.tensor([1, 2, 3, 4], [2, 2]);
    const f = tp.compile((x) => {
      const y = tp.linear(x, w, null);
      return { y: tp.relu(y), twice: tp.add(y, y) };
    }, [[3, 2]]);
    const out = f(tp.tensor([1, 0, 0, 1, -1, -1], [3, 2]));
    const first = [[...await out.y.data()], [...await out.twice.data()]];
    const one = tp.compile((a, b) => tp.sub(a, b), [[2], [2]]);
    const second = [...await one(tp.tensor([5, 6], [2]), tp.tensor([1, 2], [2])).data()];
    const words = [];
    const said = (f) => { try { f(); } catch (e) { words.push(e.message); } };
    said(() => f());
    said(() => tp.compile(() => 1, [[1]]));
    said(() => tp.compile((x) => x, [["a"]]));
    await f(tp.tensor([1, 2], [1, 2])).y.data().catch((e) => words.push(e.message));
    await tp.compile((x) => tp.linear(x, w, null), [[1, 3]])(tp.tensor([1, 2, 3], [1, 3])).data().catch((e) => words.push(e.message));
    f.dispose();
    await f(tp.tensor([1, 0, 0, 1, -1, -1], [3, 2])).y.data().catch((e) => words.push(e.message));
    tp.close();
    return { first, second, words, closed: tp.closed };
  }, host.url("third-pass.js"));
  assert.deepEqual(result.first, [[1, 3, 2, 4, 0, 0], [2, 6, 4, 8, -6, -14]]);
  assert.deepEqual(result.second, [4, 4]);
  assert.match(result.words[0], /takes 1 tensors, got 0/);
  assert.match(result.words[1], /must return a tensor it has computed/);
  assert.match(result.words[2], /the shapes must be a list/);
  assert.match(result.words[3], /recorded with the shape \[3, 2\], got \[1, 2\]/);
  assert.match(result.words[4], /^linear: /);
  assert.match(result.words[5], /has been disposed of/);
  assert.equal(result.closed, true);
  await tab.close();
});
