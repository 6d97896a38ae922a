import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readComments } from '../../compiler/document-comments.js';

const texts = (source: string) => readComments(source).map(({ text }) => text);

describe('the comments of a document', () => {
  it('are found with their places', () => {
    const source = '\uFEFF# one\r\na: [ 1, # two\r\n 2 ]\r\nb: "x" # three\r\n';

    const found = readComments(source).map(({ text, span }) => [
      text,
      source.slice(span.start, span.end),
    ]);

    expect(found).toEqual([
      ['# one', '# one'],
      ['# two', '# two'],
      ['# three', '# three'],
    ]);
  });

  it.each([
    ['a text in quotes', `a: "# no"\nb: '# no'\n`],
    ['a block', 'a: |\n  # no\n  x\n'],
    ['a folded text', 'a: >-\n  # no\n'],
    ['a word', 'a: x#no\n'],
  ])('are not what stands in %s', (_what, source) => {
    expect(texts(source)).toEqual([]);
  });

  it('are all that a shipped runbook has', () => {
    const source = readFileSync(
      new URL('../../runbooks/erp-failover.yaml', import.meta.url),
      'utf8',
    );
    const expected = source.split('\n').flatMap((line) => /(?:^| )(#.*)$/.exec(line)?.[1] ?? []);

    expect(texts(source)).toEqual(expected);
  });
});
