// The dialog of sharing: a widget's state as a link, codes to paste, a QR code, a picture and data.
// Loaded when a widget's button first asks for it (`third-pass:share`, `boot.js`).
import { make, press } from "./make.js";
import { element, iframe, markdown } from "./share-codes.js";
import { npy, safetensors, tensors } from "./share-data.js";
import { compose, pngOf } from "./share-picture.js";
import { capacity, LARGEST, modules, outline } from "./qr.js";

export const WORDS = {
  zh: {
    title: "分享", close: "关闭", send: "用系统的分享……", copy: "复制", codes: "链接和代码", link: "链接", iframe: "嵌入（iframe）", element: "嵌入（<third-pass>，高度自动）", markdown: "Markdown",
    copied: (what) => `${what}已复制。`, byHand: (what) => `浏览器不允许写剪贴板。${what}已经选中，请按Ctrl+C（Mac上是⌘C）复制。`,
    part: "这个状态写成链接太长，链接里没有附带你自己的内容。",
    qr: "二维码", qrName: "这个链接的二维码", scan: "用手机扫一扫，打开的就是这个状态。", noQr: (bytes, most) => `链接有${bytes}个字节，二维码最多放${most}个，所以这里没有。`,
    picture: "图", asSeen: "组件现在的样子，下面印着链接。", saved: (name) => `已存成${name}。`, failed: "这张图没有画成。",
    data: "数值", which: "哪个张量", none: "还没有算出数值。", onlyCsv: "这些数值排不成张量，所以只有CSV。",
    loads: "numpy.load读.npy；safetensors.torch.load_file读.safetensors，里面是列出的全部张量。",
  },
  en: {
    title: "Share", close: "Close", send: "Share with the system…", copy: "Copy", codes: "Link and codes", link: "Link", iframe: "Embed (iframe)", element: "Embed (<third-pass>, height by itself)", markdown: "Markdown",
    copied: (what) => `${what}: copied.`, byHand: (what) => `The browser does not allow copying. ${what} is selected: press Ctrl+C (⌘C on a Mac).`,
    part: "This state is too long for a link; what you added yourself is not in it.",
    qr: "QR code", qrName: "QR code of this link", scan: "A phone that reads it opens this very state.", noQr: (bytes, most) => `The link has ${bytes} bytes and a QR code holds ${most} at most, so there is none.`,
    picture: "Picture", asSeen: "The widget as it is now, with the link printed under it.", saved: (name) => `Saved as ${name}.`, failed: "This picture could not be drawn.",
    data: "Numbers", which: "Which tensor", none: "Nothing has been computed yet.", onlyCsv: "These numbers make no tensor, so there is CSV alone.",
    loads: "numpy.load reads the .npy; safetensors.torch.load_file reads the .safetensors, which holds every tensor in the list.",
  },
};

/** The cards that are drawn for link previews, as the build lists them. */
const CARDS = "__CARDS__".split(" ");
const SVG = "http://www.w3.org/2000/svg";

/** Offers bytes as a file. */
function save(name, blob) {
  const url = URL.createObjectURL(blob);
  make("a", { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

function qrPicture(dark, name) {
  const side = dark.length + 8, svg = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  // Whole pixels a square, and enough of them for a camera.
  const pixels = side * Math.max(3, Math.floor(264 / side));
  svg.setAttribute("width", pixels);
  svg.setAttribute("height", pixels);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", name);
  path.setAttribute("d", outline(dark));
  svg.append(path);
  return svg;
}

/** What a widget's dialog has to say; `image` is its card's address where there is one. */
function textsOf(section, link, frame, lang) {
  const { widget } = section.dataset, site = new URL("./", import.meta.url).href;
  const title = section.querySelector(".widget-title")?.textContent ?? widget, card = `${lang}-embed-${widget}.png`;
  const image = CARDS.includes(card) ? `${site}assets/og/${card}` : undefined;
  const all = { link, frame, title, widget, site, lang, image };
  return { title, texts: { link, iframe: iframe(all), element: element(all), markdown: markdown(all) } };
}

/** Opens the dialog for a widget: its section's id, the link, the embed page's address, a word where these hold everything, the numbers as CSV. */
export function open(id, link, frame, whole, csv) {
  const section = document.getElementById(id), lang = /^zh/.test(document.documentElement.lang) ? "zh" : "en", t = WORDS[lang];
  const { title, texts } = textsOf(section, link, frame, lang), { widget } = section.dataset;
  const status = make("p", { className: "said-now" });
  status.setAttribute("role", "status");
  const say = (words) => { status.textContent = words; };

  const copy = async (field, what) => {
    // Selected first: where copying is not allowed, it is there for the hand.
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      say(t.copied(what));
    } catch {
      say(t.byHand(what));
    }
  };
  const rows = Object.entries(texts).map(([key, value]) => {
    const field = make("textarea", { readOnly: true, rows: 2, value, id: `share-${key}`, spellcheck: false });
    const button = press(t.copy, () => copy(field, t[key]));
    button.setAttribute("aria-label", `${t.copy} ${t[key]}`);
    button.dataset.copy = key;
    return make("div", { className: "code" }, make("label", { htmlFor: field.id, textContent: t[key] }), field, button);
  });

  const dark = modules(link), bytes = new TextEncoder().encode(link).length;
  const code = dark ? [qrPicture(dark, t.qrName), make("p", { className: "unit", textContent: t.scan })]
    : [make("p", { className: "unit", textContent: t.noQr(bytes, capacity(LARGEST, "L")) })];

  const picture = async (kind) => {
    try {
      const drawn = compose(section, link), name = `${widget}.${kind}`;
      save(name, kind === "svg" ? new Blob([drawn.svg], { type: "image/svg+xml" }) : await pngOf(drawn));
      say(t.saved(name));
    } catch (error) {
      console.error("third-pass:", error);
      say(t.failed);
    }
  };
  const pictures = ["png", "svg"].map((kind) => {
    const button = press(kind.toUpperCase(), () => picture(kind));
    button.dataset.picture = kind;
    return button;
  });

  const found = tensors(csv), chosen = make("select");
  const file = (kind, bytes) => {
    const button = press(kind === "csv" ? "CSV" : `.${kind}`, () => {
      const name = `${widget}.${kind}`;
      save(name, new Blob([bytes()]));
      say(t.saved(name));
    });
    button.dataset.file = kind;
    return button;
  };
  chosen.append(...found.map(({ name, shape, data }, i) => make("option", { value: i, textContent: `${name} [${shape.join(", ")}] float${8 * data.BYTES_PER_ELEMENT}` })));
  const files = csv === "" ? [make("p", { className: "unit", textContent: t.none })] : [
    ...(found.length > 0 ? [make("label", { className: "which" }, `${t.which} `, chosen)] : []),
    make("p", { className: "actions" }, file("csv", () => csv), ...(found.length > 0 ? [
      file("npy", () => npy(found[Number(chosen.value)])), file("safetensors", () => safetensors(found, { title, link })),
    ] : [])),
    make("p", { className: "unit", textContent: found.length > 0 ? t.loads : t.onlyCsv }),
  ];

  const send = navigator.share ? [press(t.send, () => navigator.share({ title, url: link }).catch(() => { /* the reader thought better of it */ }))] : [];
  const part = (heading, className, ...children) => make("section", { className }, make("h3", { textContent: heading }), ...children);
  const box = make("dialog", { className: "share-box" },
    make("div", { className: "field" }, make("h2", { id: "share-title", textContent: `${t.title}${lang === "zh" ? "：" : ": "}${title}` }), press(t.close, () => box.close())),
    ...(whole ? [] : [make("p", { className: "unit", textContent: t.part })]),
    ...send, status,
    part(t.codes, "codes", ...rows),
    make("div", { className: "beside" }, make("div", {},
      part(t.picture, "picture", make("p", { className: "unit", textContent: t.asSeen }), make("p", { className: "actions" }, ...pictures)),
      part(t.data, "data", ...files)), part(t.qr, "qr", ...code)));
  box.setAttribute("aria-labelledby", "share-title");
  // Beside the box is out of it.
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
  const opener = section.querySelector('.actions button[aria-haspopup="dialog"]');
  box.addEventListener("close", () => {
    box.remove();
    opener?.focus();
  });
  document.body.append(box);
  box.showModal();
  if (parent !== window && opener) {
    // A frame may be higher than the window around it: where the button is, the reader is.
    const { top } = opener.getBoundingClientRect(), { height } = box.getBoundingClientRect();
    box.style.marginTop = `${Math.max(16, Math.min(innerHeight - height - 16, top - height / 2))}px`;
  }
  box.querySelector('[data-copy="link"]').focus();
}
