// Draws the pictures that stand for pages where links are shown (og:image), 1200×630: a page's
// title over its first widget's picture as this build shows it, or over its description.
// `cargo xtask cards` runs it and writes web/assets/og/; given pages, it draws theirs alone.
import { mkdir, readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, DIST, page, serve } from "./harness.mjs";

const OUT = fileURLToPath(new URL("../../web/assets/og/", import.meta.url));
const [WIDTH, HEIGHT] = [1200, 630];

/** Every page below dist/, as `zh/alexnet/`; the front page is "". */
async function pages() {
  const files = await readdir(DIST, { recursive: true });
  return files.filter((f) => path.basename(f) === "index.html").map((f) => f.slice(0, -"index.html".length)).sort();
}

/** What the card says, and its widget's picture. */
async function content(tab, host, where) {
  await tab.goto(host.url(`${where}?theme=light&backend=cpu`));
  const text = await tab.evaluate(() => ({
    lang: document.documentElement.lang, title: document.querySelector("h1")?.textContent || document.title,
    description: document.querySelector('meta[name="description"]')?.content ?? "",
  }));
  const widget = await tab.$(".widget:has(.maps, .pair, .chain)") ?? await tab.$(".widget");
  if (!widget) return text;
  await widget.scrollIntoView();
  // One that waits for a press has at most what it shows before.
  await tab.waitForFunction((w) => w.dataset.state === "ready" || (w.dataset.query !== undefined && w.querySelector('[data-press="run"]')), { timeout: 120_000 }, widget);
  await tab.evaluate(() => new Promise((ok) => requestAnimationFrame(() => requestAnimationFrame(ok))));
  const picture = await widget.$(".chain + .chain") ?? await widget.$(".maps:not(.sum), .pair, .tr-align, canvas");
  if (!await picture?.isVisible()) return text;
  return { ...text, description: "", picture: await picture.screenshot({ encoding: "base64" }) };
}

const card = ({ lang, title, description, picture }) => `<!doctype html><html lang="${lang}"><meta charset="utf-8"><style>
  body { margin: 0; width: ${WIDTH}px; height: ${HEIGHT}px; box-sizing: border-box; padding: 56px 64px; background: #fff; color: #1d2127;
    font-family: system-ui, "Noto Sans CJK SC", sans-serif; display: flex; flex-direction: column; gap: 24px; overflow: hidden; }
  header { font-size: 26px; color: #0b57d0; }
  h1 { margin: 0; font-size: ${picture ? 54 : 72}px; line-height: 1.25; text-wrap: balance; }
  p { margin: 0; font-size: 34px; line-height: 1.5; color: #555d69; max-height: 9em; overflow: hidden; }
  p:empty { display: none; }
  img { min-height: 0; flex: 1; object-fit: contain; object-position: left bottom; }
</style><header>Third Pass · 第三遍</header><h1></h1><p></p>${picture ? '<img alt="">' : ""}`;

const host = await serve(), browser = await chromium();
await mkdir(OUT, { recursive: true });
const only = process.argv.slice(2);
for (const where of only.length > 0 ? only : await pages()) {
  const tab = await page(browser, { width: WIDTH, height: HEIGHT });
  const what = await content(tab, host, where);
  await tab.goto("about:blank");
  await tab.setContent(card(what));
  await tab.evaluate(async ({ title, description, picture }) => {
    document.querySelector("h1").textContent = title;
    document.querySelector("p").textContent = description;
    const img = document.querySelector("img");
    if (img) { img.src = `data:image/png;base64,${picture}`; await img.decode(); }
  }, what);
  const name = `${where.replace(/\/$/, "").replaceAll("/", "-") || "site"}.png`;
  await tab.screenshot({ path: path.join(OUT, name) });
  console.log(name, (await readFile(path.join(OUT, name))).length);
  await tab.close();
}
await browser.close();
await host.close();
