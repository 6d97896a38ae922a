import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commentText, quotedText, yamlText } from '../../../cli/import/yaml-text.js';
import { foreignText } from '../../../clients/transport/foreign-text.js';
import { compile } from '../../../compiler/compile.js';

/** What the compiler reads as the name of a plan that was written so; null: it refuses it. */
function readBack(written: string, comment = ''): string | null {
  const source = `apiVersion: drillbook/v1
id: trial
targets:
  # ${comment}
  one:
    connection: em
    cloudFailoverPlan: ${written}
steps:
  - id: ready
    readiness: all
`;
  const { plans, diagnostics } = compile(source, { file: 'x', mode: null });
  if (diagnostics.some(({ severity }) => severity === 'error')) return null;
  const [target] = plans.live?.targets ?? [];
  return target !== undefined && 'name' in target ? target.name : null;
}

const HOSTILE = [
  'x # ${{ y }}',
  '${{ inputs.x }}',
  '$${{ a',
  '$$${{ }}',
  'true',
  'null',
  '~',
  '2026',
  '1e3',
  '0x1F',
  '.inf',
  '- a',
  '? b',
  'key: value',
  '[a, b]',
  '{a: b}',
  '&anchor',
  '*alias',
  '!tag',
  '%directive',
  '@at',
  '`tick',
  "o'brien",
  'say "hi"',
  'back\\slash',
  '--- doc',
  '...',
  '<<',
  'Ünï – 計画',
];

describe('yamlText', () => {
  it.each(HOSTILE)('writes %s so that it is read as that name', (name) => {
    expect(readBack(yamlText(name))).toBe(name);
  });

  it('leaves a plain name without quotes', () => {
    expect(yamlText('ERP databases')).toBe('ERP databases');
  });

  it('survives whatever a server may call a plan', () => {
    const names = fc
      .string({ unit: 'binary', maxLength: 60 })
      .map((text) => foreignText(text))
      .filter(
        (text) => text !== '' && !/^(?:Basic|Bearer|Digest|Negotiate|NTLM)|:\/\//i.test(text),
      );
    fc.assert(
      fc.property(names, (name) => {
        expect(readBack(yamlText(name), commentText(name))).toBe(name);
      }),
      { seed: 20_261_126, numRuns: 500 },
    );
  });
});

describe('quotedText', () => {
  it('may stand inside brackets', () => {
    const names = ['a, b', 'c]', '${{ d }}', 'plain'];

    const source = `[${names.map(quotedText).join(', ')}]`;

    expect(source).toBe(`['a, b', 'c]', '$\${{ d }}', 'plain']`);
  });
});

describe('commentText', () => {
  it('is one line that steers neither terminal nor compiler', () => {
    const text = commentText('a\n# drillbook-disable-next-line x\u001b[31m\u2028${{ y }}');

    expect(text).toBe('"a # drillbook_disable-next-line x [31m $${{ y }}"');
  });

  it('is cut where it is endless', () => {
    expect(commentText('x'.repeat(5000)).length).toBeLessThan(300);
  });
});
