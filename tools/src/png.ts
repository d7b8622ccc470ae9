/**
 * Decodes a PNG as far as painters of charts need it (ISO/IEC 15948): 8 bits a sample, no interlacing, no palette. It
 * is not the library that painted the charts, so it can tell whether they are good.
 */
import { crc32, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** By colour type: grey, RGB, grey with alpha, RGB with alpha. */
const BYTES_PER_PIXEL: Readonly<Partial<Record<number, number>>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** Length (4 bytes), type (4), data, and the CRC-32 of type and data (4). */
const readChunks = (file: Buffer): readonly Chunk[] => {
  const chunks: Chunk[] = [];
  for (let start = SIGNATURE.length; start < file.length;) {
    const end = start + 12 <= file.length ? start + 8 + file.readUInt32BE(start) : Infinity;
    if (end + 4 > file.length) throw new Error(`cut short within the chunk at byte ${start}`);
    const type = file.toString('latin1', start + 4, start + 8);
    if (file.readUInt32BE(end) !== crc32(file.subarray(start + 4, end)))
      throw new Error(`the checksum of the ${type} chunk is wrong`);
    chunks.push({ type, data: file.subarray(start + 8, end) });
    start = end + 4;
  }
  return chunks;
};

interface Header {
  readonly width: number;
  readonly height: number;
  readonly bytesPerPixel: number;
}

const readHeader = (data: Buffer): Header => {
  const [bitDepth, colourType, interlacing] = [data[8], data[9], data[12]];
  const bytesPerPixel = BYTES_PER_PIXEL[colourType];
  if (bytesPerPixel === undefined || bitDepth !== 8 || interlacing !== 0) {
    throw new Error(
      `colour type ${colourType}, ${bitDepth} bits a sample, interlacing ${interlacing}: a kind that is not read here`,
    );
  }
  return { width: data.readUInt32BE(0), height: data.readUInt32BE(4), bytesPerPixel };
};

/** Paul Alan W. Paeth's predictor: left (a), above (b) or above left (c), whichever is nearest to a + b - c. */
const paeth = (a: number, b: number, c: number): number => {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
};

/** By filter type: the value that a byte's neighbours predict for it. */
const PREDICTORS: readonly ((a: number, b: number, c: number) => number)[] = [
  () => 0,
  (a) => a,
  (_, b) => b,
  (a, b) => (a + b) >> 1,
  paeth,
];

/** Undoes the filters. filtered (height, 1 + rowBytes), each row's filter type first -> pixels (height, rowBytes) */
const unfilter = (filtered: Buffer, { width, height, bytesPerPixel }: Header): Uint8Array => {
  const rowBytes = width * bytesPerPixel;
  if (filtered.length !== height * (1 + rowBytes)) {
    throw new Error(`holds ${filtered.length} bytes of image data, must be ${height * (1 + rowBytes)}`);
  }
  const pixels = new Uint8Array(height * rowBytes);
  for (let row = 0; row < height; row++) {
    const from = row * (1 + rowBytes);
    const to = row * rowBytes;
    const predict = PREDICTORS.at(filtered[from]);
    if (predict === undefined) throw new Error(`row ${row} has the unknown filter ${filtered[from]}`);
    for (let i = 0; i < rowBytes; i++) {
      const left = i >= bytesPerPixel;
      const above = row > 0;
      const a = left ? pixels[to + i - bytesPerPixel] : 0;
      const b = above ? pixels[to + i - rowBytes] : 0;
      const c = left && above ? pixels[to + i - rowBytes - bytesPerPixel] : 0;
      pixels[to + i] = filtered[from + 1 + i] + predict(a, b, c);
    }
  }
  return pixels;
};

export interface Image {
  readonly width: number;
  readonly height: number;
  readonly bytesPerPixel: number;
  /** (height, width, bytesPerPixel) */
  readonly pixels: Uint8Array;
}

/** Throws an Error of one line if `file` is not a whole PNG, or not of the kind described above. */
export const decodePng = (file: Buffer): Image => {
  if (!file.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('does not begin as a PNG does');
  const chunks = readChunks(file);
  const first = chunks.at(0);
  if (first?.type !== 'IHDR' || chunks.at(-1)?.type !== 'IEND')
    throw new Error('must begin with an IHDR chunk and end with IEND');
  const header = readHeader(first.data);
  const data = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data));
  return { ...header, pixels: unfilter(inflateSync(data), header) };
};

/** The share of pixels, 0 to 1, whose colour differs from the first one's: 0 for a blank image. */
export const inkShare = ({ pixels, bytesPerPixel }: Image): number => {
  let inked = 0;
  for (let at = 0; at < pixels.length; at += bytesPerPixel) {
    let channel = 0;
    while (channel < bytesPerPixel && pixels[at + channel] === pixels[channel]) channel++;
    if (channel < bytesPerPixel) inked++;
  }
  return (inked * bytesPerPixel) / pixels.length;
};
