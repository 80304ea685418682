// QR codes (ISO/IEC 18004): a text as bytes of UTF-8, versions 1 to 20, error correction M or,
// where that is too little room, L. Pure; `modules` says which squares are dark.

/** The largest version made here: 97 squares a side, which a phone still reads from a screen. */
export const LARGEST = 20;

// Table 9 of the standard, for versions 1 to 20: error correction codewords of a block, and blocks.
const TABLES = {
  M: {
    format: 0,
    correction: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26],
    blocks: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16],
  },
  L: {
    format: 1,
    correction: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28],
    blocks: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8],
  },
};

/** Codewords of a version, data and correction together. */
function codewords(version) {
  const marks = version < 2 ? 0 : Math.floor(version / 7) + 2;
  const bits = (16 * version + 128) * version + 64 - (marks && (25 * marks - 10) * marks - 55) - (version < 7 ? 0 : 36);
  return Math.floor(bits / 8);
}
const dataWords = (version, { correction, blocks }) => codewords(version) - correction[version - 1] * blocks[version - 1];

/** Bytes that a version holds at a level, `"M"` or `"L"`: behind 4 bits of mode and 8 or 16 of length. */
export const capacity = (version, level) => Math.floor((8 * dataWords(version, TABLES[level]) - 4 - (version < 10 ? 8 : 16)) / 8);

/** The smallest version that holds so many bytes, at M before L; undefined where none does. */
export function fitting(bytes) {
  for (const level of ["M", "L"]) {
    for (let version = 1; version <= LARGEST; version++) if (bytes <= capacity(version, level)) return { version, level };
  }
  return undefined;
}

// The field of 256 elements with x⁸ + x⁴ + x³ + x² + 1.
const EXP = new Uint8Array(510), LOG = new Uint8Array(256);
for (let i = 0, x = 1; i < 255; i++, x = (x << 1) ^ (x & 128 ? 0x11d : 0)) {
  EXP[i] = EXP[i + 255] = x;
  LOG[x] = i;
}
const times = (a, b) => (a && b ? EXP[LOG[a] + LOG[b]] : 0);

/** The remainder of the data by the generator of that degree (Reed and Solomon). */
function corrected(data, degree) {
  let generator = [1];
  for (let i = 0; i < degree; i++) {
    generator = [...generator, 0].map((c, k) => c ^ times(generator[k - 1] ?? 0, EXP[i]));
  }
  const rest = [...data, ...Array(degree).fill(0)];
  data.forEach((_, at) => {
    const lead = rest[at];
    generator.forEach((c, k) => { rest[at + k] ^= times(c, lead); });
  });
  return rest.slice(data.length);
}

/** The codewords in their order on the picture: the blocks' bytes by turns. */
function words(bytes, version, level) {
  const table = TABLES[level], room = dataWords(version, table), bits = [];
  const put = (value, length) => { for (let i = length - 1; i >= 0; i--) bits.push((value >> i) & 1); };
  put(4, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, 8 * room - bits.length));
  while (bits.length % 8) bits.push(0);
  const data = Array.from({ length: bits.length / 8 }, (_, i) => Number.parseInt(bits.slice(8 * i, 8 * i + 8).join(""), 2));
  for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad);
  const count = table.blocks[version - 1], degree = table.correction[version - 1], short = Math.floor(room / count);
  const blocks = [];
  for (let i = 0, at = 0; i < count; i++) {
    const length = short + (i < count - (room % count) ? 0 : 1);
    blocks.push(data.slice(at, (at += length)));
  }
  const ends = blocks.map((block) => corrected(block, degree)), out = [];
  for (let i = 0; i <= short; i++) for (const block of blocks) if (i < block.length) out.push(block[i]);
  for (let i = 0; i < degree; i++) for (const end of ends) out.push(end[i]);
  return out;
}

/** A number behind which stands its remainder by a polynomial of that degree. */
function checked(value, degree, polynomial) {
  let rest = value << degree;
  for (let i = 31 - Math.clz32(rest || 1); i >= degree; i--) if ((rest >> i) & 1) rest ^= polynomial << (i - degree);
  return (value << degree) | rest;
}

const MASKS = [
  (x, y) => (x + y) % 2 === 0, (_, y) => y % 2 === 0, (x) => x % 3 === 0, (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0, (x, y) => (x * y) % 2 + (x * y) % 3 === 0,
  (x, y) => ((x * y) % 2 + (x * y) % 3) % 2 === 0, (x, y) => ((x + y) % 2 + (x * y) % 3) % 2 === 0,
];

/** How badly a picture reads: runs, squares, what looks like a corner, uneven dark (section 7.8.3). */
export function penalty(dark) {
  const side = dark.length;
  let sum = 0, count = 0;
  const lines = [...dark, ...dark.map((_, x) => dark.map((row) => row[x]))];
  for (const line of lines) {
    const text = line.map(Number).join("");
    for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) sum += run.length - 2;
    for (let at = 0; at + 11 <= side; at++) if (/^(10111010000|00001011101)/.test(text.slice(at, at + 11))) sum += 40;
  }
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      count += Number(dark[y][x]);
      if (x && y && dark[y][x] === dark[y][x - 1] && dark[y][x] === dark[y - 1][x] && dark[y][x] === dark[y - 1][x - 1]) sum += 3;
    }
  }
  return sum + 10 * Math.floor(Math.abs((20 * count) / (side * side) - 10));
}

/** The picture with one mask: rows of booleans. */
function drawn(stream, version, level, mask) {
  const side = 17 + 4 * version;
  const dark = Array.from({ length: side }, () => Array(side).fill(false));
  const fixed = Array.from({ length: side }, () => Array(side).fill(false));
  const set = (x, y, on) => { if (x >= 0 && y >= 0 && x < side && y < side) { dark[y][x] = on; fixed[y][x] = true; } };
  const ring = (cx, cy, reach, light) => {
    for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) set(cx + dx, cy + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (let i = 0; i < side; i++) { set(6, i, i % 2 === 0); set(i, 6, i % 2 === 0); }
  for (const [x, y] of [[3, 3], [side - 4, 3], [3, side - 4]]) ring(x, y, 4, [2, 4]);
  const marks = version < 2 ? 0 : Math.floor(version / 7) + 2;
  const step = Math.ceil((4 * version + 4) / (2 * marks - 2)) * 2;
  const places = Array.from({ length: marks }, (_, i) => (i === 0 ? 6 : side - 7 - (marks - 1 - i) * step));
  places.forEach((x, i) => places.forEach((y, j) => {
    const corner = (i === 0 && j === 0) || (i === 0 && j === marks - 1) || (i === marks - 1 && j === 0);
    if (!corner) ring(x, y, 2, [1]);
  }));
  const format = checked((TABLES[level].format << 3) | mask, 10, 0x537) ^ 0x5412;
  for (let i = 0; i < 15; i++) {
    const on = Boolean((format >> i) & 1);
    set(8, i < 6 ? i : i < 8 ? i + 1 : side - 15 + i, on);
    set(i < 8 ? side - 1 - i : i === 8 ? 7 : 14 - i, 8, on);
  }
  set(8, side - 8, true);
  if (version >= 7) {
    const said = checked(version, 12, 0x1f25);
    for (let i = 0; i < 18; i++) {
      const on = Boolean((said >> i) & 1), [a, b] = [side - 11 + (i % 3), Math.floor(i / 3)];
      set(a, b, on);
      set(b, a, on);
    }
  }
  // Upwards and downwards by turns in pairs of columns, from the right; the column of dots is left out.
  let at = 0;
  for (let right = side - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let i = 0; i < side; i++) {
      for (const x of [right, right - 1]) {
        const y = up ? side - 1 - i : i;
        if (fixed[y][x]) continue;
        const bit = ((stream[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
        dark[y][x] = Boolean(bit) !== MASKS[mask](x, y);
        at++;
      }
    }
  }
  return dark;
}

/** A text as a square of booleans, true where it is dark; undefined where it is too long. */
export function modules(text) {
  const bytes = new TextEncoder().encode(text), fits = fitting(bytes.length);
  if (!fits) return undefined;
  const stream = words(bytes, fits.version, fits.level);
  const all = MASKS.map((_, mask) => drawn(stream, fits.version, fits.level, mask));
  const bad = all.map(penalty);
  return all[bad.indexOf(Math.min(...bad))];
}

/** The dark squares as the outline of an SVG's path, one unit a square, `margin` units from the edges. */
export const outline = (dark, margin = 4) => dark.flatMap((row, y) => row.flatMap((on, x) => (on ? `M${x + margin} ${y + margin}h1v1h-1z` : []))).join("");
