import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { PackedEntry } from '../../evidence/container/entry.js';
import { readJson } from '../../evidence/container/hostile-json.js';
import { readContainer, unpack } from '../../evidence/container/read-container.js';
import { pack, writeContainer } from '../../evidence/container/write-container.js';

const one = pack('a.txt', Buffer.from('one and one and one and one and one'));
const two = pack('b/c.json', Buffer.from('{}'));
const file = writeContainer([one, two]);

/** The file with bytes of it set. */
function withBytes(at: number, ...bytes: number[]): Buffer {
  const changed = Buffer.from(file);
  changed.set(bytes, at);
  return changed;
}

function renamed(name: string): Buffer {
  return writeContainer([{ ...one, name }]);
}

describe('the container', () => {
  it('gives back what was packed', () => {
    const entries = readContainer(file);

    expect(entries.map(({ name }) => name)).toEqual(['a.txt', 'b/c.json']);
    expect(entries.map((entry) => unpack(entry).toString())).toEqual([
      'one and one and one and one and one',
      '{}',
    ]);
    expect(entries.map(({ method }) => method)).toEqual(['deflated', 'stored']);
  });

  const second = 30 + one.name.length + one.packed.length;

  it.each<[string, Buffer, RegExp]>([
    ['no zip', Buffer.from('hello'), /no evidence file/],
    ['nothing', Buffer.alloc(0), /no evidence file/],
    ['an encrypted entry', withBytes(6, 1), /entry 1, at byte 0: it is encrypted/],
    ['sizes after the entry', withBytes(6, 8), /sizes are said only after it/],
    ['another method', withBytes(8, 12), /method 12/],
    ['zip64', withBytes(18, 0xff, 0xff, 0xff, 0xff), /zip64/],
    ['an extra field', withBytes(28, 4), /header of a.txt is not as Drillbook writes it/],
    ['a time', withBytes(10, 7), /header of a.txt is not as Drillbook writes it, from byte 10/],
    ['a path out of the folder', renamed('../a.txt'), /"\.\.\/a\.txt" is no name/],
    ['an absolute path', renamed('/etc/passwd'), /is no name/],
    ['a path of Windows', renamed('a\\b'), /is no name/],
    ['a hidden file', renamed('a/.b'), /is no name/],
    ['upper case', renamed('A.txt'), /is no name/],
    ['a folder', renamed('a/'), /is no name/],
    ['the same name twice', writeContainer([one, one]), /a.txt is in the file twice/],
    [
      'bytes between entries',
      Buffer.concat([file.subarray(0, second), Buffer.from('x'), file.subarray(second)]),
      /stands neither an entry nor the directory/,
    ],
    ['bytes before it', Buffer.concat([Buffer.from('MZ'), file]), /no evidence file/],
    ['bytes after it', Buffer.concat([file, Buffer.from('x')]), /1 bytes stand after the end/],
    ['a comment', withBytes(file.length - 2, 1), /the directory is not as Drillbook writes it/],
    ['an end that is cut off', file.subarray(0, file.length - 3), /the directory is cut off/],
    ['an entry that is cut off', file.subarray(0, second + 31), /the file ends in it/],
    [
      'an entry that the directory does not have',
      Buffer.concat([
        file.subarray(0, second),
        writeContainer([two]).subarray(0, 30 + two.name.length + two.packed.length),
        writeContainer([one]).subarray(second),
      ]),
      /the directory is not as Drillbook writes it/,
    ],
  ])('refuses %s', (_what, bytes, why) => {
    expect(() => readContainer(bytes)).toThrow(why);
  });

  it('refuses what would unpack to too much, without unpacking it', () => {
    const zeros = deflateRawSync(Buffer.alloc(64 * 1024 * 1024));
    const bomb: PackedEntry = {
      ...{ name: 'bomb.json', method: 'deflated', packed: zeros, crc: 0 },
      bytes: 64 * 1024 * 1024,
    };

    expect(() => readContainer(writeContainer([bomb]))).toThrow(/bomb.json: .* a zip bomb/);
    expect(() => readContainer(writeContainer([{ ...bomb, bytes: 300 * 1024 * 1024 }]))).toThrow(
      /too large/,
    );
    // It says that it is small.
    expect(() => unpack({ ...bomb, bytes: 1000 })).toThrow(/bomb.json can't be unpacked/);
    const many = Array.from({ length: 10_001 }, (_, index) => ({ ...two, name: `e${index}` }));
    expect(() => readContainer(writeContainer(many))).toThrow(/more than 10000 entries/);
  });

  it('stores what shrinks as a bomb does, so that it can be read again', () => {
    const content = Buffer.alloc(2 * 1024 * 1024);

    const [entry] = readContainer(writeContainer([pack('zeros', content)]));

    expect(entry?.method).toBe('stored');
  });

  it.each<[string, PackedEntry, RegExp]>([
    ['another check sum', { ...one, crc: 1 }, /check sum is wrong/],
    ['fewer bytes than are said', { ...one, bytes: 36 }, /35 bytes are there, 36 are said/],
    ['more bytes than are said', { ...one, bytes: 30 }, /31 bytes are there|can't be unpacked/],
    [
      'bytes after the end',
      { ...one, packed: Buffer.concat([one.packed, Buffer.from('x')]) },
      /bytes stand after the end of what is packed/,
    ],
    ['what is not packed', { ...one, packed: Buffer.from('hello') }, /can't be unpacked/],
  ])('does not unpack an entry with %s', (_what, entry, why) => {
    expect(() => unpack(entry)).toThrow(why);
  });
});

describe('JSON from a stranger', () => {
  it.each<[string, string, RegExp]>([
    ['nested too deep', '['.repeat(201) + ']'.repeat(201), /deeper than 200/],
    ['nested without an end', '['.repeat(5_000_000), /deeper than 200/],
    ['a key __proto__', '{"a":[{"__proto__":{"isGood":true}}]}', /__proto__/],
    ['a key that is written otherwise', '{"\\u005f_proto__":1}', /__proto__/],
    ['none', 'hello', /JSON/],
  ])('is refused: %s', (_what, text, why) => {
    expect(() => readJson(text)).toThrow(why);
  });

  it('may have brackets in its texts', () => {
    expect(readJson(JSON.stringify({ a: '[{"'.repeat(500) }))).toEqual({ a: '[{"'.repeat(500) });
  });
});
