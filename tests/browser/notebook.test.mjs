// A widget's code as a notebook: cut into cells that run, by the format's own schema, from the page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { cells, files, notebook, packages, WORDS } from "../../web/static/notebook.js";
import { open } from "./alexnet-widgets.mjs";
import { chromium, serve } from "./harness.mjs";

const ROOT = new URL("../../", import.meta.url);
let host, browser, codes;
before(async () => {
  host = await serve();
  browser = await chromium();
  const folder = new URL("crates/share/src/widgets/", ROOT);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".py"));
  codes = await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, folder), "utf8")]));
});
after(async () => { await browser?.close(); await host?.close(); });

/** What is wrong with a value by a schema, of the words that nbformat's uses. */
function wrong(value, schema, root, at = "") {
  const { $ref, type, enum: words, oneOf, required = [], properties = {}, additionalProperties, items, pattern, minimum, maximum, minLength, maxLength } = schema;
  if ($ref) return wrong(value, $ref.slice(2).split("/").reduce((s, key) => s[key], root), root, at);
  const is = (t) => ({ null: value === null, array: Array.isArray(value), integer: Number.isInteger(value), object: typeof value === "object" && value !== null && !Array.isArray(value) })[t] ?? typeof value === t;
  if (type && ![type].flat().some(is)) return [`${at}: not ${type}`];
  if (words && !words.includes(value)) return [`${at}: none of ${words}`];
  if (oneOf && oneOf.filter((s) => wrong(value, s, root, at).length === 0).length !== 1) return [`${at}: not one of ${oneOf.length}`];
  if (pattern && !new RegExp(pattern).test(value)) return [`${at}: ${value} is not ${pattern}`];
  if (value < minimum || value > maximum || value?.length < minLength || value?.length > maxLength) return [`${at}: too little or too much`];
  const found = [];
  if (Array.isArray(value) && items) value.forEach((v, i) => found.push(...wrong(v, items, root, `${at}/${i}`)));
  if (is("object")) {
    for (const key of required) if (!(key in value)) found.push(`${at}: no ${key}`);
    for (const [key, v] of Object.entries(value)) {
      if (properties[key]) found.push(...wrong(v, properties[key], root, `${at}/${key}`));
      else if (additionalProperties === false) found.push(`${at}: ${key} is too much`);
    }
  }
  return found;
}

test("code is cut where a piece ends, and nothing of it is lost", () => {
  assert.deepEqual(cells("a\n\nb\nc\n"), ["a", "b\nc"]);
  assert.deepEqual(cells("def f():\n    a\n\n    b\n\nf()"), ["def f():\n    a\n\n    b", "f()"]);
  assert.deepEqual(cells("x = [\n    1,\n\n]\nif a:\n    b\n\nelse:\n    c"), ["x = [\n    1,\n\n]\nif a:\n    b\n\nelse:\n    c"]);
  assert.deepEqual(cells(""), []);
  for (const [name, code] of codes) {
    assert.ok(cells(code).length >= 2, name);
    assert.equal(cells(code).join("\n").replace(/\n+/g, "\n"), code.trim().replace(/\n+/g, "\n"), name);
  }
});

test("every widget's notebook keeps to the schema, and its files are on the site", async () => {
  const schema = JSON.parse(await readFile(new URL("tests/data/nbformat.v4.5.schema.json", ROOT)));
  assert.deepEqual(Object.keys(WORDS.zh), Object.keys(WORDS.en));
  for (const [name, code] of codes) {
    for (const lang of ["zh", "en"]) {
      const made = notebook(code, { title: "T", address: "https://h/?a=b", site: "https://h/p/", lang });
      assert.deepEqual(wrong(made, schema, schema), [], name);
      assert.equal(new Set(made.cells.map((c) => c.id)).size, made.cells.length);
      const first = made.cells[1].source.join("");
      assert.equal(first.includes('site = "https://h/p/"'), files(code).length > 0, name);
    }
    for (const path of files(code)) assert.ok(existsSync(new URL(`web/${path}`, ROOT)), `${name}: ${path}`);
    assert.ok(packages(code).includes("torch"), name);
    assert.equal(/\.(png|json|bin|safetensors)"/.test(code.replace(/^#.*$/gm, "")), files(code).length > 0, `${name} reads files`);
  }
  assert.deepEqual(wrong({ cells: [{ cell_type: "code", id: "a b" }], metadata: {}, nbformat: 4, nbformat_minor: 5, x: 1 }, schema, schema), ["/cells/0: not one of 3", ": x is too much"], "the test sees what is wrong");
  assert.deepEqual(files('names = ["a", "b"]\nf = [f"{name}.png" for name in names]  # assets/pictures/ of this site'), ["assets/pictures/a.png", "assets/pictures/b.png"]);
  assert.deepEqual(files('file = "your-picture.png"  # yours\n# The two files are in assets/nets/ of this site\nload("n.safetensors")'), ["assets/nets/n.safetensors"]);
});

test("the button stands under the code, and saves the state that is shown", async () => {
  const tab = await open(host, browser, "pooling", "zh", "&size=2");
  await tab.evaluate(() => document.querySelector(".snippet").closest("details").querySelector("summary").click());
  await tab.waitForSelector("[data-notebook]");
  assert.equal(await tab.$eval("[data-notebook]", (b) => b.textContent), WORDS.zh.button);
  const saved = JSON.parse(await tab.evaluate(async () => {
    const blobs = [], make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { blobs.push(blob); return make.call(URL, blob); };
    document.querySelector("[data-notebook]").click();
    URL.createObjectURL = make;
    return blobs[0].text();
  }));
  const code = await tab.$eval(".snippet", (c) => c.textContent);
  assert.deepEqual(saved.cells.filter((c) => c.cell_type === "code").slice(1).map((c) => c.source.join("")), cells(code));
  assert.match(saved.cells[0].source.join(""), /embed\/pooling\/\?.*size=2/);
  assert.ok(saved.cells[1].source.join("").includes(`site = ${JSON.stringify(host.url(""))}`));
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});
