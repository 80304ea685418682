// An mdBook, as `cargo install mdbook` makes it.
import { after, before, test } from "node:test";
import path from "node:path";
import { serve } from "../browser/harness.mjs";
import { built, lives, run, together, visit } from "./hosts.mjs";

let site, book, browser;
before(async () => {
  site = await serve();
  book = await built("mdbook", site.url(""), (folder) => { run("mdbook", ["build"], folder); return path.join(folder, "book"); });
  browser = await together();
});
after(async () => { await browser?.close(); await book?.close(); await site?.close(); });

test("a widget lives in a chapter of a Chinese book, and follows its themes", async () => {
  const tab = await visit(browser, book.url("post.html"));
  const theme = (name) => tab.$eval(`[id$="${name}"].theme`, (button) => button.click());
  await lives(tab, { lang: "zh", site: site.url(""), dark: () => theme("coal") });
  await tab.close();
});
