// The page around the notes: theme, language switch, contents. It runs before
// the first paint, so that no page flashes in the other theme, and needs
// nothing else. A page without it is whole, in the system's theme.
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
    mark();
  }

  document.addEventListener("DOMContentLoaded", () => {
    themeButtons();
    languageLinks();
    contents();
  });
}
