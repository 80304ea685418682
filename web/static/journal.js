// What a reader writes down while reading a note: which sections are read, a remark on each, the
// figures and references that are marked, and what was decided after each pass. It stays in this
// browser; `markdown.js` writes it as Markdown and reads it again.
import { make, press } from "./make.js";

const MOST = 4000; // characters of a remark

/** What the journal says, in both languages. */
export const WORDS = {
  zh: {
    mark: (title) => `记录：${title}`, read: "读过了", remark: "我的话", figure: "图：", reference: "文献：", circle: "圈出来",
    progress: (read, all) => `：${all}节读过${read}节`, nothing: "还什么都没有记。每个标题右边的✎可以记：读过没有、想到什么、圈哪些图和文献。",
    save: "存成Markdown", load: "读入Markdown", clear: "全部清空", sure: "真的清空？再按一次",
    refused: "这个浏览器不让网页存东西：记录只在这一页打开的时候有，离开以前请存成Markdown。",
    broken: "以前存下的记录坏了，读不出来，只好从头记起。",
    loaded: (lost) => (lost > 0 ? `读进来了，有${lost}行没有认出来。` : "读进来了。"),
    foreign: "这个文件不是本站的记录：里面没有third-pass journal这一行。",
    other: (note) => `这是“${note}”那一篇的记录，请到那一篇里读入。`,
    long: "文件太大，不像是一份记录。", kept: "只存在这个浏览器里，不会发到任何地方。", cleared: "清空了。",
    go: ["往下读", "往下读", "动手重做"], stop: "到此为止", pass: (n) => `第${"一二三"[n - 1]}遍：`,
  },
  en: {
    mark: (title) => `Note on: ${title}`, read: "Read", remark: "My words", figure: "Figure: ", reference: "Reference: ", circle: "Mark",
    progress: (read, all) => `: ${read} of ${all} sections read`, nothing: "Nothing yet. ✎ beside each heading takes notes: whether it is read, what you think, which figures and references to mark.",
    save: "Save as Markdown", load: "Load Markdown", clear: "Clear all", sure: "Really? Press again",
    refused: "This browser lets the page keep nothing: the record lasts as long as this page is open. Save it as Markdown before you leave.",
    broken: "What was kept here before is damaged and could not be read; the record begins anew.",
    loaded: (lost) => (lost > 0 ? `Loaded; ${lost} lines were not understood.` : "Loaded."),
    foreign: "This file is no record of this site: it has no line “third-pass journal”.",
    other: (note) => `This is the record of the note “${note}”; load it there.`,
    long: "The file is too large for a record.", kept: "Kept in this browser alone; nothing is sent anywhere.", cleared: "Cleared.",
    go: ["Go on", "Go on", "Redo it"], stop: "Stop here", pass: (n) => `Pass ${n}: `,
  },
};

const text = (value, most = MOST) => (typeof value === "string" ? value.replaceAll("\r", "").replace(/[^\S\n]+$/gm, "").trim().slice(0, most) : "");
const list = (value) => (Array.isArray(value) ? [...new Set(value.filter((v) => typeof v === "string" && v !== "" && v.length <= 2000))].slice(0, 200) : []);
const entries = (value) => (value && typeof value === "object" ? Object.entries(value) : []);

/** A journal from whatever was kept or read: `{passes: {1: {choice, why}}, sections: {anchor: {read, remark, figures, references}}}`, without what is empty. */
export function sane(given) {
  const journal = { passes: {}, sections: {} };
  for (const [pass, said] of entries(given?.passes)) {
    const choice = ["go", "stop"].includes(said?.choice) ? said.choice : "", why = text(said?.why, 300).replaceAll("\n", " ");
    if (/^[123]$/.test(pass) && (choice || why)) journal.passes[pass] = { choice, why };
  }
  for (const [anchor, said] of entries(given?.sections)) {
    const section = { read: said?.read === true, remark: text(said?.remark), figures: list(said?.figures), references: list(said?.references).filter((url) => /^https?:[^\s<>]+$/.test(url)) };
    section.figures = section.figures.filter((id) => /^[\w-]+$/.test(id));
    if (/^[A-Za-z0-9-]{1,100}$/.test(anchor) && anchor !== "__proto__" && (section.read || section.remark || section.figures.length + section.references.length > 0)) journal.sections[anchor] = section;
  }
  return journal;
}

/** Two journals in one: what the second says counts; marks are of both. */
export function joined(first, second) {
  const both = sane(first);
  Object.assign(both.passes, second.passes);
  for (const [anchor, said] of Object.entries(second.sections)) {
    const had = both.sections[anchor];
    both.sections[anchor] = had === undefined ? said : {
      read: had.read || said.read, remark: said.remark || had.remark,
      figures: list([...had.figures, ...said.figures]), references: list([...had.references, ...said.references]),
    };
  }
  return both;
}

/** Where a journal is kept; where the browser refuses, for as long as the page is open. */
export function shelf(storage, key) {
  let kept = null, refused = false, broken = false;
  return {
    read() {
      try { kept = storage().getItem(key) ?? kept; } catch { refused = true; }
      try { return sane(JSON.parse(kept ?? "{}")); } catch { broken = true; return sane({}); }
    },
    write(journal) {
      kept = JSON.stringify(sane(journal));
      broken = false;
      try { storage().setItem(key, kept); refused = false; } catch { refused = true; }
    },
    /** The word for what is wrong, if anything is. */
    wrong: () => (refused ? "refused" : broken ? "broken" : undefined),
  };
}

export function start(bar, titleOf) {
  const zh = /^zh/.test(document.documentElement.lang), t = WORDS[zh ? "zh" : "en"], { note } = bar.dataset;
  const kept = shelf(() => localStorage, `third-pass:journal:${note}`);
  let journal = kept.read();
  const sections = gather(titleOf);
  const panel = bar.querySelector(".journal > div"), progress = bar.querySelector("[data-progress]");
  const status = make("p"), summary = make("ul"), about = make("p", { className: "unit", textContent: t.kept });
  status.setAttribute("role", "status");

  function save() {
    kept.write(journal);
    journal = sane(journal);
    paint();
  }
  const of = (anchor) => journal.sections[anchor] ?? { read: false, remark: "", figures: [], references: [] };

  /** Everything that shows what is written down. */
  function paint() {
    const read = sections.filter((s) => of(s.anchor).read).length;
    progress.textContent = t.progress(read, sections.length);
    for (const s of sections) {
      const said = of(s.anchor), more = said.remark || said.figures.length + said.references.length > 0;
      s.button.textContent = said.read ? "✓" : "✎";
      s.button.classList.toggle("used", said.read || Boolean(more));
      s.own.hidden = !more;
      s.own.replaceChildren(...(said.remark ? [make("p", { textContent: said.remark })] : []), ...marked(s, said));
      document.querySelector(`[data-contents] a[href="#${s.anchor}"]`)?.classList.toggle("read", said.read);
    }
    for (const group of document.querySelectorAll("[data-decide]")) {
      const said = journal.passes[group.dataset.decide] ?? { choice: "", why: "" };
      for (const radio of group.querySelectorAll("input[type=radio]")) radio.checked = radio.value === said.choice;
      const why = group.querySelector("input[type=text]");
      if (why !== document.activeElement) why.value = said.why;
      const next = group.querySelector("a");
      if (next) next.hidden = said.choice !== "go";
    }
    const lines = Object.entries(journal.passes).map(([pass, { choice, why }]) => make("li", {}, t.pass(pass), choice === "go" ? t.go[pass - 1] : choice === "stop" ? t.stop : "", why ? ` (${why})` : ""));
    for (const s of sections) {
      const said = of(s.anchor);
      if (!said.remark && said.figures.length + said.references.length === 0) continue;
      lines.push(make("li", {}, make("a", { href: `#${s.anchor}`, textContent: s.title }), said.remark ? ` ${said.remark.slice(0, 80)}` : ""));
    }
    summary.replaceChildren(...(lines.length > 0 ? lines : [make("li", { textContent: t.nothing })]));
    const wrong = kept.wrong();
    about.textContent = wrong ? t[wrong] : t.kept;
    if (wrong) bar.querySelector(".journal").dataset.wrong = wrong;
    else delete bar.querySelector(".journal").dataset.wrong;
  }
  const marked = (s, said) => s.marks.filter((m) => said[m.kind].includes(m.value))
    .map((m) => make("p", { className: "unit" }, m.kind === "figures" ? t.figure : t.reference, make("a", { href: m.kind === "figures" ? `#${m.value}` : m.value, textContent: m.title })));

  /** The form of a section, made when it is asked for. */
  function form(s) {
    const said = of(s.anchor), change = (what) => { journal.sections[s.anchor] = { ...of(s.anchor), ...what }; save(); };
    const box = (words, checked, told) => {
      const input = make("input", { type: "checkbox", checked });
      input.addEventListener("change", () => told(input.checked));
      return make("label", {}, input, words);
    };
    const area = make("textarea", { rows: 3, maxLength: MOST, value: said.remark });
    area.addEventListener("change", () => change({ remark: area.value }));
    const marks = s.marks.map((m) => box((m.kind === "figures" ? t.figure : t.reference) + m.title, said[m.kind].includes(m.value), (on) => {
      const others = of(s.anchor)[m.kind].filter((v) => v !== m.value);
      change({ [m.kind]: on ? [...others, m.value] : others });
    }));
    const field = marks.length > 0 ? [make("fieldset", {}, make("legend", { textContent: t.circle }), ...marks)] : [];
    return [box(t.read, said.read, (read) => change({ read })), make("label", { className: "words" }, t.remark, area), ...field];
  }

  for (const s of sections) {
    s.button = make("button", { type: "button", className: "mark", title: t.mark(s.title) });
    s.button.setAttribute("aria-label", t.mark(s.title));
    s.button.setAttribute("aria-expanded", "false");
    s.form = make("div", { className: "record", hidden: true });
    s.own = make("div", { className: "own-words", hidden: true });
    s.button.addEventListener("click", () => {
      s.form.hidden = !s.form.hidden;
      s.button.setAttribute("aria-expanded", String(!s.form.hidden));
      if (s.form.hidden) return;
      s.form.replaceChildren(...form(s));
      s.form.querySelector("input").focus();
    });
    s.form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      s.button.click();
      s.button.focus();
    });
    s.place.append(s.button);
    s.place.after(s.form, s.own);
  }
  for (const group of document.querySelectorAll("[data-decide]")) {
    group.addEventListener("change", () => {
      journal.passes[group.dataset.decide] = { choice: group.querySelector("input:checked")?.value ?? "", why: group.querySelector("input[type=text]").value };
      save();
    });
  }

  const name = `third-pass-${note}.md`;
  const naming = { title: document.querySelector("h1").textContent, note, address: location.origin + location.pathname, lang: zh ? "zh" : "en", sections };
  const file = make("input", { type: "file", accept: ".md,.txt,text/markdown,text/plain" });
  file.addEventListener("change", async () => {
    const [given] = file.files;
    if (!given) return;
    const { readBack, LARGEST } = await import("./markdown.js");
    const found = given.size > LARGEST ? { error: "long" } : readBack(await given.text());
    file.value = "";
    if (found.error) status.textContent = t[found.error];
    else if (found.note !== note) status.textContent = t.other(found.note);
    else {
      journal = joined(journal, sane(found.journal));
      save();
      for (const s of sections) if (!s.form.hidden) s.form.replaceChildren(...form(s));
      status.textContent = t.loaded(found.lost);
    }
  });
  panel.append(summary, make("p", { className: "actions" },
    press(t.save, async () => {
      const { written } = await import("./markdown.js");
      const url = URL.createObjectURL(new Blob([written(journal, naming)], { type: "text/markdown" }));
      make("a", { href: url, download: name }).click();
      URL.revokeObjectURL(url);
    }),
    make("label", { className: "load" }, t.load, file),
    press(t.clear, (b) => {
      // A second press means it.
      if (b.textContent === t.clear) {
        b.textContent = t.sure;
        b.addEventListener("blur", () => { b.textContent = t.clear; }, { once: true });
        return;
      }
      b.textContent = t.clear;
      journal = sane({});
      save();
      for (const s of sections) if (!s.form.hidden) s.form.replaceChildren(...form(s));
      status.textContent = t.cleared;
    })), status, about);
  // The same note in another tab.
  addEventListener("storage", (event) => {
    if (event.key !== null && event.key !== `third-pass:journal:${note}`) return;
    journal = kept.read();
    paint();
  });
  paint();
}

/** The sections of the note: anchor, title, where the heading stands, and what can be marked under it. */
function gather(titleOf) {
  const sections = [];
  for (const e of document.querySelectorAll("article :is(.heading, [data-widget], .prose a[href^='http'])")) {
    if (e.matches(".heading")) {
      const heading = e.firstElementChild;
      sections.push({ anchor: heading.id, title: titleOf(heading), place: e, marks: [] });
      continue;
    }
    const marks = sections.at(-1)?.marks;
    if (!marks || e.closest(".footnotes")) continue;
    const [kind, value, title] = e.matches("[data-widget]")
      ? ["figures", e.id, e.querySelector(".widget-title")?.textContent ?? e.id] : ["references", e.href, e.textContent];
    if (!marks.some((m) => m.kind === kind && m.value === value)) marks.push({ kind, value, title: title.trim() });
  }
  return sections;
}
