// The dialog of sharing: its codes, QR codes read by another program, files read back, and the page.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { element, iframe, markdown, parts } from "../../web/static/share-codes.js";
import { cells, npy, safetensors, tensors } from "../../web/static/share-data.js";
import { svgOf, wrapped } from "../../web/static/share-picture.js";
import { capacity, fitting, LARGEST, modules, outline, penalty } from "../../web/static/qr.js";
import { WORDS } from "../../web/static/share.js";
import { accessible, button, inspected, open } from "./alexnet-widgets.mjs";
import { chromium, page, serve } from "./harness.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
const jsQR = createRequire(path.join(process.env.THIRD_PASS_NODE_MODULES ?? path.join(here, "node_modules"), "_"))("jsqr");

/** What another program reads in a square of modules. */
function decoded(dark) {
  const scale = 3, side = (dark.length + 8) * scale, pixels = new Uint8ClampedArray(4 * side * side).fill(255);
  const on = (v) => Math.floor(v / scale) - 4;
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) if (dark[on(y)]?.[on(x)]) pixels.fill(0, 4 * (y * side + x), 4 * (y * side + x) + 3);
  return jsQR(pixels, side, side);
}

test("a QR code of every version says what was put into it, and none is made of too much", () => {
  for (let version = 1; version <= LARGEST; version++) {
    for (const level of version % 5 ? ["M"] : ["M", "L"]) {
      const text = Array.from({ length: capacity(version, level) }, (_, i) => String.fromCharCode(33 + ((31 * i + version) % 90))).join("");
      assert.equal(decoded(modules(text))?.data, text, `${version}-${level}`);
      if (level === "M") assert.deepEqual(fitting(text.length), { version, level });
    }
  }
  // Table 7 of the standard.
  assert.deepEqual([["1", "L"], ["1", "M"], ["10", "M"], ["20", "M"], ["20", "L"]].map(([v, l]) => capacity(Number(v), l)), [17, 14, 213, 666, 858]);
  assert.equal(decoded(modules("残差连接 😀")).data, "残差连接 😀");
  assert.equal(modules("x".repeat(859)), undefined);
  assert.match(outline(modules("a")), /^M4 4h1v1h-1z/);
  assert.equal(penalty([[true, true], [true, true]]), 3 + 100);
});

const site = "https://h/p/", link = `${site}zh/alexnet/?w=convolution&v=1&stride=2#convolution`;
const frame = `${site}zh/embed/convolution/?v=1&stride=2&picture=own&lock=stride&ask=%22a%22%20%3C%20b&d=1#d=1.AB-_`;
const all = { link, frame, site, lang: "zh", widget: "convolution", title: 'A "title" [with] <marks> & more' };

test("codes hold the state and nothing that breaks out of them", () => {
  assert.deepEqual(parts(frame), { state: "stride=2&picture=own&d=1.AB-_", attributes: [["lock", "stride"], ["ask", '"a" < b']] });
  assert.equal(iframe(all), `<iframe src="${frame.replaceAll("&", "&amp;")}" title="A &quot;title&quot; [with] &lt;marks&gt; &amp; more" loading="lazy" width="100%" height="900"></iframe>`);
  assert.equal(element(all), `<script type="module" src="https://h/p/embed.js"></script>\n<third-pass widget="convolution" state="stride=2&amp;picture=own&amp;d=1.AB-_" lang="zh" lock="stride" ask="&quot;a&quot; &lt; b"><a href="${link.replaceAll("&", "&amp;")}">A &quot;title&quot; [with] &lt;marks&gt; &amp; more</a></third-pass>`);
  assert.equal(markdown({ link: "https://h/a(b)", title: "a [b] *c*", image: "https://h/i.png" }), "[![a \\[b\\] \\*c\\*](https://h/i.png)](https://h/a%28b%29)");
  assert.equal(markdown({ link, title: "t" }), `[t](${link})`);
  assert.deepEqual(Object.keys(WORDS.zh), Object.keys(WORDS.en));
});

test("a CSV becomes tensors where it is rectangles of numbers", () => {
  const of = (csv) => tensors(csv).map(({ name, shape, data }) => [name, shape, data.BYTES_PER_ELEMENT * 8, [...data]]);
  assert.deepEqual(cells('a,"b ""c"", d"\r\n1,\n'), [["a", 'b "c", d'], ["1", ""]]);
  assert.deepEqual(of("1,2,3\n4,5,6.5"), [["y", [2, 3], 32, [1, 2, 3, 4, 5, 6.5]]]);
  assert.deepEqual(of("map,row,column,value\na,0,0,1\na,0,1,2\na,1,0,3\na,1,1,4\np,0,0,9\np,0,1,8"), [["a", [2, 2], 32, [1, 2, 3, 4]], ["p", [1, 2], 32, [9, 8]]]);
  assert.deepEqual(of("block,map,channel,row,value\n,x,5,0,1\n,x,5,1,2\nb,x,5,0,3\nb,x,5,1,4"), [["x", [1, 2], 32, [1, 2]], ["b.x", [1, 2], 32, [3, 4]]]);
  assert.deepEqual(of("net,step,errors\na,1,0\na,2,0"), [["a", [2], 32, [0, 0]]], "a value that stays the same is no axis");
  assert.deepEqual(of("pe,0,.5,1\npe,1,.25,2"), [["pe", [2, 2], 32, [0.5, 1, 0.25, 2]]], "the rows' own numbers");
  assert.deepEqual(of("layer,parameters,ms\nconv,16777217,1.5\nfc,2,\n"), [["parameters", [2], 64, [16777217, 2]], ["ms", [2], 32, [1.5, NaN]]]);
  assert.deepEqual(of('Q,"a",1,2\nQ,"7",3,4\nlargest,"not divided, divided",1,2,3'), [["Q", [2, 2], 32, [1, 2, 3, 4]], ["largest", [1, 3], 32, [1, 2, 3]]]);
  assert.deepEqual(of("point,x\nq,1.5\nk1,2\nmap of k1,1,2\nmap of k1,3,4"), [["x", [2], 32, [1.5, 2]], ["map of k1", [2, 2], 32, [1, 2, 3, 4]]]);
  for (const none of ["", "words\nand, more", "a,b\n,", "\n\n"]) assert.deepEqual(of(none), [], none);
});

test("the files say what NumPy and safetensors read in them", () => {
  const two = tensors("layer,parameters,m\nconv,348481234567,1.5\nfc,58631144,-2");
  const file = npy(two[1]), text = Buffer.from(file).toString("latin1");
  assert.equal(text.slice(0, 8), "\x93NUMPY\x01\x00");
  assert.equal((10 + file[8] + 256 * file[9]) % 64, 0);
  assert.match(text.slice(10), /^{'descr': '<f4', 'fortran_order': False, 'shape': \(2,\), } *\n/);
  assert.deepEqual([...new Float32Array(file.slice(-8).buffer)], [1.5, -2]);
  const packed = Buffer.from(safetensors(two, { link: "链接" })), size = Number(packed.readBigUInt64LE(0));
  assert.equal(size % 8, 0);
  const head = JSON.parse(packed.subarray(8, 8 + size).toString());
  assert.deepEqual(head, { __metadata__: { link: "链接" }, parameters: { dtype: "F64", shape: [2], data_offsets: [0, 16] }, m: { dtype: "F32", shape: [2], data_offsets: [16, 24] } });
  assert.deepEqual([0, 8].map((at) => packed.readDoubleLE(8 + size + at)), [348481234567, 58631144]);
});

test("a picture's texts never become markup", () => {
  const svg = svgOf([{ kind: "text", text: '</text><script>"', x: 1, y: 2, color: "red", size: 12 }], { width: 10, height: 20, paper: "#fff", title: "<b>" });
  assert.ok(!svg.includes("<script") && !svg.includes("<b>"), svg);
  assert.deepEqual(wrapped("abcdefg", 3, (text) => text.length), ["abc", "def", "g"]);
});

let host, browser;
before(async () => { host = await serve(); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

/** What a click in the dialog saves, as a name and bytes. */
const saved = (tab, selector) => tab.evaluate(async (selector) => {
  const make = URL.createObjectURL, press = HTMLAnchorElement.prototype.click;
  const got = new Promise((done) => {
    let blob;
    URL.createObjectURL = (given) => { blob = given; return make.call(URL, given); };
    HTMLAnchorElement.prototype.click = function () { done([this.download, blob]); };
  });
  document.querySelector(selector).click();
  const [name, blob] = await got;
  Object.assign(URL, { createObjectURL: make });
  HTMLAnchorElement.prototype.click = press;
  return { name, type: blob.type, bytes: [...new Uint8Array(await blob.arrayBuffer())] };
}, selector);
const dialog = async (tab, words) => { await button(tab, words); await tab.waitForSelector("dialog.share-box[open]"); };

test("the dialog has the state in every form, and gives the focus back", async () => {
  const tab = await open(host, browser, "pooling", "en", "&size=2");
  const before = await tab.$eval('.actions button[aria-haspopup="dialog"]', (b) => { b.focus(); return b.textContent; });
  await tab.evaluate(() => Object.defineProperty(navigator, "share", { value: async (what) => { window.sent = what; } }));
  await dialog(tab, before);
  const [copy, iframed, written, marked] = await tab.$$eval(".share-box textarea", (fields) => fields.map((f) => f.value));
  assert.match(copy, /\/en\/embed\/pooling\/\?v=1&size=2/);
  assert.match(iframed, /^<iframe src="http[^"]+\/en\/embed\/pooling\/\?v=1&amp;size=2/);
  assert.match(written, new RegExp(`src="${host.url("embed.js")}".*\\n<third-pass widget="pooling" state="size=2" lang="en"`));
  assert.match(marked, new RegExp(`^\\[!\\[.+\\]\\(${host.url("assets/og/en-embed-pooling.png")}\\)\\]\\(http`));
  assert.deepEqual(await tab.evaluate(() => [document.activeElement.dataset.copy, document.querySelector("dialog").matches(":modal")]), ["link", true]);
  await tab.evaluate((words) => [...document.querySelectorAll(".share-box button")].find((b) => b.textContent === words).click(), WORDS.en.send);
  assert.deepEqual(await tab.evaluate(() => window.sent), { title: await tab.$eval(".widget-title", (h) => h.textContent), url: copy });
  // Read from the screen, once it is painted whole.
  const box = await tab.$(".share-box .qr svg");
  await box.evaluate((svg) => svg.scrollIntoView());
  const read = async () => {
    const shot = `data:image/png;base64,${await box.screenshot({ encoding: "base64", captureBeyondViewport: false })}`;
    const { width, height, data } = await tab.evaluate(async (url) => {
      const image = Object.assign(new Image(), { src: url });
      await image.decode();
      const drawn = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height }).getContext("2d");
      drawn.drawImage(image, 0, 0);
      return { width: image.width, height: image.height, data: [...drawn.getImageData(0, 0, image.width, image.height).data] };
    }, shot);
    return jsQR(Uint8ClampedArray.from(data), width, height)?.data;
  };
  let code = await read();
  for (let times = 0; times < 20 && code !== copy; times++) code = await read();
  assert.equal(code, copy);

  const table = await saved(tab, '[data-file="csv"]'), tensor = tensors(Buffer.from(table.bytes).toString())[0];
  const one = await saved(tab, '[data-file="npy"]');
  assert.equal(one.name, "pooling.npy");
  assert.deepEqual(one.bytes, [...npy(tensor)]);
  const file = Buffer.from((await saved(tab, '[data-file="safetensors"]')).bytes);
  assert.equal(JSON.parse(file.subarray(8, 8 + Number(file.readBigUInt64LE(0)))).__metadata__.link, copy);

  const svg = Buffer.from((await saved(tab, '[data-picture="svg"]')).bytes).toString();
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  const numbers = (await tab.$eval(".numbers", (p) => p.textContent)).split(" ");
  assert.ok(texts.join("").includes(copy.replaceAll("&", "&#38;")), "the link is printed");
  for (const word of numbers) assert.ok(texts.some((text) => word.includes(text)), `${word} is printed`);
  const canvases = await tab.$$eval("[data-widget] canvas", (c) => c.filter((e) => e.checkVisibility() && !e.closest("details")).length);
  assert.equal((svg.match(/<image /g) ?? []).length, canvases);
  assert.equal(await tab.evaluate((svg) => new DOMParser().parseFromString(svg, "image/svg+xml").querySelector("parsererror"), svg), null);
  const png = await saved(tab, '[data-picture="png"]');
  assert.deepEqual([png.name, ...png.bytes.slice(1, 4)], ["pooling.png", 0x50, 0x4e, 0x47]);
  const size = await tab.evaluate(async (bytes) => { const b = await createImageBitmap(new Blob([new Uint8Array(bytes)])); return [b.width, b.height]; }, png.bytes);
  const [, w, h] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg).map(Number);
  assert.ok(Math.abs(size[0] - 2 * w) <= 1 && Math.abs(size[1] - 2 * h) <= 1, `${size} for ${w} × ${h}`);

  await tab.keyboard.press("Escape");
  await tab.waitForFunction((words) => !document.querySelector("dialog") && document.activeElement.textContent === words, {}, before);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("where copying is not allowed the text is selected, and said", async (t) => {
  const blog = await serve({ "/sandbox": `<!doctype html><title>x</title><link rel="icon" href="data:,"><iframe sandbox="allow-scripts" width="360" height="900" src="${host.url("zh/embed/pooling/?v=1&backend=cpu&ask=" + "%E9%97%AE".repeat(150))}"></iframe>` });
  t.after(() => blog.close());
  const tab = await page(browser, { width: 400 });
  await tab.goto(`${blog.origin}/sandbox`);
  const inner = await tab.waitForFrame((f) => f.url().includes("/embed/"));
  await inner.waitForSelector('[data-widget][data-state="ready"]', { timeout: 120_000 });
  await inner.$eval('.actions button[aria-haspopup="dialog"]', (b) => b.click());
  await inner.waitForSelector("dialog.share-box[open]");
  await inner.$eval('[data-copy="iframe"]', (b) => b.click());
  await inner.waitForFunction((words) => document.querySelector(".said-now").textContent === words, {}, WORDS.zh.byHand(WORDS.zh.iframe));
  assert.equal(await inner.evaluate(() => { const f = document.activeElement; return f.id === "share-iframe" && f.selectionEnd - f.selectionStart === f.value.length; }), true);
  // So long a question is in the blob, where it has room in a code for phones.
  const link = await inner.$eval("#share-link", (f) => f.value);
  assert.ok(link.includes("d=1.") && !link.includes("ask=") && link.length <= capacity(LARGEST, "L"), link);
  assert.equal(await inner.$$eval(".share-box .qr svg", (all) => all.length), 1);
  assert.equal(await inner.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await tab.close();
});

test("the dialog is accessible at both widths, in both languages", async () => {
  for (const [lang, width] of [["zh", 1280], ["en", 360]]) {
    const tab = await inspected(host, browser, "pooling", lang, "&theme=dark", width);
    await dialog(tab, lang === "zh" ? "分享" : "Share");
    await accessible(tab, `the dialog, ${lang}`);
    const wide = await tab.$eval(".share-box", (box) => box.scrollWidth - box.clientWidth);
    assert.ok(wide <= 0, `${lang}: ${wide}`);
    await tab.close();
  }
});
