// The npm package in a plain page: what is in it, and the examples of its README, run as they stand.
import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { serve } from "../browser/harness.mjs";
import { heard, run, together, visit } from "./hosts.mjs";
import { installed } from "./package.mjs";

let site, browser, folder, root, said, blocks;
before(async () => {
  [site, browser, folder] = [await serve(), await together(), await installed()];
  root = path.join(folder, "node_modules/third-pass");
  said = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
  const readme = (await readFile(path.join(root, "README.md"), "utf8")).replaceAll("https://YOUR-HOST/", site.url(""));
  blocks = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, text]) => ({ language, text }));
});
after(async () => { await browser?.close(); await site?.close(); if (folder) await rm(folder, { recursive: true, force: true }); });

/** A page that finds the package's names as its `exports` say. */
const html = (body) => {
  const imports = Object.fromEntries(Object.entries(said.exports).map(([name, to]) => [
    path.posix.join("third-pass", name), path.posix.join("/node_modules/third-pass", to.default ?? to)]));
  return `<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,">
    <script type="importmap">${JSON.stringify({ imports })}</script>
    <script>
      globalThis.printed = [];
      console.log = (...all) => printed.push(all.map((one) => typeof one === "string" ? one : JSON.stringify(ArrayBuffer.isView(one) ? [...one] : one)).join(" "));
    </script></head><body>${body}</body></html>`;
};
async function open(body) {
  const host = await serve({ "/page": html(body) }, { folder, base: "/" });
  const tab = await visit(browser, `${host.origin.replace("127.0.0.1", "localhost")}/page`);
  return { tab, close: async () => { assert.deepEqual(tab.complaints, []); await tab.close(); await host.close(); } };
}

test("it holds what it says and no more, and needs nothing", async (t) => {
  const modules = await readFile(path.join(root, "third-pass.js"), "utf8");
  const worker = [...modules.matchAll(/new URL\("\.\/(worker-[0-9a-f]{16}(?:\.js|_bg\.wasm))", import\.meta\.url\)/g)].map(([, name]) => name);
  assert.equal(worker.length, 2);
  const own = ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "embed.d.ts", "embed.js", "package.json", "third-pass.d.ts", "third-pass.js", "widgets.json"];
  assert.deepEqual((await readdir(root)).sort(), [...own, ...worker].sort());
  for (const to of Object.values(said.exports).flatMap((to) => typeof to === "string" ? [to] : Object.values(to))) await readFile(path.join(root, to));
  assert.match(said.version, /^\d+\.\d+\.\d+/);
  assert.deepEqual(Object.keys(said).filter((key) => /dependencies$/i.test(key)), []);
  const [{ size, unpackedSize }] = JSON.parse(run("npm", ["pack", "--dry-run", "--json", root], folder));
  t.diagnostic(`${(size / 1000).toFixed(0)} kB packed, ${(unpackedSize / 1000).toFixed(0)} kB unpacked`);
});

test("importing it does nothing where there is no browser", () => {
  const code = 'import { open } from "third-pass"; import { ThirdPass } from "third-pass/embed"; console.log(typeof open, ThirdPass.host);';
  assert.equal(run(process.execPath, ["--input-type=module", "--eval", code], folder).trim(), "function");
});

test("every example of the README gives what it says", async () => {
  const examples = blocks.filter(({ language }) => language === "js");
  assert.ok(examples.length >= 4);
  for (const { text } of examples) {
    const wanted = [...text.matchAll(/\/\/ → (.*)$/gm)].map(([, words]) => words);
    assert.ok(wanted.length > 0, text);
    const { tab, close } = await open(`<script type="module">${text}</script>`);
    await tab.waitForFunction((count) => globalThis.printed.length >= count, { timeout: 60_000 }, wanted.length);
    assert.deepEqual(await tab.evaluate(() => globalThis.printed), wanted, text);
    await close();
  }
});

test("its pieces of HTML run as they are pasted", async () => {
  const [cell, element, ...more] = blocks.filter(({ language }) => language === "html").map(({ text }) => text.replace("%%html\n", ""));
  assert.deepEqual(more, []);
  const sums = await open(cell);
  await sums.tab.waitForFunction((want) => document.getElementById("sums").textContent === want, { timeout: 60_000 }, /→ (.*)$/m.exec(cell)[1]);
  await sums.close();
  const widget = await open(element);
  await heard(widget.tab, "ready");
  assert.equal(await widget.tab.$eval("third-pass a", (link) => link.checkVisibility()), false);
  await widget.close();
});

test("what it says of Vite is how it is tested with Vite", async () => {
  const config = await import("./vite/vite.config.js");
  const [{ text }] = blocks.filter(({ language }) => language === "json");
  assert.deepEqual(JSON.parse(text).optimizeDeps, config.default.optimizeDeps);
});

test("without a host, or with one that is no web address, there is a word and no frame", async () => {
  for (const [host, words] of [["", /where is the site/], ['host="javascript:alert(1)//"', /no web address: javascript/], ['host="https://["', /no web address/]]) {
    const { tab, close } = await open(`<third-pass ${host} widget="bottleneck">a link</third-pass><script type="module">import "third-pass/embed";</script>`);
    assert.match((await heard(tab, "error")).message, words);
    assert.deepEqual(await tab.$eval("third-pass", (e) => [e.shadowRoot.querySelector("iframe"), e.checkVisibility()]), [null, true]);
    assert.match(tab.complaints.splice(0).join(), words);
    // It is mended where it stands.
    await tab.$eval("third-pass", (e, url) => e.setAttribute("host", url), site.url("").slice(0, -1));
    await heard(tab, "ready");
    await close();
  }
});
