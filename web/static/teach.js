// A teacher's link: the widget as it stands, with a question, and controls that are fixed or gone.
// Loaded when its button is pressed. `task` is pure.
import { make, press } from "./make.js";

export const WORDS = {
  zh: {
    title: "出一道题", about: "学生打开链接，看到的就是现在这个状态，上面是你的问题。", ask: "问题（最多200字）", controls: "哪些控件不给动",
    free: "可以动", lock: "固定", hide: "不显示", page: "在笔记里的链接", alone: "只有组件的链接", copy: "复制", copied: "已复制。", byHand: "浏览器不允许写剪贴板，请手动复制。", close: "关闭",
  },
  en: {
    title: "Set a task", about: "Who opens the link sees the widget as it stands now, under your question.", ask: "Question (up to 200 characters)", controls: "Which controls are not to be moved",
    free: "free", lock: "fixed", hide: "not shown", page: "Link in the note", alone: "Link to the widget alone", copy: "Copy", copied: "Copied.", byHand: "The browser does not allow copying; please copy by hand.", close: "Close",
  },
};
/** The most characters of a question, as links have it (`crates/share/src/link.rs`). */
export const ASK = 200;

/** The most characters of a text in the query; a longer one goes into the blob, whose sum says if it was cut (the same file). */
const TEXT = 96;

/** The CRC-32 of zip and PNG. */
const sum = (bytes) => ~bytes.reduce((crc, byte) => {
  crc ^= byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
}, ~0);

/** The texts of a blob (`d`), a line each, as `crates/share/src/blob.rs` writes them; undefined where it holds something else. */
function texts(blob) {
  if (blob === "") return [];
  const bytes = Uint8Array.from(atob(blob.slice(2).replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  return bytes[0] === 2 ? new TextDecoder().decode(bytes.subarray(1, -4)).split("\n") : undefined;
}

/** The blob of texts; empty where there are none. */
function blobOf(lines) {
  if (lines.length === 0) return "";
  const said = [2, ...new TextEncoder().encode(lines.join("\n"))], crc = sum(said);
  const bytes = [...said, ...[0, 8, 16, 24].map((shift) => (crc >>> shift) & 255)];
  return `1.${btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** A state's query with a question and with controls that are fixed or hidden; what it said of these before goes. */
export function task(query, { ask = "", lock = [], hide = [] }) {
  const kept = query.split("&").filter((piece) => piece !== "" && !["ask", "lock", "hide"].includes(piece.split("=")[0]));
  const asked = [...ask.replace(/\p{Cc}+/gu, " ").trim()].slice(0, ASK).join("");
  const state = kept.filter((piece) => !piece.startsWith("d=")), given = kept.find((piece) => piece.startsWith("d="))?.slice(2) ?? "";
  const lines = texts(given)?.filter((line) => !line.startsWith("ask=")), escaped = encodeURIComponent(asked);
  // Beside a picture, which fills the blob, a question of any length stands in the query.
  const carried = lines !== undefined && escaped.length > TEXT;
  const blob = lines === undefined ? given : blobOf(carried ? [...lines, `ask=${asked}`] : lines);
  return [
    ...state, ...(hide.length > 0 ? [`hide=${hide.join(",")}`] : []), ...(lock.length > 0 ? [`lock=${lock.join(",")}`] : []),
    ...(asked === "" || carried ? [] : [`ask=${escaped}`]),
    // A blob stands last, where chat apps may cut.
    ...(blob === "" ? [] : [`d=${blob}`]),
  ].join("&");
}

/** Opens the form for a widget's section. */
export function open(section) {
  const lang = /^zh/.test(section.closest("[lang]")?.lang ?? "") ? "zh" : "en", t = WORDS[lang];
  const { widget, query = "" } = section.dataset, framed = document.documentElement.hasAttribute("data-embed");
  const ask = make("textarea", { rows: 3, maxLength: ASK }), status = make("p");
  status.setAttribute("role", "status");
  const choices = [...section.querySelectorAll(".control[data-key]:not(:has([type=file]))")].map((control) => {
    const select = make("select", {}, ...["free", "lock", "hide"].map((value) => make("option", { value, textContent: t[value] })));
    return { key: control.dataset.key, select, row: make("label", {}, make("span", { textContent: control.querySelector("label")?.textContent ?? control.dataset.key }), select) };
  });
  const places = [["page", !framed], ["alone", true]].filter(([, there]) => there).map(([place]) => {
    const field = make("input", { type: "text", readOnly: true });
    const copy = press(t.copy, async () => {
      const done = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
      field.select();
      status.textContent = done ? t.copied : t.byHand;
    });
    return { place, field, row: make("div", { className: "link" }, make("label", {}, t[place], field), copy) };
  });
  const close = press(t.close, () => dialog.close());
  const dialog = make("dialog", { className: "search-box task-box" }, make("h2", { textContent: t.title }), make("p", { textContent: t.about }),
    make("label", {}, t.ask, ask), make("fieldset", {}, make("legend", { textContent: t.controls }), ...choices.map((c) => c.row)),
    ...places.map((p) => p.row), status, close);
  dialog.setAttribute("aria-label", t.title);
  function write() {
    const of = (what) => choices.filter((c) => c.select.value === what).map((c) => c.key);
    const said = task(query, { ask: ask.value, lock: of("lock"), hide: of("hide") }), rest = said === "" ? "" : `&${said}`;
    for (const { place, field } of places) {
      field.value = place === "page" ? `${location.origin}${location.pathname}?w=${widget}&v=1${rest}#${widget}` : new URL(`${lang}/embed/${widget}/?v=1${rest}`, import.meta.url).href;
    }
    status.textContent = "";
  }
  dialog.addEventListener("input", write);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  write();
  document.body.append(dialog);
  dialog.showModal();
}
