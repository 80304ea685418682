// What helps to read: hover card, claim cards, the way on, paper.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import { axeSource, chromium, NOTES, page, serve } from "./harness.mjs";

let host, browser;
before(async () => {
  host = await serve();
  browser = await chromium();
});
after(async () => { await browser?.close(); await host?.close(); });

const cardText = (tab) => tab.evaluate(() => {
  const card = document.getElementById("hover-card");
  return card.hidden ? null : card.textContent;
});
const opened = (tab) => tab.waitForFunction(() => !document.getElementById("hover-card").hidden);
const closed = (tab) => tab.waitForFunction(() => document.getElementById("hover-card").hidden);
const pause = (ms) => new Promise((ok) => setTimeout(ok, ms));

/** The middle of the first of the things that the selector finds, scrolled into view. */
async function middle(tab, selector) {
  return tab.$eval(selector, (e) => {
    e.scrollIntoView({ block: "center", behavior: "instant" });
    const box = e.getClientRects()[0];
    return [box.x + box.width / 2, box.y + box.height / 2];
  });
}
const FOOTNOTE = '[role="doc-noteref"]';
const SECTION = '.prose a[href="#overlapping"]';

test("the card opens under the pointer, stays while it is there, and Esc closes it", async () => {
  const tab = await page(browser);
  await tab.goto(host.url("en/alexnet/?backend=cpu"));
  await tab.mouse.move(...await middle(tab, FOOTNOTE));
  await opened(tab);
  assert.match(await cardText(tab), /^A multiply-add is one multiplication/);
  assert.equal(await tab.$eval(FOOTNOTE, (a) => a.getAttribute("aria-describedby")), "hover-card");
  const box = await tab.$eval("#hover-card", (c) => { const b = c.getBoundingClientRect(); return { x: b.x, y: b.y, right: b.right, bottom: b.bottom }; });
  assert.ok(box.x >= 0 && box.right <= 1280 && box.y >= 0 && box.bottom <= 900, JSON.stringify(box));
  await tab.mouse.move(box.x + 20, box.y + 15, { steps: 4 });
  await pause(600);
  assert.ok(await cardText(tab), "it stays while the pointer is on it");
  await tab.keyboard.press("Escape");
  await closed(tab);
  assert.equal(await tab.$eval(FOOTNOTE, (a) => a.hasAttribute("aria-describedby")), false);
  await tab.mouse.move(...await middle(tab, FOOTNOTE));
  await opened(tab);
  await tab.mouse.move(5, 300, { steps: 3 });
  await closed(tab);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("a reference shows the section's heading and first sentence, in either language", async () => {
  for (const [lang, heading, sentence] of [
    ["en", "Overlapping pooling", /^A pooling window of side .+ moves in steps of .+\.$/s],
    ["zh", "重叠池化", /^池化窗口边长.+格。$/s],
  ]) {
    const tab = await page(browser);
    await tab.goto(host.url(`${lang}/alexnet/?backend=cpu`));
    await tab.mouse.move(...await middle(tab, SECTION));
    await opened(tab);
    const parts = await tab.$$eval("#hover-card > *", (all) => all.map((e) => e.textContent.trim()));
    assert.equal(parts.length, 2);
    assert.equal(parts[0], heading);
    assert.match(parts[1], sentence);
    const ids = await tab.$$eval("[id]", (all) => all.map((e) => e.id));
    assert.equal(new Set(ids).size, ids.length, "the copy has no anchors of its own");
    await tab.close();
  }
});

test("the keyboard opens it by focus, and a click of the mouse goes where the link leads", async () => {
  const tab = await page(browser);
  await tab.goto(host.url("zh/alexnet/?backend=cpu"));
  // From the link before it, as the Tab key comes.
  await tab.evaluate((selector) => {
    const stops = [...document.querySelectorAll("a[href], button, [tabindex='0']")];
    const at = stops.indexOf(document.querySelector(selector));
    stops[at - 1].focus();
  }, FOOTNOTE);
  await tab.keyboard.press("Tab");
  assert.ok(await tab.evaluate((s) => document.activeElement.matches(s), FOOTNOTE));
  await opened(tab);
  assert.match(await cardText(tab), /算一次乘加/);
  await tab.keyboard.press("Escape");
  await closed(tab);
  assert.ok(await tab.evaluate((s) => document.activeElement.matches(s), FOOTNOTE), "the focus stays");
  await tab.keyboard.press("Tab");
  await tab.waitForFunction(() => /^ReLU负数/.test(document.getElementById("hover-card").textContent)); // the next stop, a term
  await tab.keyboard.press("Escape");
  await closed(tab);
  // Widgets that wake up above may move it: this one waits until it stands still.
  await tab.locator(FOOTNOTE).click();
  await tab.waitForFunction(() => location.hash === "#note-count");
  await closed(tab);
  await tab.close();
});

test("the first tap shows the card, the second goes there, a tap elsewhere closes it", async () => {
  const tab = await page(browser, { width: 360, height: 640 });
  await tab.setViewport({ width: 360, height: 640, hasTouch: true, isMobile: true });
  await tab.goto(host.url("en/alexnet/?backend=cpu"));
  await tab.touchscreen.tap(...await middle(tab, SECTION));
  await opened(tab);
  assert.match(await cardText(tab), /^Overlapping pooling.*Go there$/s);
  assert.equal(await tab.evaluate(() => location.hash), "");
  const box = await tab.$eval("#hover-card", (c) => { const b = c.getBoundingClientRect(); return [b.left, innerWidth - b.right]; });
  assert.ok(box[0] >= 0 && box[1] >= 0, `outside by ${box}`);
  await tab.touchscreen.tap(340, 620);
  await closed(tab);
  await tab.touchscreen.tap(...await middle(tab, SECTION));
  await opened(tab);
  await tab.touchscreen.tap(...await middle(tab, SECTION));
  await tab.waitForFunction(() => location.hash === "#overlapping");
  await closed(tab);
  await tab.close();
});

test("without JavaScript a footnote is a link, and its claims are there", async () => {
  const tab = await page(browser);
  await tab.setJavaScriptEnabled(false);
  await tab.goto(host.url("en/alexnet/"));
  await tab.click(FOOTNOTE);
  assert.match(tab.url(), /#note-count$/);
  assert.equal(await tab.$("#hover-card"), null);
  assert.ok(await tab.$(".claim"));
  await tab.close();
});

test("claim cards give the claim, the paper's figure, the place and a verdict in words", async () => {
  const { claims } = JSON.parse(await readFile(new URL("../../web/notes/claims.json", import.meta.url)));
  const words = {
    zh: { exact: "✓属实", imprecise: "≈不够准确", wrong: "✗有误" },
    en: { exact: "✓Exact", imprecise: "≈Imprecise", wrong: "✗Wrong" },
  };
  for (const lang of ["zh", "en"]) {
    for (const name of NOTES) {
      const tab = await page(browser);
      await tab.goto(host.url(`${lang}/${name}/?backend=cpu`));
      const cards = await tab.$$eval("aside.claim", (all) => all.map((c) => ({ ...c.dataset, text: [...c.children].map((e) => e.textContent) })));
      const rows = claims.filter((c) => c.note === name);
      assert.deepEqual(cards.map((c) => c.claim).sort(), rows.map((c) => c.id).sort(), `${lang}/${name}`);
      for (const row of rows) {
        const card = cards.find((c) => c.claim === row.id);
        assert.equal(card.verdict, row.verdict);
        assert.equal(card.text[0], words[lang][row.verdict]);
        for (const key of ["claim", "paper", "where", "reason"]) assert.ok(card.text.join("\n").includes(row[key][lang]), `${row.id} ${key}`);
      }
      await tab.close();
    }
  }
});

test("cards in the margin lie over nothing, and narrow ones in the text", async () => {
  for (const name of NOTES) {
    for (const width of [1100, 1280, 1000]) {
      const tab = await page(browser, { width });
      await tab.goto(host.url(`zh/${name}/?backend=cpu`));
      const lies = await tab.evaluate(() => {
        const of = (e) => e.getBoundingClientRect();
        // Folded ones take the room of their line.
        const cards = [...document.querySelectorAll("article .claims, article .claim")].filter((card) => card.checkVisibility() && !card.parentElement.closest(".claims"));
        const others = [...document.querySelectorAll("article > :not(.part), article .part > *, article .prose > *")];
        const over = [];
        for (const card of cards) {
          const a = of(card);
          for (const other of others) {
            const b = of(other);
            const apart = other === card || b.height === 0 || a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
            if (!apart) over.push(`${card.dataset.claim ?? card.innerText} over ${other.outerHTML.slice(0, 80)}`);
          }
        }
        const text = of(document.querySelector("article > .prose"));
        return { over, beside: cards.map((c) => of(c).left >= text.right), wide: document.documentElement.scrollWidth - innerWidth };
      });
      assert.deepEqual(lies.over, [], `${name} at ${width}`);
      assert.ok(lies.beside.every((b) => b === width >= 1100), `${name} at ${width}: ${lies.beside}`);
      assert.ok(lies.wide <= 0, `${name} at ${width} scrolls sideways`);
      await tab.close();
    }
  }
});

test("previous and next lead through the notes, and the bar names the present one", async () => {
  for (const lang of ["zh", "en"]) {
    const tab = await page(browser);
    await tab.goto(host.url(`${lang}/${NOTES[0]}/?backend=cpu`));
    assert.equal(await tab.$('.onward [rel="prev"]'), null);
    for (const [at, name] of NOTES.entries()) {
      assert.match(tab.url(), new RegExp(`/${lang}/${name}/`));
      assert.match(await tab.$eval('header nav [aria-current="page"]', (a) => a.href), new RegExp(`/${lang}/${name}/$`));
      assert.equal((await tab.$$("header nav a")).length, NOTES.length);
      if (at + 1 < NOTES.length) await Promise.all([tab.waitForNavigation(), tab.click('.onward [rel="next"]')]);
    }
    assert.equal(await tab.$('.onward [rel="next"]'), null);
    await Promise.all([tab.waitForNavigation(), tab.click('.onward [rel="prev"]')]);
    assert.match(tab.url(), new RegExp(`/${lang}/${NOTES.at(-2)}/`));
    await tab.close();
  }
});

test("a link to a place opens there at once, and wakes nothing on the way", async () => {
  const tab = await page(browser), top = () => document.getElementById("convolution").getBoundingClientRect().top;
  await tab.goto(host.url("en/alexnet/?backend=cpu#convolution"));
  const first = await tab.evaluate(top);
  assert.ok(first >= 0 && first < 100, `${first} pixels from the top`);
  await tab.waitForSelector('#convolution[data-state="ready"]', { timeout: 60_000 });
  assert.equal(await tab.evaluate(top), first, "it stays there");
  // The views before and behind may be made ready; nothing further up is.
  const awake = await tab.$$eval("leptos-island[data-live] [data-widget]", (all) => all.map((e) => e.getBoundingClientRect().bottom + innerHeight));
  assert.ok(awake.length > 0 && awake.every((y) => y >= 0), `${awake} pixels below the view before`);
  // By the contents too, as soon as the next frame.
  const there = await tab.$eval(".contents a[href='#overlapping']", (a) => new Promise((done) => {
    a.click();
    requestAnimationFrame(() => done(document.getElementById("overlapping").getBoundingClientRect().top));
  }));
  assert.ok(there >= 0 && there < 100, `${there} pixels from the top`);
  await tab.close();
});

test("the front page lists every note in both languages", async () => {
  const tab = await page(browser);
  await tab.goto(host.url(""));
  const links = await tab.$$eval("main li a", (all) => all.map((a) => a.getAttribute("href")));
  assert.deepEqual(links, ["zh", "en"].flatMap((lang) => NOTES.map((name) => `./${lang}/${name}/`)));
  await tab.close();
});

test("axe finds nothing in the notes, with the card open too, and nothing scrolls sideways", async () => {
  const pages = ["", ...["zh", "en"].flatMap((lang) => NOTES.map((name) => `${lang}/${name}/`))];
  for (const where of pages) {
    for (const [width, theme] of [[1280, "light"], [1280, "dark"], [360, "light"], [360, "dark"]]) {
      const tab = await page(browser, { width });
      await tab.setBypassCSP(true);
      await tab.goto(host.url(`${where}?theme=${theme}&backend=cpu`));
      const reference = await tab.$(".prose a[href^='#']:not(.anchor, [role='doc-backlink'])");
      if (reference) {
        await tab.mouse.move(...await middle(tab, ".prose a[href^='#']:not(.anchor, [role='doc-backlink'])"));
        await opened(tab);
      }
      await tab.addScriptTag({ path: axeSource });
      const found = await tab.evaluate(async () => {
        // axe takes a header that is a formula for empty.
        const formula = (v, n) => v.id === "empty-table-header" && document.querySelector(n.target[0]).querySelector("math") !== null;
        const { violations } = await globalThis.axe.run();
        return violations.flatMap((v) => v.nodes.filter((n) => !formula(v, n)).map((n) => `${v.id}: ${n.html.slice(0, 160)}`));
      });
      assert.deepEqual(found, [], `${where} ${width} ${theme}`);
      await tab.setViewport({ width: 320, height: 640 });
      if (reference) await closed(tab);
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${where} at 320 px scrolls sideways by ${wide}`);
      await tab.close();
    }
  }
});

test("on paper there are no controls, but the claims, the footnotes and the addresses", async () => {
  const tab = await page(browser);
  await tab.goto(host.url("zh/alexnet/?theme=dark&backend=cpu"));
  await tab.emulateMediaType("print");
  const shown = await tab.evaluate(() => {
    const there = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.getClientRects().length > 0).length;
    const after = (selector) => getComputedStyle(document.querySelector(selector), "::after").content;
    return {
      hidden: ["header.site", ".contents", ".controls", ".actions", ".widget", ".anchor", ".onward", "#hover-card", "footer.site"].filter(there),
      claims: there(".claim"), footnotes: there(".footnotes li"), widgets: there(".on-paper"),
      outside: after(".prose a[href^='https://']"), widget: after(".on-paper a[href*='convolution']"), inside: after(".prose a[href='#overlapping']"),
      paper: getComputedStyle(document.body).backgroundColor,
    };
  });
  assert.deepEqual(shown.hidden, []);
  assert.equal(shown.claims, await tab.$$eval(".claim", (all) => all.length));
  assert.equal(shown.footnotes, 2);
  assert.equal(shown.widgets, await tab.$$eval(".widget", (all) => all.length));
  assert.match(shown.outside, /\(https:\/\/papers\.nips\.cc/);
  assert.match(shown.widget, /\(http:[^)]*#convolution\)/);
  assert.equal(shown.inside, "none");
  assert.equal(shown.paper, "rgb(255, 255, 255)", "paper is white in the dark too");
  await tab.emulateMediaType("screen");
  assert.equal(await tab.$eval(".on-paper", (e) => e.getClientRects().length), 0);
  await tab.close();
});
