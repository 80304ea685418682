// A blog made by Hugo, in two languages, with a shortcode of its own.
import { after, before, test } from "node:test";
import path from "node:path";
import { serve } from "../browser/harness.mjs";
import { built, lives, run, together, visit } from "./hosts.mjs";

let site, blog, browser;
before(async () => {
  site = await serve();
  blog = await built("hugo", site.url(""), (folder) => { run("hugo", ["--quiet"], folder); return path.join(folder, "public"); });
  browser = await together();
});
after(async () => { await browser?.close(); await blog?.close(); await site?.close(); });

for (const lang of ["en", "zh"]) {
  test(`a widget lives in a post in the language of the post: ${lang}`, async () => {
    const tab = await visit(browser, blog.url(`${lang}/post/`));
    await lives(tab, { lang, site: site.url(""), dark: () => tab.$eval("#night", (button) => button.click()) });
    await tab.close();
  });
}
