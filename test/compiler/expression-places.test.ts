import { describe, expect, it } from '@jest/globals';
import { completed, diagnose, marked } from './runbook-text.js';

const INPUTS = 'inputs:\n  site: { type: string, required: true }\n';
const notify = (message: string) =>
  `${INPUTS}steps:\n  - id: a\n    notify:\n      slack: ops\n      message: ${message}\n`;
const when = (cel: string) => `${INPUTS}steps:\n  - id: a\n    when: ${cel}\n    wait: 1s\n`;

/** How the text is written, and a runbook with `┆` before the fault in its expression. */
const CASES: readonly (readonly [string, string])[] = [
  ['plain', notify('to ${{ inputs.┆sit }} now')],
  ['over two plain lines', notify('to\n        the ${{ inputs.┆sit }}')],
  ['single quotes', notify("'it''s ${{ inputs.┆sit }}'")],
  ['single quotes inside the expression', notify("'${{ ''x'' + inputs.┆sit }}'")],
  ['double quotes', notify('"\\"x\\" \\u00e4\\t ${{ inputs.┆sit }}"')],
  ['double quotes inside the expression', notify('"${{ \\"x\\" + inputs.┆sit }}"')],
  ['double quotes over two lines', notify('"to \\\n        ${{ inputs.┆sit }}"')],
  [
    'a literal block',
    notify('|\n        First line.\n          ${{ inputs.┆sit }}\n        Last.'),
  ],
  [
    'a folded block',
    notify('>- # with a comment\n        One\n        two\n\n        ${{ inputs.┆sit }}'),
  ],
  ['a second expression', notify("'${{ inputs.site }} and ${{ inputs.┆sit }}'")],
  [
    'an expression over two lines',
    notify('|\n        ${{ inputs.site +\n           inputs.┆sit }}'),
  ],
  [
    'a bare expression in a block',
    when('>\n      inputs.site == "a" ||\n      inputs.┆sit == "b"'),
  ],
  ['a bare expression in quotes', when('"inputs.site == \\"a\\" || inputs.┆sit == \'b\'"')],
  ['behind a literal', notify("'$${{ is not one, ${{ inputs.┆sit }} is'")],
  ['a map inside an expression', notify(`'\${{ {"a": {"b": inputs.┆sit}}.a.b }}'`)],
];

describe('the place of an error in an expression', () => {
  it.each(CASES)('is exact in %s', (_what, excerpt) => {
    const { source, line, column } = marked(completed(excerpt));

    expect(diagnose(source)).toEqual([{ code: 'bad-expression', at: `${line}:${column}` }]);
  });

  it.each(CASES)('is exact with the line breaks of Windows in %s', (_what, excerpt) => {
    const { source, line, column } = marked(completed(excerpt));

    const found = diagnose(source.replaceAll('\n', '\r\n'));

    expect(found).toEqual([{ code: 'bad-expression', at: `${line}:${column}` }]);
  });
});

describe('an expression that YAML would cut', () => {
  it.each([
    ['at a comma', 'unquoted-expression', '{ slack: ops, message: ┆${{ inputs.site, 1 }} }'],
    [
      'at a comment',
      'comment-cuts-value',
      '\n      slack: ops\n      message: a ┆#1 ${{ inputs.site }}',
    ],
  ])('%s has an error of its own', (_what, code, value) => {
    const { source, line, column } = marked(
      completed(`${INPUTS}steps:\n  - id: a\n    notify: ${value}\n`),
    );

    expect(diagnose(source)).toContainEqual({ code, at: `${line}:${column}` });
  });
});
