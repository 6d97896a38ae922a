import { crc32, deflateRawSync } from 'node:zlib';
import type { PackedEntry } from './entry.js';
import { FREE_BYTES, LIMITS } from './limits.js';

export const LOCAL = 0x04034b50;
export const CENTRAL = 0x02014b50;
export const END = 0x06054b50;
export const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;

/** Version 2.0 of the format: deflate, and nothing newer. */
const VERSION = 20;

/** 1 January 1980, 00:00: the time that says nothing. */
const DATE = 0x0021;

/** Packs a file. What shrinks too well is stored: a reader takes it for a bomb. */
export function pack(name: string, content: Buffer): PackedEntry {
  const deflated = deflateRawSync(content, { level: 9 });
  const isTooGood = content.length > FREE_BYTES && content.length / deflated.length > LIMITS.ratio;
  const isStored = isTooGood || deflated.length >= content.length;
  return {
    name,
    method: isStored ? 'stored' : 'deflated',
    packed: isStored ? content : deflated,
    crc: crc32(content),
    bytes: content.length,
  };
}

/**
 * The one zip file of these entries, byte for byte: no times, no comments, no extra fields, no gaps.
 * A reader makes it again of what it has read and compares.
 */
export function writeContainer(entries: readonly PackedEntry[]): Buffer {
  const parts: Buffer[] = [];
  for (const entry of entries) parts.push(localHeader(entry), entry.packed);
  parts.push(writeDirectory(entries));
  return Buffer.concat(parts);
}

/** The part of a zip file after its entries: the central directory and its end. */
export function writeDirectory(entries: readonly PackedEntry[]): Buffer {
  const headers: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    headers.push(centralHeader(entry, offset));
    offset += LOCAL_BYTES + entry.name.length + entry.packed.length;
  }
  const directory = Buffer.concat(headers);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([directory, end]);
}

/** The header before an entry's bytes, its name with it. */
export function localHeader(entry: PackedEntry): Buffer {
  const header = Buffer.alloc(LOCAL_BYTES);
  header.writeUInt32LE(LOCAL, 0);
  header.writeUInt16LE(VERSION, 4);
  writeFacts(header, 6, entry);
  return Buffer.concat([header, Buffer.from(entry.name, 'latin1')]);
}

function centralHeader(entry: PackedEntry, offset: number): Buffer {
  const header = Buffer.alloc(CENTRAL_BYTES);
  header.writeUInt32LE(CENTRAL, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  writeFacts(header, 8, entry);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, Buffer.from(entry.name, 'latin1')]);
}

/** Both headers have them in the same order: flags, method, time, date, sum, sizes, name's length. */
function writeFacts(header: Buffer, at: number, entry: PackedEntry): void {
  header.writeUInt16LE(entry.method === 'stored' ? 0 : 8, at + 2);
  header.writeUInt16LE(DATE, at + 6);
  header.writeUInt32LE(entry.crc, at + 8);
  header.writeUInt32LE(entry.packed.length, at + 12);
  header.writeUInt32LE(entry.bytes, at + 16);
  header.writeUInt16LE(entry.name.length, at + 20);
}
