// A widget's PyTorch code as a notebook that runs. Loaded when the code is opened. `cells`, `files`
// and `notebook` are pure.

export const WORDS = {
  zh: {
    button: "存成笔记本（.ipynb）", state: "这个状态在网页上", needs: "要用到的包", files: "代码要读的文件，从本站取来",
    yours: "把你自己的图片或权重放在旁边，名字照代码里写的。",
  },
  en: {
    button: "Save as a notebook (.ipynb)", state: "This state on its page", needs: "What it needs", files: "The files that the code reads, from this site",
    yours: "Put your own picture or weights beside it, named as in the code.",
  },
};

/** The code in pieces that run one after another: cut at empty lines, where no block is open. */
export function cells(code) {
  const found = [[]];
  let empty = false;
  for (const line of code.trimEnd().split("\n")) {
    if (line.trim() === "") {
      empty = true;
      if (found.at(-1).length > 0) found.at(-1).push("");
      continue;
    }
    // A line that is set in goes on with what is above it, as do an `else` and a closing bracket.
    if (empty && found.at(-1).length > 0 && !/^(\s|else\b|elif\b|except\b|finally\b|[)\]}])/.test(line)) found.push([]);
    empty = false;
    found.at(-1).push(line);
  }
  return found.map((lines) => lines.join("\n").trimEnd()).filter((cell) => cell !== "");
}

/** The files of this site that the code reads, as its comments say: `assets/pictures/chelsea.png`. */
export function files(code) {
  const found = new Set([...code.matchAll(/# .*?(assets\/[\w/-]+\.\w+) of this site/g)].map(([, path]) => path));
  const lines = code.split("\n").filter((line) => !line.startsWith("#"));
  const folder = /(assets\/\w+\/) of this site/.exec(code)?.[1];
  if (folder) {
    const named = /^names = \[(.*)\]/m.exec(code)?.[1];
    for (const line of lines) {
      if (/\bf"\{name\}\.png"/.test(line) && named) for (const [, name] of named.matchAll(/"([\w-]+)"/g)) found.add(`${folder}${name}.png`);
      for (const [, name] of line.matchAll(/"([\w-]+\.(?:png|json|bin|safetensors))"/g)) {
        if (!name.startsWith("your-") && ![...found].some((path) => path.endsWith(`/${name}`))) found.add(folder + name);
      }
    }
  }
  return [...found];
}

/** The packages beside Python's own that the code imports, by their names for pip. */
export function packages(code) {
  const named = [...code.matchAll(/^(?:import|from) (.*)$/gm)].map(([, rest]) => rest);
  const known = [["torch", "torch"], ["numpy", "numpy"], ["PIL", "pillow"], ["safetensors", "safetensors"]];
  return known.filter(([module]) => named.some((rest) => new RegExp(`\\b${module}\\b`).test(rest.split(" import ")[0]))).map(([, name]) => name);
}

/** The notebook (nbformat 4.5): what it is, the files, the code. `site` ends in a slash. */
export function notebook(code, { title, address, site, lang }) {
  const t = WORDS[lang], read = files(code), wanted = packages(code);
  const about = [`# ${title}`, `[${t.state}](<${address}>)`, ...(wanted.length > 0 ? [`${t.needs}: \`pip install ${wanted.join(" ")}\``] : []), ...(/"your-[\w-]+\./.test(code) ? [t.yours] : [])];
  const fetching = [
    `# ${t.files}`, "import os, urllib.request", `site = ${JSON.stringify(site)}`,
    `for path in ${JSON.stringify(read).replaceAll('","', '", "')}:`, "    name = os.path.basename(path)", "    if not os.path.exists(name):", "        urllib.request.urlretrieve(site + path, name)",
  ].join("\n");
  const sources = [...(read.length > 0 ? [fetching] : []), ...cells(code)];
  const lines = (text) => text.split(/(?<=\n)/);
  const made = [
    { cell_type: "markdown", id: "about", metadata: {}, source: lines(about.join("\n\n")) },
    ...sources.map((source, i) => ({ cell_type: "code", id: `cell-${i + 1}`, metadata: {}, execution_count: null, outputs: [], source: lines(source) })),
  ];
  return {
    cells: made,
    metadata: { kernelspec: { display_name: "Python 3", language: "python", name: "python3" }, language_info: { name: "python" } },
    nbformat: 4, nbformat_minor: 5,
  };
}

/** Puts the button under a widget's code; what it saves is what the code says then. */
export function offer(details) {
  if (details.querySelector("[data-notebook]")) return;
  const section = details.closest("[data-widget]"), lang = /^zh/.test(section.closest("[lang]")?.lang ?? "") ? "zh" : "en";
  const button = document.createElement("button"), line = document.createElement("p");
  Object.assign(button, { type: "button", textContent: WORDS[lang].button });
  button.dataset.notebook = "";
  button.addEventListener("click", () => {
    const { widget, query = "" } = section.dataset, page = location.origin + location.pathname;
    const framed = document.documentElement.hasAttribute("data-embed");
    const made = notebook(details.querySelector("code").textContent, {
      title: section.querySelector(".widget-title")?.textContent ?? widget, lang, site: new URL("./", import.meta.url).href,
      address: framed ? `${page}?${query}` : `${page}?w=${widget}&${query}#${section.id}`,
    });
    const url = URL.createObjectURL(new Blob([JSON.stringify(made, null, 1)], { type: "application/x-ipynb+json" }));
    const anchor = document.createElement("a");
    Object.assign(anchor, { href: url, download: `${widget}.ipynb` }).click();
    URL.revokeObjectURL(url);
  });
  line.className = "actions";
  line.append(button);
  details.append(line);
}
