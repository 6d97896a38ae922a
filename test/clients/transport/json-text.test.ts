import { describe, expect, it, jest } from '@jest/globals';
import { parseJsonText } from '../../../clients/transport/json-text.js';

describe('parseJsonText', () => {
  it.each([
    '{}',
    '{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}],"d":"a:\\"{[,","e":{},"f":[[],[]]}',
    '"text"',
    ' [1, "a", null, true] ',
    '{"__proto__":{"a":1},"constructor":2}',
  ])('reads %s as JSON.parse does', (text) => {
    expect(parseJsonText(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['at the top', '{"state":"Running","state":"Finished"}', '"state" stands there twice'],
    ['within a list', '[{"a":1},{"b":1,"c":2,"b":1}]', '"b" stands there twice'],
    ['behind an object', '{"a":{"x":1},"b":[{}],"a":2}', '"a" stands there twice'],
    ['written in two ways', '{"status":1,"st\\u0061tus":2}', '"status" stands there twice'],
    ['of no letters', '{"":1,"":2}', '"" stands there twice'],
  ])('refuses a name twice %s', (_where, text, expected) => {
    expect(() => parseJsonText(text)).toThrow(expected);
  });

  it.each(['', '{', '{"a":1}}', '{"a":1}{"a":1}', "{'a':1}", '{"a":1,}', '"a', '{"\\x":1}', ':'])(
    'refuses %j, in words of its own',
    (text) => {
      expect(() => parseJsonText(text)).toThrow('the JSON is broken or cut off');
    },
  );

  it.each([
    ['lists', '['.repeat(10_000_000), 'nested too deeply'],
    ['objects', '{"a":'.repeat(2_000_000), 'nested too deeply'],
    ['41 lists in each other', `${'['.repeat(41)}${']'.repeat(41)}`, 'nested too deeply'],
    ['10 MB of empty objects', `[${'{},'.repeat(3_300_000)}{}]`, 'too many values'],
    ['10 MB of numbers', `[${'1,'.repeat(5_000_000)}1]`, 'too many values'],
  ])('refuses %s before a value is made of it', (_what, text, expected) => {
    const parse = jest.spyOn(JSON, 'parse');

    expect(() => parseJsonText(text)).toThrow(expected);

    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  it('takes 40 lists in each other', () => {
    expect(parseJsonText(`${'['.repeat(40)}${']'.repeat(40)}`)).toHaveLength(1);
  });
});
