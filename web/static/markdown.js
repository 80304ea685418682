// A reader's journal as Markdown that reads well anywhere, and back. Both are pure.

/** The most bytes of a file that is read. */
export const LARGEST = 1_000_000;

const WORDS = {
  zh: { title: "读书记录：", pass: (n) => `第${"一二三"[n - 1]}遍：`, go: "往下读", redo: "动手重做", stop: "到此为止", open: "未定", why: "。因为：", read: "读过", figure: "图：", reference: "文献：" },
  en: { title: "Reading record: ", pass: (n) => `Pass ${n}: `, go: "go on", redo: "redo it", stop: "stop here", open: "undecided", why: ". Because: ", read: "read", figure: "Figure: ", reference: "Reference: " },
};

const plain = (words) => words.replace(/\s+/g, " ").replace(/[\\[\]<>]/g, "\\$&");
const link = (words, address) => `[${plain(words)}](<${address}>)`;

/** The journal as Markdown. `sections` are the note's, in order: `{anchor, title, marks: [{kind, value, title}]}`; what they do not name goes by its anchor or address. */
export function written(journal, { title, note, address, lang, sections }) {
  const t = WORDS[lang], lines = [`# ${t.title}${plain(title)}`, "", `<!-- third-pass journal 1 ${note} -->`, ""];
  for (const [pass, { choice, why }] of Object.entries(journal.passes)) {
    const word = choice === "go" ? (pass === "3" ? t.redo : t.go) : choice === "stop" ? t.stop : t.open;
    lines.push(`- ${t.pass(pass)}${word}${why ? t.why + why : ""}`);
  }
  const known = sections.map((s) => s.anchor);
  const order = [...known.filter((a) => journal.sections[a]), ...Object.keys(journal.sections).filter((a) => !known.includes(a))];
  for (const anchor of order) {
    const said = journal.sections[anchor], section = sections.find((s) => s.anchor === anchor);
    const named = (kind, value) => section?.marks.find((m) => m.kind === kind && m.value === value)?.title ?? value;
    lines.push("", `## ${link(section?.title ?? anchor, `${address}#${anchor}`)}`, "");
    lines.push(`- [${said.read ? "x" : " "}] ${t.read}`);
    for (const id of said.figures) lines.push(`- ${t.figure}${link(named("figures", id), `${address}#${id}`)}`);
    for (const url of said.references) lines.push(`- ${t.reference}${link(named("references", url), url)}`);
    if (said.remark) lines.push("", ...said.remark.split("\n").map((line) => (line === "" ? ">" : `> ${line}`)));
  }
  return `${lines.join("\n").replace(/\n{3,}/g, "\n\n").trimEnd()}\n`;
}

const PASS = /^[-*] (?:第([一二三])遍：|Pass ([123]): )(往下读|动手重做|到此为止|未定|go on|redo it|stop here|undecided)(?:(?:。因为：|\. Because: )(.*))?$/;
const SECTION = /^## \[.*\]\(<?([^<>]*?)>?\)$/, READ = /^[-*] \[([ xX])\] \S+$/;
const FIGURE = /^[-*] (?:图：|Figure: )\[.*\]\(<?([^<>]*?)>?\)$/, REFERENCE = /^[-*] (?:文献：|Reference: )\[.*\]\(<?([^<>]*?)>?\)$/;

/**
 * What a text says: `{note, journal, lost}`, where `lost` counts the lines that say nothing known,
 * or `{error}` with the word for why it is none (`foreign`, `long`).
 */
export function readBack(given) {
  const whole = String(given);
  if (whole.length > LARGEST) return { error: "long" };
  const note = /^<!-- third-pass journal 1 ([a-z0-9-]+) -->\s*$/m.exec(whole)?.[1];
  if (note === undefined) return { error: "foreign" };
  const journal = { passes: {}, sections: {} };
  let section, lost = 0;
  for (const line of whole.split(/\r?\n/).map((l) => l.trimEnd())) {
    let found;
    if (line === "" || /^(# |<!-- )/.test(line)) continue;
    if ((found = PASS.exec(line))) {
      const [, zh, en, word, why = ""] = found;
      const choice = /往下读|重做|go on|redo/.test(word) ? "go" : /止|stop/.test(word) ? "stop" : "";
      journal.passes[en ?? "一二三".indexOf(zh) + 1] = { choice, why };
    } else if ((found = SECTION.exec(line))) {
      const anchor = found[1].split("#")[1] ?? "";
      section = { read: false, remark: "", figures: [], references: [] };
      if (/^[A-Za-z0-9-]+$/.test(anchor)) journal.sections[anchor] = section;
      else lost++;
    } else if (!section) lost++;
    else if ((found = READ.exec(line))) section.read = found[1] !== " ";
    else if ((found = FIGURE.exec(line))) section.figures.push(found[1].split("#")[1] ?? "");
    else if ((found = REFERENCE.exec(line))) section.references.push(found[1]);
    else if (line.startsWith(">")) section.remark += `${section.remark === "" ? "" : "\n"}${line.replace(/^> ?/, "")}`;
    else lost++;
  }
  return { note, journal, lost };
}
