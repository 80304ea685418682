// The guide for teachers and bloggers: its examples run, its codes work when pasted, its figures are the site's.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible } from "./alexnet-widgets.mjs";
import { chromium, NOTES, page, serve } from "./harness.mjs";

let host, browser;
before(async () => { host = await serve(); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

const ready = (frame) => frame.waitForSelector('[data-widget][data-state="ready"]', { timeout: 120_000 });
/** The guide's codes that have this in them, as a reader copies them, with this host's address. */
async function codes(lang, piece) {
  const tab = await page(browser);
  await tab.goto(host.url(`${lang}/guide/`));
  const all = await tab.$$eval("article pre code", (found) => found.map((code) => code.textContent));
  await tab.close();
  return all.filter((code) => code.includes(piece)).map((code) => code.replaceAll("https://YOUR-HOST/", host.url("")));
}

test("the examples in it run, one of them a task as it is described", async () => {
  for (const lang of ["zh", "en"]) {
    const tab = await page(browser);
    await tab.goto(host.url(`${lang}/guide/`));
    for (const name of ["convolution", "bottleneck"]) {
      await tab.$eval(`third-pass[widget="${name}"]`, (e) => e.scrollIntoView());
      const frame = await tab.waitForFrame((f) => f.url().includes(`/${lang}/embed/${name}/`));
      await ready(frame);
      if (name !== "convolution") continue;
      const shown = await frame.evaluate(() => ({
        ask: document.querySelector("[data-widget]").textContent.includes(/^zh/.test(document.documentElement.lang) ? "步幅从1改成2" : "With a stride of 2"),
        locked: document.querySelector('.control[data-key="size"] input').disabled,
        free: document.querySelector('.control[data-key="stride"] input').disabled,
        seed: document.querySelector('.control[data-key="seed"]')?.checkVisibility() ?? false,
      }));
      assert.deepEqual(shown, { ask: true, locked: true, free: false, seed: false });
    }
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
});

test("its codes work in another site's page", async () => {
  for (const lang of ["zh", "en"]) {
    const [frame] = await codes(lang, "<iframe"), [element] = await codes(lang, "<third-pass"), [script] = await codes(lang, "await tp.conv2d");
    const module = script.replace("console.log(", "globalThis.said = (");
    const blog = await serve({ "/blog": `<!doctype html><html lang="${lang}"><title>b</title><link rel="icon" href="data:,">${frame}${element}<script type="module">${module}</script>` });
    const tab = await page(browser);
    await tab.goto(`${blog.origin}/blog`);
    await tab.waitForFunction(() => globalThis.said !== undefined, { timeout: 60_000 });
    assert.deepEqual(await tab.evaluate(() => [...globalThis.said]), [5]);
    for (const selector of ["iframe", "third-pass"]) {
      await tab.$eval(selector, (e) => e.scrollIntoView());
      const theme = selector === "third-pass";
      await ready(await tab.waitForFrame((f) => f.url().includes("/embed/bottleneck/") && f.url().includes("theme=") === theme && f.url().includes("shortcut=none")));
    }
    assert.deepEqual(tab.complaints, []);
    await tab.close();
    await blog.close();
  }
});

test("its links lead where they say, and its figures are those of the files", async () => {
  const { once, save } = await (await fetch(host.url("offline.json"))).json();
  const megabytes = (rows) => `${(rows.reduce((all, [, bytes]) => all + bytes, 0) / 1e6).toFixed(1)} MB`;
  const views = await (await fetch(host.url("views.txt"))).text();
  for (const lang of ["zh", "en"]) {
    const tab = await page(browser);
    await tab.goto(host.url(`${lang}/guide/`));
    const text = await tab.$eval("article", (a) => a.textContent);
    assert.doesNotMatch(text, /\{[a-z-]+\}/, "nothing is left to fill in");
    for (const rows of [once, save]) assert.ok(text.includes(megabytes(rows)), megabytes(rows));
    const table = await tab.$$eval("article table", (all) => [...all.at(-1).tBodies[0].rows].map((row) => [...row.cells].map((c) => c.textContent)));
    assert.equal(table.length, NOTES.length, "a row for each note");
    for (const [i, name] of NOTES.entries()) {
      const [, reads, awake] = new RegExp(`^(\\d+)\\t(\\d+)\\t${lang}/${name}/$`, "m").exec(views);
      assert.deepEqual(table[i].slice(1, 3), [reads, awake].map((bytes) => `${Math.round(bytes / 1000)} kB`));
      assert.equal(table[i][4], `${(awake / 1e6).toFixed(2)} TB`);
    }
    const [link] = await codes(lang, "?w=convolution");
    await tab.goto(`${link.trim()}`);
    await tab.waitForFunction(() => document.querySelector("#convolution .numbers")?.textContent.includes("[1, 1, 109, 109]"), { timeout: 60_000 });
    await tab.close();
  }
});

test("it is accessible and fits a phone, light and dark", async () => {
  for (const [lang, width, theme] of [["zh", 360, "dark"], ["en", 360, "light"], ["zh", 1280, "light"], ["en", 1280, "dark"]]) {
    const tab = await page(browser, { width });
    await tab.setBypassCSP(true);
    await tab.goto(host.url(`${lang}/guide/?theme=${theme}`));
    await accessible(tab, `${lang} at ${width} px, ${theme}`);
    await tab.close();
  }
});
