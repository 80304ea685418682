// A widget's state as codes to paste: a frame, an element of `embed.js`, Markdown. Pure.

const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`.replace("&#38;", "&amp;").replace("&#34;", "&quot;").replace("&#60;", "&lt;").replace("&#62;", "&gt;"));
/** Keys of an embed page's address that are attributes of the element, and those that it sets itself. */
const ATTRIBUTES = ["backend", "hide", "lock", "ask"], ITS_OWN = ["w", "v", "theme", "lang"];

/** The embed page's address in two: the state alone as a query, and the attributes beside it. */
export function parts(frame) {
  const { search, hash } = new URL(frame);
  // A long blob stands behind the `#`; the element takes it with the rest.
  // `d=1` in the query says no more than that.
  const pieces = [...search.slice(1).split("&"), ...hash.slice(1).split("&")].filter((piece) => piece.includes("=") && piece !== "d=1");
  const key = (piece) => piece.split("=")[0];
  const attributes = pieces.filter((piece) => ATTRIBUTES.includes(key(piece)));
  return {
    state: pieces.filter((piece) => ![...ATTRIBUTES, ...ITS_OWN].includes(key(piece))).join("&"),
    attributes: [...new URLSearchParams(attributes.join("&"))],
  };
}

/** A frame of the embed page, for any host. */
export const iframe = ({ frame, title }) =>
  `<iframe src="${escaped(frame)}" title="${escaped(title)}" loading="lazy" width="100%" height="900"></iframe>`;

/** The element of `embed.js`, for pages that allow scripts: it has the height of what it shows. */
export function element({ link, frame, title, widget, site, lang }) {
  const { state, attributes } = parts(frame);
  const all = [["widget", widget], ...(state === "" ? [] : [["state", state]]), ["lang", lang], ...attributes];
  const written = all.map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");
  return `<script type="module" src="${escaped(site)}embed.js"></script>\n<third-pass${written}><a href="${escaped(link)}">${escaped(title)}</a></third-pass>`;
}

/** A picture of the widget that leads to the state; `image` is its address, or undefined for words alone. */
export function markdown({ link, title, image }) {
  const words = title.replace(/[\\[\]`*_<>!]/g, "\\$&"), address = (url) => url.replace(/[()\s<>]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `[${image ? `![${words}](${address(image)})` : words}](${address(link)})`;
}
