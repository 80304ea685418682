// A widget's numbers, which it gives as CSV, as tensors in the files of NumPy and of safetensors. Pure.

/** The lines of a CSV as lists of cells; quotes as RFC 4180 has them. A cell in quotes begins with `mark`. */
export function cells(csv, mark = "") {
  const lines = [];
  let line = [], cell = "", quoted = false;
  const end = () => { line.push(cell); cell = ""; };
  for (let at = 0; at < csv.length; at++) {
    const c = csv[at];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (csv[at + 1] === '"') { cell += c; at++; } else quoted = false;
    } else if (c === '"') { quoted = true; cell += mark; }
    else if (c === ",") end();
    else if (c === "\n") { end(); lines.push(line); line = []; } else if (c !== "\r") cell += c;
  }
  if (cell !== "" || line.length > 0) { end(); lines.push(line); }
  return lines.filter((all) => all.length > 1 || all[0] !== "");
}

/** Before what stood in quotes: a word, also where it is of digits. */
const WORD = "\u0001";
const plain = (cell) => cell.replaceAll(WORD, "");
const isNumber = (cell) => /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$|^-?(inf|Infinity)$|^NaN$/i.test(cell);
const isBlank = (cell) => cell === "";
const valueOf = (cell) => (isBlank(cell) ? NaN : /inf/i.test(cell) ? (cell[0] === "-" ? -Infinity : Infinity) : Number(cell));
const range = (n) => Array.from({ length: n }, (_, i) => i);

/** A tensor of cells: 32 bits where these hold every number as it is written, else 64. */
function tensor(name, shape, words) {
  const exact = words.every((cell) => {
    const value = valueOf(cell), digits = cell.replace(/e.*$/i, "").replace(/\D/g, "").replace(/^0+/, "");
    if (!Number.isFinite(value) || value === 0) return true;
    return Number.isInteger(value) ? Math.fround(value) === value : digits.length <= 9 && Math.abs(value) < 3.4e38 && Math.abs(value) >= 1.4e-45;
  });
  return { name, shape, data: (exact ? Float32Array : Float64Array).from(words, valueOf) };
}

/** Lines of one length: with a head, columns of numbers, on the grid that the columns before them count. */
function columns(lines) {
  const [head, ...rows] = lines, width = head.length;
  const column = (k) => rows.map((row) => row[k]);
  // Numbers throughout, but for gaps.
  const whole = range(width).map((k) => column(k).every((cell) => isNumber(cell) || isBlank(cell)) && column(k).some(isNumber));
  const from = whole.includes(true) ? whole.indexOf(true) : width;
  // Words that come again name a part; those that do not are the row's own.
  const named = new Map();
  for (const row of rows) {
    const name = row.slice(0, from).map(plain).filter((part) => part !== "").join(".");
    named.set(name, [...(named.get(name) ?? []), row]);
  }
  const groups = from > 0 && named.size < rows.length ? [...named] : [["", rows]];
  return groups.flatMap(([group, own]) => {
    let axes = 0;
    // One row alone counts nothing.
    while (own.length > 1 && from + axes < width - 1 && whole[from + axes] && own.every((row) => /^\d{1,9}$/.test(row[from + axes]))) axes++;
    const counts = (n) => {
      const all = range(n).map((k) => own.map((row) => Number(row[from + k])));
      const low = all.map((axis) => axis.reduce((a, b) => Math.min(a, b)));
      const shape = all.map((axis, k) => axis.reduce((a, b) => Math.max(a, b)) - low[k] + 1);
      const place = (row) => shape.reduce((sum, size, k) => sum * size + Number(row[from + k]) - low[k], 0);
      // What stays one number is an axis only before others: behind them it is a value.
      return shape.at(-1) > 1 && shape.reduce((a, b) => a * b, 1) === own.length && own.every((row, at) => place(row) === at) ? shape : undefined;
    };
    let shape;
    while (axes > 0 && !(shape = counts(axes))) axes--;
    const values = range(width).filter((k) => k >= from + axes && whole[k]);
    return values.map((k) => {
      const name = [group, group !== "" && values.length === 1 ? "" : plain(head[k])].filter((part) => part !== "").join(".");
      return tensor(name, shape ?? [own.length], own.map((row) => row[k]));
    });
  });
}

/** Lines without a head: `names …, label, numbers …`, or numbers alone; each name's lines are a matrix. */
function rows(lines) {
  const found = new Map();
  for (const line of lines) {
    const from = line.findLastIndex((cell) => !isNumber(cell)) + 1;
    if (from === line.length) continue;
    const name = from === 0 ? "y" : line.slice(0, Math.max(1, from - 1)).map(plain).join(".");
    found.set(name, [...(found.get(name) ?? []), line.slice(from)]);
  }
  return [...found].filter(([, all]) => all.every((row) => row.length === all[0].length)).map(([name, all]) => {
    // The rows' own numbers are none of the matrix.
    const counted = all.length > 1 && all[0].length > 1 && all.every((row, at) => Number(row[0]) === at);
    const own = counted ? all.map((row) => row.slice(1)) : all;
    return tensor(name, [own.length, own[0].length], own.flat());
  });
}

/** The tensors in a widget's CSV, each `{name, shape, data}`; none where there are no rectangles of numbers. */
export function tensors(csv) {
  const lines = cells(csv, WORD), found = [];
  const headed = (all) => all.length > 1 && all[0].every((cell) => !isNumber(cell) && !isBlank(cell)) && range(all[0].length).some((k) => isNumber(all[1][k]));
  // A file may hold one table after another.
  for (let at = 0; at < lines.length;) {
    const width = lines[at].length;
    let end = at;
    while (end < lines.length && lines[end].length === width) end++;
    let run = lines.slice(at, end);
    if (headed(run)) found.push(...columns(run));
    else {
      // Lines of differing lengths may belong to names, not to a table.
      while (end < lines.length && !headed(lines.slice(end, end + 2))) end++;
      run = lines.slice(at, end);
      found.push(...rows(run));
    }
    at = end;
  }
  const seen = new Map();
  return found.filter(({ data }) => data.length > 0).map((one) => {
    const times = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, times);
    return times === 1 ? one : { ...one, name: `${one.name}.${times}` };
  });
}

const WIDTH = (data) => data.BYTES_PER_ELEMENT;
/** The numbers' bytes, the lowest first whatever the machine does. */
function bytesOf(data) {
  const view = new DataView(new ArrayBuffer(data.byteLength)), wide = WIDTH(data);
  data.forEach((value, i) => (wide === 4 ? view.setFloat32(4 * i, value, true) : view.setFloat64(8 * i, value, true)));
  return new Uint8Array(view.buffer);
}

function joined(...pieces) {
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  pieces.reduce((at, piece) => { out.set(piece, at); return at + piece.length; }, 0);
  return out;
}

/** One tensor as NumPy's format 1.0: `numpy.load`. */
export function npy({ shape, data }) {
  const said = `{'descr': '<f${WIDTH(data)}', 'fortran_order': False, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`;
  // Magic, version and length are 10 bytes, and the numbers begin at a multiple of 64.
  const head = `${said.padEnd(Math.ceil((said.length + 11) / 64) * 64 - 11)}\n`;
  return joined(new Uint8Array([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, head.length & 255, head.length >> 8]), new TextEncoder().encode(head), bytesOf(data));
}

/** All tensors as one file of safetensors: `safetensors.torch.load_file`; `about` is its metadata, words by name. */
export function safetensors(all, about) {
  // The wider first, so that every tensor begins at a multiple of its numbers' bytes.
  const sorted = [...all].sort((a, b) => WIDTH(b.data) - WIDTH(a.data)), header = { __metadata__: about };
  sorted.reduce((at, { name, shape, data }) => {
    header[name] = { dtype: `F${8 * WIDTH(data)}`, shape, data_offsets: [at, at + data.byteLength] };
    return at + data.byteLength;
  }, 0);
  const text = new TextEncoder().encode(JSON.stringify(header)), size = Math.ceil(text.length / 8) * 8;
  const head = new Uint8Array(8 + size).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(size), true);
  head.set(text, 8);
  return joined(head, ...sorted.map(({ data }) => bytesOf(data)));
}
