import { describe, expect, it } from '@jest/globals';
import { parseDocument } from 'yaml';
import { scalarOffsets } from '../../compiler/scalar-offsets.js';

/** Where the word `here` of the text is found in the source. */
function found(source: string): string | null {
  const document = parseDocument(source);
  const text = String(document.toJS());
  const offsets = scalarOffsets(source, text);
  const at = text.indexOf('here');
  if (offsets === null) return null;
  return source.slice(offsets.starts[at], offsets.ends[at + 3]);
}

describe('the offsets of a scalar', () => {
  it.each([
    ['plain', 'it is here, see'],
    ['folded plain', 'it is\n  long, and here\n  too'],
    ['single quoted', "'it''s ''here'''"],
    ['double quoted', '"\\"a\\t\\x41 \\u00e4 \\U0001F600 here"'],
    ['continued', '"one \\\n   two \\  here"'],
    ['folded quotes', '"one\n\n  two here"'],
    ['a literal block', '|-\n  one\n    two\n\n  here'],
    ['a folded block with a header', '>2+ # comment here\n  one\n  two\n\n   more\n  here\n'],
    ['line breaks of Windows', '|\r\n  one\r\n  here\r\n'],
  ])('lead through a text that is %s', (_name, source) => {
    expect(found(source)).toBe('here');
  });

  it('lead to an escape that stands for a letter of the word', () => {
    expect(found('"\\x68er\\u0065"')).toBe('\\x68er\\u0065');
  });

  it('are not given where text and source do not fit', () => {
    expect(scalarOffsets('abc', 'abd')).toBeNull();
  });
});
