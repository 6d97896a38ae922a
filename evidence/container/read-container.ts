import { crc32, inflateRawSync } from 'node:zlib';
import { isEntryName, type PackedEntry } from './entry.js';
import { ContainerError, FREE_BYTES, LIMITS } from './limits.js';
import {
  CENTRAL,
  END,
  LOCAL,
  LOCAL_BYTES,
  localHeader,
  writeDirectory,
} from './write-container.js';

/**
 * Reads the entries of an evidence file, packed still. The file must be the one zip file that
 * `writeContainer` makes of them: whatever else zip allows is refused, and no byte is left out.
 *
 * @throws ContainerError that says what was found where.
 */
export function readContainer(file: Buffer): readonly PackedEntry[] {
  if (file.length > LIMITS.fileBytes) throw new ContainerError(tooLarge('the file', file.length));
  const entries: PackedEntry[] = [];
  const names = new Set<string>();
  let at = 0;
  let total = 0;
  while (file.length >= at + 4 && file.readUInt32LE(at) === LOCAL) {
    const entry = readEntry(file, at, entries.length);
    if (names.has(entry.name)) throw new ContainerError(`${entry.name} is in the file twice`);
    if (entries.length >= LIMITS.entries) {
      throw new ContainerError(`the file has more than ${LIMITS.entries} entries`);
    }
    names.add(entry.name);
    total += entry.bytes;
    if (total > LIMITS.totalBytes) throw new ContainerError(tooLarge('the whole', total));
    entries.push(entry);
    at += LOCAL_BYTES + entry.name.length + entry.packed.length;
  }
  if (entries.length === 0)
    throw new ContainerError('this is no evidence file: no zip begins here');
  checkDirectory(file, at, entries);
  return entries;
}

/**
 * The first entry of an evidence file, of which no more than its beginning need be there.
 *
 * @throws ContainerError when none begins there.
 */
export function readFirstEntry(head: Buffer): PackedEntry {
  if (head.length < 4 || head.readUInt32LE(0) !== LOCAL) {
    throw new ContainerError('this is no evidence file: no zip begins here');
  }
  return readEntry(head, 0, 0);
}

function readEntry(file: Buffer, at: number, index: number): PackedEntry {
  const where = `entry ${index + 1}, at byte ${at}`;
  if (file.length < at + LOCAL_BYTES) throw new ContainerError(`${where}: the file ends in it`);
  const flags = file.readUInt16LE(at + 6);
  const method = file.readUInt16LE(at + 8);
  const packedBytes = file.readUInt32LE(at + 18);
  const bytes = file.readUInt32LE(at + 22);
  const nameBytes = file.readUInt16LE(at + 26);
  if ((flags & 1) !== 0) throw new ContainerError(`${where}: it is encrypted`);
  if ((flags & 8) !== 0) throw new ContainerError(`${where}: its sizes are said only after it`);
  if (method !== 0 && method !== 8) {
    throw new ContainerError(`${where}: packed by method ${method}; 0 and 8 are known`);
  }
  if (packedBytes === 0xffffffff || bytes === 0xffffffff) {
    throw new ContainerError(`${where}: its sizes are those of zip64`);
  }
  if (nameBytes > LIMITS.nameCharacters) {
    throw new ContainerError(`${where}: its name has ${nameBytes} characters`);
  }
  const name = file.toString('latin1', at + LOCAL_BYTES, at + LOCAL_BYTES + nameBytes);
  if (!isEntryName(name)) {
    throw new ContainerError(`${where}: ${JSON.stringify(name)} is no name for an entry`);
  }
  checkSize(name, bytes, packedBytes);
  const begin = at + LOCAL_BYTES + nameBytes;
  if (file.length < begin + packedBytes) throw new ContainerError(`${name}: the file ends in it`);
  const packed = file.subarray(begin, begin + packedBytes);
  const crc = file.readUInt32LE(at + 14);
  const entry = { name, method: method === 0 ? 'stored' : 'deflated', packed, crc, bytes } as const;
  refuseDifference(file, at, localHeader(entry), `the header of ${name}`);
  return entry;
}

function checkSize(name: string, bytes: number, packed: number): void {
  if (bytes > LIMITS.entryBytes) throw new ContainerError(tooLarge(name, bytes));
  if (bytes > FREE_BYTES && bytes > packed * LIMITS.ratio) {
    throw new ContainerError(`${name}: ${packed} bytes would unpack to ${bytes}: a zip bomb`);
  }
}

function tooLarge(what: string, bytes: number): string {
  return `${what} is too large: ${bytes} bytes`;
}

/** After the entries nothing stands but the directory that belongs to them. */
function checkDirectory(file: Buffer, at: number, entries: readonly PackedEntry[]): void {
  const expected = writeDirectory(entries);
  if (file.length < at + 4) throw new ContainerError('the file ends before its directory');
  const signature = file.readUInt32LE(at);
  if (signature !== CENTRAL && signature !== END) {
    throw new ContainerError(`at byte ${at} stands neither an entry nor the directory`);
  }
  refuseDifference(file, at, expected, 'the directory');
  const rest = file.length - at - expected.length;
  if (rest > 0) throw new ContainerError(`${rest} bytes stand after the end of the directory`);
}

function refuseDifference(file: Buffer, at: number, expected: Buffer, what: string): void {
  const found = file.subarray(at, at + expected.length);
  if (found.equals(expected)) return;
  const index = expected.findIndex((byte, position) => found[position] !== byte);
  throw new ContainerError(
    index >= found.length
      ? `${what} is cut off: the file ends at byte ${file.length}`
      : `${what} is not as Drillbook writes it, from byte ${at + index} on`,
  );
}

/**
 * The bytes of an entry, never more than it says that there are.
 *
 * @throws ContainerError when they are not what the entry says.
 */
export function unpack({ name, method, packed, crc, bytes }: PackedEntry): Buffer {
  const content = method === 'stored' ? packed : inflate(name, packed, bytes);
  if (content.length !== bytes) {
    throw new ContainerError(`${name}: ${content.length} bytes are there, ${bytes} are said`);
  }
  if (crc32(content) !== crc) throw new ContainerError(`${name}: its check sum is wrong`);
  return content;
}

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function inflate(name: string, packed: Buffer, bytes: number): Buffer {
  let inflated: Inflated;
  try {
    // One more than it may be, so that too much is told from just enough.
    const options = { maxOutputLength: bytes + 1, info: true };
    inflated = inflateRawSync(packed, options) as unknown as Inflated;
  } catch (error) {
    const isTooMuch = (error as { readonly code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    const why = isTooMuch ? `more than the ${bytes} bytes come out that are said` : wordsOf(error);
    throw new ContainerError(`${name} can't be unpacked: ${why}`, { cause: error });
  }
  if (inflated.engine.bytesWritten !== packed.length) {
    throw new ContainerError(`${name}: bytes stand after the end of what is packed`);
  }
  return inflated.buffer;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
