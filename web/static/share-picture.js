// A widget as one picture: what is seen of it is read from the page as a list of boxes, texts and
// images, and written as an SVG; the PNG is that SVG on a canvas. `svgOf` and `wrapped` are pure.

/** Parts of a widget that are no part of its picture. */
const OUT = ".ask, .boot-error, .remarks, .controls, .visually-hidden, .caption, .actions, .check, details, noscript, script, input, select, textarea, label, fieldset, .brush, button:not(:has(canvas, svg, .c-input)):not(.term), math annotation, [hidden]";
const GAP = 12, EDGE = 16, SMALL = 12, LINE = 17, MOST_LINK = 1200, MOST_PIXELS = 16e6;

const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const round = (v) => Math.round(100 * v) / 100;
const attributes = (all) => Object.entries(all).filter(([, v]) => v !== undefined && v !== "")
  .map(([name, v]) => ` ${name}="${escaped(typeof v === "number" ? round(v) : v)}"`).join("");

/** A list as an SVG of `width` × `height`, on paper of a colour. */
export function svgOf(list, { width, height, paper, title }) {
  const written = list.map((one) => {
    const { kind, x, y, w, h } = one;
    if (kind === "box") return `<rect${attributes({ x, y, width: w, height: h, fill: one.fill, "fill-opacity": one.opacity })}/>`;
    if (kind === "image") return `<image${attributes({ x, y, width: w, height: h, href: one.href, preserveAspectRatio: "none", "image-rendering": one.pixelated ? "pixelated" : undefined, opacity: one.opacity })}/>`;
    if (kind === "svg") return one.markup;
    const { size, family, weight, style, color, turn, text } = one;
    const place = turn ? { transform: `translate(${round(x)} ${round(y)}) rotate(${turn})` } : { x, y };
    return `<text${attributes({ ...place, "font-size": size, "font-family": family, "font-weight": weight, "font-style": style, fill: color })}>${escaped(text)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"><title>${escaped(title)}</title>`
    + `<rect width="100%" height="100%" fill="${escaped(paper)}"/>${written.join("")}</svg>`;
}

/** A text without spaces cut into lines of at most `room`, as `measure` counts. */
export function wrapped(text, room, measure) {
  const lines = [""];
  for (const c of text) {
    if (lines.at(-1) !== "" && measure(lines.at(-1) + c) > room) lines.push("");
    lines[lines.length - 1] += c;
  }
  return lines;
}

let pen;
/** What a font's letters measure, in pixels. */
function metrics(font, text = "") {
  pen ??= document.createElement("canvas").getContext("2d");
  pen.font = font;
  return pen.measureText(text);
}

const seen = (element) => !element.closest(OUT) && element.checkVisibility({ visibilityProperty: true });
const clear = (color) => color === "transparent" || /,\s*0\)$|\/\s*0\)$/.test(color);

/** How much of an element shows through, with all around it up to the widget. */
function opacityOf(element, section) {
  let opacity = 1;
  for (let e = element; e && e !== section; e = e.parentElement) opacity *= Number(getComputedStyle(e).opacity);
  return opacity === 1 ? undefined : opacity;
}

/** The background and the edges of an element, and the line that some legends have before a word. */
function boxes(element, list) {
  const style = getComputedStyle(element), { left, top, width, height } = element.getBoundingClientRect();
  const box = (x, y, w, h, fill) => { if (w > 0 && h > 0 && !clear(fill)) list.push({ kind: "box", x, y, w, h, fill }); };
  box(left, top, width, height, style.backgroundColor);
  for (const [side, x, y, w, h] of [["Top", 0, 0, 1, 0], ["Bottom", 0, 1, 1, 0], ["Left", 0, 0, 0, 1], ["Right", 1, 0, 0, 1]]) {
    const thick = style[`border${side}Style`] === "none" ? 0 : Number.parseFloat(style[`border${side}Width`]);
    if (thick > 0) box(left + x * (width - thick), top + y * (height - thick), w ? width : thick, h ? height : thick, style[`border${side}Color`]);
  }
  const before = getComputedStyle(element, "::before"), thick = Number.parseFloat(before.borderTopWidth);
  if (before.content === '""' && thick > 0) box(left, top + (height - thick) / 2, Number.parseFloat(before.width), thick, before.borderTopColor);
}

/** A text node's words where they stand: one entry for a run on one line. */
function texts(node, list) {
  const parent = node.parentElement, style = getComputedStyle(parent), text = node.data;
  const range = document.createRange(), upright = !style.writingMode.startsWith("vertical");
  const around = style.overflowX === "visible" && style.overflowY === "visible" ? undefined : parent.getBoundingClientRect();
  const rectsOf = (from, to) => { range.setStart(node, from); range.setEnd(node, to); return [...range.getClientRects()]; };
  const inside = ({ left, right, top, bottom }) => {
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return !around || (x > around.left && x < around.right && y > around.top && y < around.bottom);
  };
  const size = Number.parseFloat(style.fontSize), font = `${style.fontStyle} ${style.fontWeight} ${size}px ${style.fontFamily}`;
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = metrics(font);
  const look = { kind: "text", size, family: style.fontFamily, weight: style.fontWeight, style: style.fontStyle, color: style.color };
  const put = (words, rect) => {
    if (rect.width <= 0 || rect.height <= 0) return;
    const { left, top, right, bottom, width, height } = rect, share = up / (up + down);
    if (upright) list.push({ ...look, text: words, x: left, y: top + share * height });
    else if (style.transform !== "none") list.push({ ...look, text: words, x: left + share * width, y: bottom, turn: -90 });
    else if (/[\u2e80-\uffef]/.test(words)) list.push({ ...look, text: words, x: left + (width - size) / 2, y: top + 0.88 * size });
    else list.push({ ...look, text: words, x: right - share * width, y: top, turn: 90 });
  };
  const han = /[\u2e80-\uffef]+|[^\s\u2e80-\uffef]+/g;
  for (const { 0: word, index } of text.matchAll(han)) {
    const rects = rectsOf(index, index + word.length);
    const single = rects.length === 1 && !around && (upright || !/[\u2e80-\uffef]/.test(word));
    if (single) { put(word, rects[0]); continue; }
    let run = "", start;
    let at = index;
    for (const c of word) {
      const [rect] = rectsOf(at, at + c.length);
      at += c.length;
      if (!rect || !inside(rect)) continue;
      const turned = !upright && style.transform === "none";
      if (run !== "" && (turned || (upright && Math.abs(rect.top - start.top) > 2))) { put(run, start); run = ""; }
      if (run === "") start = rect;
      // A word that runs upwards begins where its last letter ends.
      else if (!upright) start = new DOMRect(start.left, Math.min(start.top, rect.top), start.width, start.bottom - Math.min(start.top, rect.top));
      run += c;
    }
    if (run !== "") put(run, start);
  }
}

const DRAWN = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity",
  "font-size", "font-family", "font-weight", "font-style", "text-anchor", "dominant-baseline", "vector-effect", "paint-order", "visibility", "text-decoration"];
/** A drawing of the page with the looks that the page's style sheets give it written on it. */
function inlined(svg, section) {
  const { left, top, width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true), [own, copies] = [svg, copy].map((root) => [root, ...root.querySelectorAll("*")]);
  own.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of ["class", "id", "style", "tabindex", "role"]) copies[i].removeAttribute(name);
    if (style.display === "none") copies[i].setAttribute("display", "none");
    for (const name of DRAWN) copies[i].setAttribute(name, style.getPropertyValue(name));
  });
  const opacity = opacityOf(svg, section);
  for (const [name, value] of Object.entries({ x: left, y: top, width, height, overflow: getComputedStyle(svg).overflowX, ...(opacity === undefined ? {} : { opacity }) })) {
    copy.setAttribute(name, typeof value === "number" ? round(value) : value);
  }
  return { kind: "svg", x: left, y: top, w: width, h: height, copy, filter: getComputedStyle(svg).filter };
}

/** What is seen of one block of a widget, in the page's own coordinates. */
function read(block, section) {
  const list = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return texts(node, list);
    if (node.nodeType !== Node.ELEMENT_NODE || !seen(node)) return undefined;
    if (node.localName === "svg") return list.push(inlined(node, section));
    boxes(node, list);
    if (node.localName !== "canvas" && node.localName !== "img") return node.childNodes.forEach(walk);
    const { left, top, width, height } = node.getBoundingClientRect(), style = getComputedStyle(node);
    let href;
    if (node.localName === "canvas" && node.width > 0 && node.height > 0) href = node.toDataURL("image/png");
    else if (node.localName === "img" && node.naturalWidth > 0) {
      const drawn = Object.assign(document.createElement("canvas"), { width: node.naturalWidth, height: node.naturalHeight });
      drawn.getContext("2d").drawImage(node, 0, 0);
      href = drawn.toDataURL("image/png");
    }
    if (href && width > 0) list.push({ kind: "image", x: left, y: top, w: width, h: height, href, pixelated: style.imageRendering === "pixelated", opacity: opacityOf(node, section) });
    return undefined;
  };
  walk(block);
  return list;
}

/** The widget as it stands there, with its link under it: `{svg, width, height}`. */
export function compose(section, link) {
  const style = getComputedStyle(section), left = section.getBoundingClientRect().left + Number.parseFloat(style.paddingLeft);
  const wide = section.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
  const all = [];
  let bottom = EDGE, right = EDGE + wide;
  for (const block of [...section.children].filter(seen)) {
    const list = read(block, section), { top, height } = block.getBoundingClientRect();
    if (list.length === 0) continue;
    const [dx, dy] = [EDGE - left, bottom - top];
    for (const one of list) {
      Object.assign(one, { x: one.x + dx, y: one.y + dy });
      if (one.copy) {
        one.copy.setAttribute("x", round(one.x));
        one.copy.setAttribute("y", round(one.y));
        const drawing = new XMLSerializer().serializeToString(one.copy);
        one.markup = one.filter === "none" ? drawing : `<g${attributes({ filter: one.filter })}>${drawing}</g>`;
      }
      right = Math.max(right, one.x + (one.w ?? 0));
    }
    all.push(...list);
    bottom += height + GAP;
  }
  const { color, fontFamily } = style, page = getComputedStyle(document.body).backgroundColor;
  const font = `${SMALL}px ${fontFamily}`, short = link.length > MOST_LINK ? `${link.split(/[?&#]d=/)[0]} …` : link;
  for (const text of wrapped(short, right - EDGE, (text) => metrics(font, text).width)) {
    all.push({ kind: "text", text, x: EDGE, y: bottom + SMALL, size: SMALL, family: fontFamily, color });
    bottom += LINE;
  }
  const [width, height] = [right + EDGE, bottom + EDGE], title = `${section.querySelector(".widget-title")?.textContent ?? ""} ${short}`;
  return { svg: svgOf(all, { width, height, paper: clear(page) ? "#ffffff" : page, title }), width, height };
}

/** A picture as the bytes of a PNG, two pixels to one of the page where they are not too many. */
export async function pngOf({ svg, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(2, Math.sqrt(MOST_PIXELS / (width * height)));
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(scale * width), height: Math.round(scale * height) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => { canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"); });
}
