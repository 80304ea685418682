// The page around the notes: theme, language switch, contents, hover card, the way to the search. It
// runs before the first paint, so that no page flashes in the other theme, and
// needs nothing else. A page without it is whole, in the system's theme.
"use strict";
{
  const KEY = "third-pass:theme";
  const THEMES = ["auto", "light", "dark"];
  const root = document.documentElement;

  // A sandboxed frame has no storage and says so by throwing.
  const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const store = (theme) => { try { localStorage.setItem(KEY, theme); } catch { /* not kept, then */ } };

  // A theme in the link holds for this page alone.
  const linked = () => new URLSearchParams(location.search).get("theme");
  const known = (theme) => THEMES.includes(theme);
  // Piece by piece: the rest of the link stays as it was written.
  const queryWithout = (key) =>
    location.search.slice(1).split("&").filter((piece) => piece.split("=")[0] !== key).join("&");
  root.dataset.theme = [linked(), stored()].find(known) ?? "auto";
  // What `lens.js` will fold is not painted before.
  const pass = /[?&]pass=([123])(?=&|$)/.exec(location.search);
  if (pass) root.dataset.pass = pass[1];

  const { font } = document.currentScript.dataset;
  // Who reads from the top finds no formula there, nor a widget: both may come later. Who comes to a
  // place in the text, or back to one, would see it move: the page waits for the font, and is laid out whole.
  const [{ type } = {}] = performance.getEntriesByType("navigation");
  if (root.dataset.embed === undefined && location.hash === "" && type === "navigate") root.dataset.top = "";
  else if (font) {
    const show = () => delete root.dataset.waits;
    root.dataset.waits = "";
    setTimeout(show, 1000);
    const link = document.createElement("link"), onload = () => document.fonts.ready.then(show);
    Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href: font, onload, onerror: show });
    document.head.append(link);
  }

  /** Lays out the widgets further down, one whenever there is nothing else to do; all for who goes to a place. */
  function layOut() {
    const widgets = [...document.querySelectorAll(".widget")];
    const rest = globalThis.requestIdleCallback ?? setTimeout;
    const next = () => {
      const widget = widgets.shift();
      if (!widget) return delete root.dataset.top;
      widget.dataset.whole = "";
      rest(next);
    };
    addEventListener("click", () => delete root.dataset.top, { capture: true, once: true });
    rest(next);
  }

  function themeButtons() {
    const buttons = [...document.querySelectorAll("[data-theme-choice]")];
    const press = () => {
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(button.dataset.themeChoice === root.dataset.theme));
      }
    };
    for (const button of buttons) {
      button.addEventListener("click", () => {
        if (!known(button.dataset.themeChoice)) return;
        root.dataset.theme = button.dataset.themeChoice;
        store(root.dataset.theme);
        dispatchEvent(new Event("third-pass:theme")); // pictures are drawn again
        press();
        forgetLinkedTheme();
      });
    }
    press();
  }

  // Else the link would undo the reader's choice at the next visit.
  function forgetLinkedTheme() {
    if (linked() === null) return;
    const url = new URL(location.href);
    url.search = queryWithout("theme");
    try { history.replaceState(history.state, "", url); } catch { /* the link stays as it is */ }
  }

  /** The heading that the reader has reached; at the end of the page, the last in view. */
  function headingAtTop() {
    const atEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const line = atEnd ? innerHeight : Math.min(160, innerHeight / 3);
    let reached;
    for (const heading of document.querySelectorAll("main :is(h2, h3, h4)[id]")) {
      if (heading.getBoundingClientRect().top > line) break;
      reached = heading;
    }
    return reached;
  }

  // The other language opens at the same place, with the same widgets' state.
  function languageLinks() {
    for (const link of document.querySelectorAll("a[data-lang-switch]")) {
      const follow = () => {
        const url = new URL(link.href);
        url.search = queryWithout("lang");
        url.hash = headingAtTop()?.id ?? "";
        link.href = url.href;
      };
      for (const event of ["click", "auxclick", "contextmenu"]) link.addEventListener(event, follow);
    }
  }

  function contents() {
    const links = [...document.querySelectorAll("[data-contents] a[href^='#']")];
    if (links.length === 0) return;
    let queued = false;
    const mark = () => {
      queued = false;
      const id = headingAtTop()?.id;
      for (const link of links) {
        if (id !== undefined && decodeURIComponent(link.hash) === `#${id}`) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
    };
    const soon = () => {
      if (queued) return;
      queued = true;
      requestAnimationFrame(mark);
    };
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon, { passive: true });
    // Not at once: without the style sheet it would lay the page out in vain.
    soon();
  }

  /** Where the first sentence of a text node ends; a full stop after a capital is an initial. */
  const SENTENCE = /[。！？]|[^A-Z\s][.!?](?=[\s”’)]|$)/;

  /** A copy of the paragraph up to the end of its first sentence. */
  function firstSentence(paragraph) {
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let text; (text = texts.nextNode());) {
      if (text.parentElement.closest("math, sup")) continue;
      const end = SENTENCE.exec(text.data);
      if (!end) continue;
      range.setEnd(text, end.index + end[0].length);
      break;
    }
    const copy = document.createElement("p");
    copy.append(range.cloneContents());
    return copy;
  }

  /** What the card of a link to this place shows: a footnote or a term whole, of a section its heading and first sentence. */
  function excerpt(target) {
    const parts = [];
    if (target.matches("dt")) {
      const title = document.createElement("p");
      title.className = "title";
      title.append(...target.cloneNode(true).childNodes);
      parts.push(title, target.nextElementSibling.querySelector("p").cloneNode(true));
    } else if (target.matches("li")) {
      parts.push(...[...target.children].filter((e) => e.role !== "doc-backlink").map((e) => e.cloneNode(true)));
    } else {
      const heading = target.matches("h2, h3, h4") ? target : target.querySelector("h2, h3, h4");
      if (!heading) return parts;
      const title = document.createElement("p");
      title.className = "title";
      title.append(...heading.cloneNode(true).childNodes);
      parts.push(title);
      const after = [...document.querySelectorAll("article :is(h2, h3, h4, .prose > p, .widget > .caption)")];
      const next = after[after.indexOf(heading) + 1];
      const own = target.matches("section") ? target.querySelector(".caption") : next;
      if (own?.matches("p")) parts.push(firstSentence(own));
    }
    for (const part of parts) {
      for (const e of part.querySelectorAll(".anchor, sup, .visually-hidden, button")) e.remove();
      for (const e of [part, ...part.querySelectorAll("[id]")]) e.removeAttribute("id");
      // What is shown in passing is not a stop on the way through the page.
      for (const e of part.querySelectorAll("[tabindex]")) e.removeAttribute("tabindex");
    }
    return parts;
  }

  /**
   * A card for links within a note. It opens under the pointer, on focus and on
   * the first tap; it stays while the pointer is on it, and Esc closes it.
   */
  function hoverCards() {
    const article = document.querySelector("article[data-card-words]");
    if (!article) return;
    const card = document.createElement("div");
    card.className = "hover-card";
    card.id = "hover-card";
    card.setAttribute("role", "tooltip");
    card.hidden = true;
    article.parentElement.append(card);
    let shown = null, timer, touched = false;

    const linkOf = (event) => event.target.closest?.("article .prose a:is([href^='#'], .gloss):not(.anchor, [role='doc-backlink'])");
    // The glossary is another page, read when its first term is asked for.
    let glossary, wanted = null;
    const page = (link) => (glossary ??= fetch(link.href).then(async (answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return new DOMParser().parseFromString(await answer.text(), "text/html");
    }).catch(() => { glossary = undefined; }));
    const soon = (what, after) => { clearTimeout(timer); timer = setTimeout(what, after); };

    function close() {
      clearTimeout(timer);
      shown?.removeAttribute("aria-describedby");
      shown = wanted = null;
      card.hidden = true;
    }
    function open(link, tapped = false) {
      clearTimeout(timer);
      if (shown === link) return;
      wanted = link;
      if (!link.matches(".gloss")) show(link, document, tapped);
      else page(link).then((there) => {
        if (wanted !== link) return;
        if (there) show(link, there, tapped);
        else if (tapped) location.href = link.href;
      });
    }
    function show(link, there, tapped) {
      const target = there.getElementById(decodeURIComponent(link.hash.slice(1)));
      const parts = target ? excerpt(target) : [];
      if (parts.length === 0) return;
      close();
      card.replaceChildren(...parts);
      if (tapped) {
        // The tap showed the card in place of going there.
        const go = document.createElement("a");
        go.href = link.getAttribute("href");
        go.textContent = article.dataset.cardWords;
        const line = document.createElement("p");
        line.append(go);
        card.append(line);
      }
      shown = link;
      link.setAttribute("aria-describedby", card.id);
      card.hidden = false;
      place(link);
    }
    /** Under the link's last line, or over its first where there is no room below. */
    function place(link) {
      const lines = link.getClientRects(), [first, last] = [lines[0], lines[lines.length - 1]];
      const { width, height } = card.getBoundingClientRect();
      const below = last.bottom + height + 12 < innerHeight || first.top < height + 60;
      const [line, top] = below ? [last, last.bottom + 4] : [first, first.top - height - 4];
      const left = Math.min(line.left, document.documentElement.clientWidth - width - 16);
      card.style.left = `${Math.max(16, left) + scrollX}px`;
      card.style.top = `${top + scrollY}px`;
    }

    document.addEventListener("pointerover", (event) => {
      if (event.pointerType === "touch") return;
      const link = linkOf(event);
      if (link) soon(() => open(link), 120);
      else if (card.contains(event.target)) clearTimeout(timer);
      else if (shown) soon(close, 300);
      else {
        clearTimeout(timer);
        wanted = null;
      }
    });
    // Only what the keyboard focuses: a click goes where the link leads.
    document.addEventListener("focusin", (event) => {
      const link = linkOf(event);
      if (link?.matches(":focus-visible")) open(link);
      else if (shown && !card.contains(event.target)) close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && shown) close();
    });
    document.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch";
      if (shown && !card.contains(event.target) && linkOf(event) !== shown) close();
    });
    document.addEventListener("click", (event) => {
      const link = linkOf(event);
      if (link && touched && shown !== link && event.detail > 0) {
        open(link, true);
        if (shown === link || link.matches(".gloss")) event.preventDefault();
      } else if (shown && (link || event.target.closest?.("a"))) close();
    });
    // A phone's address bar changes the height alone, and moves nothing.
    let wide = innerWidth;
    addEventListener("resize", () => {
      if (innerWidth !== wide) close();
      wide = innerWidth;
    });
  }

  // On paper a link is its address, which a relative one does not show.
  function addresses() {
    const local = "article :is(.prose a:not([href^='#'], [href*=':'], .gloss), .on-paper a)";
    for (const link of document.querySelectorAll(local)) link.dataset.address = link.href;
  }

  /** The search is loaded when it is asked for: by its button, or by the key / outside of fields. */
  function search() {
    const button = document.querySelector("[data-search]");
    if (!button) return;
    const open = () => import("./search.js").then((search) => search.open(button)).catch((error) => console.error("third-pass:", error));
    button.addEventListener("click", open);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
      event.preventDefault();
      open();
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    themeButtons();
    languageLinks();
    contents();
    hoverCards();
    addresses();
    search();
    if ("top" in root.dataset) layOut();
  });
}
