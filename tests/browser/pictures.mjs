// Pictures as readers may have them, made here: grey, transparent, animated, huge.
import * as zlib from "node:zlib";

const chunk = (type, data) => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(8 + body.length);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), 4 + body.length);
  return out;
};
function crc(bytes) {
  if (zlib.crc32) return zlib.crc32(bytes) >>> 0;
  let c = ~0;
  for (const b of bytes) { c ^= b; for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0); }
  return ~c >>> 0;
}
const start = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const header = (width, height, bits, colour) => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = bits;
  head[9] = colour;
  return chunk("IHDR", head);
};
const end = chunk("IEND", Buffer.alloc(0));
const filled = (width, height, pixel) => zlib.deflateSync(Buffer.concat(Array.from({ length: height }, () => Buffer.from([0, ...Array.from({ length: width }, () => pixel).flat()]))));

/** A black PNG of any size, one bit a pixel. */
export function png(width, height) {
  const rows = zlib.deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8)), 0));
  return Buffer.concat([start, header(width, height, 1, 0), chunk("IDAT", rows), end]);
}
/** A PNG of one colour: one number is grey, three are colours, four have transparency. */
export function plain(width, height, pixel) {
  const colour = { 1: 0, 3: 2, 4: 6 }[pixel.length];
  return Buffer.concat([start, header(width, height, 8, colour), chunk("IDAT", filled(width, height, pixel)), end]);
}
/** An animated PNG of two frames of one colour each. */
export function apng(width, height, first, second) {
  const frame = (number) => {
    const data = Buffer.alloc(26);
    [number, width, height, 0, 0].forEach((v, i) => data.writeUInt32BE(v, 4 * i));
    data.writeUInt16BE(1, 20);
    data.writeUInt16BE(10, 22);
    return chunk("fcTL", data);
  };
  const number = Buffer.from([0, 0, 0, 2]);
  return Buffer.concat([start, header(width, height, 8, 2), chunk("acTL", Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])), frame(0),
    chunk("IDAT", filled(width, height, first)), frame(1), chunk("fdAT", Buffer.concat([number, filled(width, height, second)])), end]);
}
/** An animated GIF of two frames, one pixel of one colour each. */
export function gif(first, second) {
  const frame = (code) => [0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, code, 1, 0];
  return Buffer.from([...Buffer.from("GIF89a"), 1, 0, 1, 0, 0x80, 0, 0, ...first, ...second, ...frame(0x44), ...frame(0x4c), 0x3b]);
}
