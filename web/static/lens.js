// Reading in passes: what belongs to the chosen pass is open, the rest is folded to its headings,
// where the browser's own search, links and a press open it again. The pass is in the address
// (`pass=2`); without one, without JavaScript and on paper all is open.

/** What the lens says, in both languages. */
export const WORDS = {
  zh: {
    fold: (title) => `展开或收起“${title}”`,
    says: (open, folded) => `打开了${open}节，另外${folded}节只留标题，点标题就展开。`,
    wrong: (asked) => `链接里的pass=${asked}不是1、2、3，所以全文都打开了。`,
  },
  en: {
    fold: (title) => `Open or fold “${title}”`,
    says: (open, folded) => `Open: ${open}. Folded to their headings: ${folded}; press one to open it.`,
    wrong: (asked) => `The link’s pass=${asked} is none of 1, 2, 3, so everything is open.`,
  },
};

/** The pass that a query asks for: 1, 2 or 3; undefined where it asks for none, or for one that is none. */
export function passOf(query) {
  const asked = new URLSearchParams(query).get("pass");
  return /^[123]$/.test(asked ?? "") ? Number(asked) : undefined;
}

/** What a query asks for in place of a pass, as it is shown; undefined where nothing is wrong. */
export function wrongPass(query) {
  const asked = new URLSearchParams(query).get("pass");
  return asked === null || passOf(query) ? undefined : asked.slice(0, 20);
}

/** The address (whole, or from its `?` on) with that pass, or with none. The rest stays as it was written. */
export function withPass(address, pass) {
  const [, before, query = "", hash = ""] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(address) ?? [, address];
  const pieces = query.split("&").filter((piece) => piece !== "" && piece.split("=")[0] !== "pass");
  if (pass) pieces.push(`pass=${pass}`);
  return `${before}${pieces.length > 0 ? `?${pieces.join("&")}` : ""}${hash}`;
}

/** The place that a fragment names: behind a widget's name there may be more of its state. */
export function placeOf(hash) {
  const place = hash.slice(1).split(/[&?]/)[0];
  try { return decodeURIComponent(place); } catch { return place; }
}

const bar = globalThis.document?.querySelector("[data-lens]");
if (bar) start(bar);

function start(bar) {
  const root = document.documentElement, t = WORDS[/^zh/.test(root.lang) ? "zh" : "en"];
  const links = [...bar.querySelectorAll("[data-pass]")];
  const says = bar.querySelector("[data-lens-says]");
  const parts = [...document.querySelectorAll("article .part")].map((body) => {
    const heading = document.getElementById(body.dataset.of);
    body.id = `part-${body.dataset.of}`;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "fold" });
    button.setAttribute("aria-controls", body.id);
    button.setAttribute("aria-label", t.fold(titleOf(heading)));
    heading.prepend(button);
    const part = { body, heading, button, passes: body.dataset.passes.split(" ").map(Number) };
    heading.addEventListener("click", (event) => {
      // All is open: nothing to fold. A link in the heading leads where it leads.
      if (pass === undefined || event.target.closest("a")) return;
      set(part, !isOpen(part));
      tell();
    });
    return part;
  });
  let pass;

  const isOpen = ({ body }) => !body.hasAttribute("hidden");
  function set(part, open) {
    if (open) part.body.removeAttribute("hidden");
    else part.body.setAttribute("hidden", "until-found");
    part.heading.parentElement.classList.toggle("folded", !open);
    part.button.setAttribute("aria-expanded", String(open));
  }

  /** Opens what holds a place, or what stands under it. */
  function open(target) {
    const part = parts.find((p) => p.heading === target || p.body.contains(target));
    if (!part || isOpen(part)) return false;
    set(part, true);
    tell();
    return true;
  }

  function tell() {
    const folded = parts.filter((part) => !isOpen(part)).length;
    says.textContent = pass === undefined ? "" : t.says(parts.length - folded, folded);
    const how = links.find((link) => link.dataset.pass === String(pass))?.dataset.how;
    if (how) {
      const link = document.createElement("a");
      link.href = how;
      link.textContent = bar.dataset.how;
      says.append(" ", link);
    }
  }

  /** Shows a pass; what the reader looks at stays where it is. */
  function choose(to) {
    const headings = [...document.querySelectorAll("article :is(h2, h3)[id]")];
    const held = headings.findLast((h) => h.getBoundingClientRect().top < innerHeight / 3), before = held?.getBoundingClientRect().top;
    pass = to;
    for (const part of parts) set(part, pass === undefined || part.passes.includes(pass));
    if (pass === undefined) delete root.dataset.pass;
    else root.dataset.pass = pass;
    root.dataset.folded = "";
    for (const link of links) {
      if (link.dataset.pass === String(pass ?? "")) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      // To be copied, or opened beside: the rest of the address with it.
      link.href = withPass(location.search, link.dataset.pass) || "?";
    }
    for (const link of document.querySelectorAll(".onward a, .claim .run a")) link.href = withPass(link.href, pass);
    tell();
    if (held) scrollBy({ top: held.getBoundingClientRect().top - before, behavior: "instant" });
    dispatchEvent(new Event("third-pass:pass"));
  }

  /** Goes to the place in the address, and opens it. */
  function arrive() {
    const target = document.getElementById(placeOf(location.hash));
    if (target && open(target)) target.scrollIntoView({ behavior: "instant" });
  }

  // A widget writes into the address what its link said when it woke: the pass is the lens's.
  for (const name of ["pushState", "replaceState"]) {
    const plain = history[name].bind(history);
    history[name] = (state, unused, address) =>
      plain(state, unused, address === undefined || address === null ? address : withPass(String(address), pass) || location.pathname);
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest?.("a[href]"), href = link?.getAttribute("href") ?? "";
    if (href.startsWith("#")) {
      const target = document.getElementById(placeOf(href));
      if (target) open(target);
    } else if (link && !link.target && /^\?([^#]*&)?(pass=[123])?(#.*)?$/.test(href) && link.closest("article")) {
      event.preventDefault();
      const to = passOf(new URL(link.href).search);
      choose(to);
      // A step of the reader's: Back undoes it. A frame that refuses it keeps the old address.
      try { history.pushState(history.state, "", location.pathname + location.search + link.hash); } catch { /* shown all the same */ }
      if (link.hash) {
        arrive();
        document.getElementById(placeOf(link.hash))?.scrollIntoView();
      }
    }
  });
  addEventListener("hashchange", arrive);
  addEventListener("popstate", () => {
    const to = passOf(location.search);
    if (to !== pass) choose(to);
  });
  // The browser's search found something in what is folded.
  document.addEventListener("beforematch", (event) => open(event.target));

  choose(passOf(location.search));
  const wrong = wrongPass(location.search);
  if (wrong !== undefined) says.textContent = t.wrong(wrong);
  arrive();
  import("./journal.js").then((journal) => journal.start(bar, titleOf)).catch((error) => console.error("third-pass:", error));
}

/** A heading's own words, without what stands beside them. */
export function titleOf(heading) {
  const copy = heading.cloneNode(true);
  for (const e of copy.querySelectorAll(".anchor, button, annotation")) e.remove();
  return copy.textContent.trim();
}
