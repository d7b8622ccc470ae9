/**
 * ZIP archives, as far as NumPy writes them (.npz): entries stored or deflated, listed in the directory at the end.
 *
 * Nothing in the file is trusted. Every offset and size is checked against the bytes that are there. Entries may not
 * share bytes. No more memory is allocated than DEFLATE could make of an entry's bytes. Every entry's contents must
 * have the stated size and CRC-32. Not supported: ZIP64 (more than 2 GiB), encryption, other compressions.
 *
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import * as zlib from 'node:zlib';
import { inflateSync } from 'fflate';
import { quoted } from '../file-text.js';

export interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  readonly crc: number;
  /** The size as stored in the file. */
  readonly bytes: Uint8Array;
  /** The size once inflated. */
  readonly size: number;
}

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_HEADER = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const LOCAL_HEADER_BYTES = 30;
const DIRECTORY_HEADER_BYTES = 46;
const DIRECTORY_END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
/** In place of a size or an offset: the real one is in an extra field. Python writes it from 2 GiB on. */
const ZIP64 = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;

/** The most that DEFLATE can make of its input, for an entry and a few bytes of its own. */
const DEFLATE_LIMIT = 1032;
const DEFLATE_SLACK_BYTES = 1024;
/** A large archive that grows this much is made to do harm; a small one may hold a column of zeros. */
const MAX_RATIO = 200;
const HARMLESS_BYTES = 64 * 2 ** 20;
const MAX_TOTAL_BYTES = 2 ** 30;

/** The archive, with its numbers of two and of four bytes by their place. */
const openArchive = (bytes: Uint8Array, source: string) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    source,
    bytes,
    uint16: (place: number) => view.getUint16(place, true),
    uint32: (place: number) => view.getUint32(place, true),
  };
};
type Archive = ReturnType<typeof openArchive>;

const damaged = (source: string, what: string): Error => new Error(`${source} is not a whole ZIP archive: ${what}`);

const findDirectoryEnd = ({ bytes, uint16, uint32, source }: Archive): number => {
  const last = bytes.length - DIRECTORY_END_BYTES;
  for (let place = last; place >= Math.max(0, last - MAX_COMMENT_BYTES); place--) {
    if (uint32(place) === DIRECTORY_END && uint16(place + 20) === last - place) return place;
  }
  throw damaged(source, 'the directory at its end is missing; was it cut off?');
};

/** Where the contents of an entry start: after its own header, which must agree with the directory. */
const findContents = (archive: Archive, offset: number, name: Uint8Array, directory: number): number => {
  const { bytes, uint16, uint32, source } = archive;
  const nameStart = offset + LOCAL_HEADER_BYTES;
  const fits = nameStart + name.length <= directory && uint32(offset) === LOCAL_HEADER;
  if (!fits || uint16(offset + 26) !== name.length || name.some((byte, i) => bytes[nameStart + i] !== byte)) {
    throw damaged(source, `there is no entry ${quoted(decodeName(name))} where its directory says`);
  }
  return nameStart + name.length + uint16(offset + 28);
};

const decodeName = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const checkSizes = (entries: readonly ZipEntry[], archiveBytes: number, source: string): void => {
  let total = 0;
  for (const { name, deflated, bytes, size } of entries) {
    const most = deflated ? bytes.length * DEFLATE_LIMIT + DEFLATE_SLACK_BYTES : bytes.length;
    if (size > most || (!deflated && size < most)) {
      throw new Error(
        `${source}, entry ${quoted(name)} states ${size} bytes, but ${bytes.length} bytes cannot hold them`,
      );
    }
    total += size;
  }
  if (total > HARMLESS_BYTES && total > MAX_RATIO * archiveBytes) {
    throw new Error(
      `${source} grows from ${archiveBytes} to ${total} bytes, more than ${MAX_RATIO} times; ` +
        'if it is meant, write it with numpy.savez, uncompressed',
    );
  }
  if (total > MAX_TOTAL_BYTES) {
    throw new Error(`${source} holds ${total} bytes, at most ${MAX_TOTAL_BYTES} are read; split the file`);
  }
};

/** An entry of the directory, and the bytes of the archive that it takes: its own header and its contents. */
interface Listed {
  readonly entry: ZipEntry;
  readonly start: number;
  readonly end: number;
  /** Where the directory continues. */
  readonly next: number;
}

const readListed = (archive: Archive, place: number, directory: number): Listed => {
  const { bytes, uint16, uint32, source } = archive;
  const nameStart = place + DIRECTORY_HEADER_BYTES;
  const nameBytes = bytes.subarray(nameStart, nameStart + uint16(place + 28));
  const name = decodeName(nameBytes);
  const where = `${source}, entry ${quoted(name)}`;
  const method = uint16(place + 10);
  if (uint16(place + 8) & 1) throw new Error(`${where} is encrypted; write it without a password`);
  if (method !== STORED && method !== DEFLATED) {
    throw new Error(`${where} is compressed by method ${method}; stored and deflated ones are read`);
  }
  const offset = uint32(place + 42);
  if ([uint32(place + 20), uint32(place + 24), offset].includes(ZIP64)) {
    throw new Error(
      `${where} is of more than 2 GiB (ZIP64); at most ${MAX_TOTAL_BYTES} bytes are read: split the file`,
    );
  }
  const contents = findContents(archive, offset, nameBytes, directory);
  const end = contents + uint32(place + 20);
  if (end > directory) throw damaged(source, `entry ${quoted(name)} goes on after its end`);
  return {
    entry: {
      name,
      deflated: method === DEFLATED,
      crc: uint32(place + 16),
      bytes: bytes.subarray(contents, end),
      size: uint32(place + 24),
    },
    start: offset,
    end,
    next: nameStart + nameBytes.length + uint16(place + 30) + uint16(place + 32),
  };
};

/**
 * The entries of an archive by name. Their contents are still as stored in the file.
 * @param source names the file in messages
 * @throws Error for an archive that is damaged, made to do harm, or of an unsupported kind
 */
export const readZipEntries = (bytes: Uint8Array, source: string): Map<string, ZipEntry> => {
  if (bytes.length < DIRECTORY_END_BYTES) throw damaged(source, `it has only ${bytes.length} bytes`);
  const archive = openArchive(bytes, source);
  const { uint16, uint32 } = archive;
  const end = findDirectoryEnd(archive);
  const entryCount = uint16(end + 10);
  const directory = uint32(end + 16);
  if (directory === ZIP64 || entryCount === 0xffff) {
    throw new Error(
      `${source} is an archive of more than 2 GiB (ZIP64); at most ${MAX_TOTAL_BYTES} bytes are read: split the file`,
    );
  }
  if (directory > end) throw damaged(source, 'its directory is said to start after its end');

  const entries = new Map<string, ZipEntry>();
  const listed: Listed[] = [];
  let place = directory;
  for (let i = 0; i < entryCount; i++) {
    if (place + DIRECTORY_HEADER_BYTES > end || uint32(place) !== DIRECTORY_HEADER) {
      throw damaged(source, `its directory holds ${i} entries, not ${entryCount}`);
    }
    const next = readListed(archive, place, directory);
    const { name } = next.entry;
    if (entries.has(name)) throw damaged(source, `there are two entries ${quoted(name)}`);
    entries.set(name, next.entry);
    listed.push(next);
    place = next.next;
  }
  // Two archives one after the other: the end of the second points into the first.
  if (place !== end) throw damaged(source, 'there is something between its directory and its end');
  listed.sort((a, b) => a.start - b.start);
  if (listed.some(({ start }, i) => i > 0 && start < listed[i - 1].end))
    throw damaged(source, 'two entries share bytes');
  checkSizes([...entries.values()], bytes.length, source);
  return entries;
};

/** The contents of an entry. @throws Error if they do not match the archive's statements */
export const unzipEntry = ({ name, deflated, crc, bytes, size }: ZipEntry, source: string): Uint8Array => {
  const contents = deflated ? inflate(bytes, size) : bytes;
  if (contents?.length !== size || zlib.crc32(contents) !== crc) {
    throw new Error(
      `${source}, entry ${quoted(name)} is damaged: its contents do not have the size and the checksum that are stated`,
    );
  }
  return contents;
};

/** Undefined if the bytes are not deflated, or hold more than `size`: one spare byte shows that. */
const inflate = (bytes: Uint8Array, size: number): Uint8Array | undefined => {
  try {
    return inflateSync(bytes, { out: new Uint8Array(size + 1) });
  } catch {
    return undefined;
  }
};
