import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compile } from '../../compiler/compile.js';
import { formatRunbook } from '../../compiler/format-runbook.js';
import { formatDiagnostics } from '../../compiler/format-diagnostics.js';
import { planHash } from '../../plan/canonical.js';
import { compiled } from './runbook-text.js';
import { WHOLE_OPTIONS } from './whole-language.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const RUNBOOKS = [
  '../../runbooks/demo-drill.yaml',
  '../../runbooks/erp-failover.yaml',
  '../../runbooks/full-site.yaml',
  '../../runbooks/drill-with-approvals.yaml',
  '../../runbooks/replica-by-replica.yaml',
  '../../runbooks/failback-preparation.yaml',
  './whole-language.yaml',
  '../../runbooks/minimal.yaml',
].map(read);

const PIECES = [
  '${{',
  '}}',
  '{',
  '}',
  '[',
  ']',
  ': ',
  '- ',
  ' #',
  '&a ',
  '*a',
  '<<: *a',
  '!x ',
  '"',
  "'",
  '\n',
  '\t',
  '|\n',
  '\u0000',
  '\ud800',
  '---\n',
  '-1',
  '1e9',
  'null',
  '~',
  'x-',
];

/** A text with one piece removed, doubled or put in. */
const mutated = fc
  .tuple(
    fc.constantFrom(...RUNBOOKS),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        remove: fc.nat({ max: 12 }),
        insert: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((current, { at, remove, insert }) => {
      const offset = Math.floor(at * current.length);
      return current.slice(0, offset) + insert + current.slice(offset + remove);
    }, text),
  );

describe('compile, whatever the text', () => {
  it('never throws, and every diagnostic can be printed and lies within the text', () => {
    fc.assert(
      fc.property(mutated, (source) => {
        const { diagnostics, plans } = compile(source, WHOLE_OPTIONS);

        const lines = source.split(/\r\n|\n|\r/).length;
        expect(
          diagnostics.every(
            ({ line, endLine }) => line >= 1 && line <= endLine && endLine <= lines,
          ),
        ).toBe(true);
        expect(formatDiagnostics(diagnostics, source, { color: false })).not.toContain('undefined');
        const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
        expect(hasErrors || plans.drill !== null || plans.live !== null).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('formatting, whatever the text', () => {
  it('never throws, and never changes a plan', () => {
    fc.assert(
      fc.property(mutated, (source) => {
        const formatting = formatRunbook(source, { file: 'f' });

        if (formatting.kind !== 'formatted') return;
        const [before, after] = [source, formatting.text].map(
          (text) => compile(text, { file: 'f', mode: null }).plans,
        );
        expect(after).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });
});

/** Steps whose needs point anywhere above; some are left out of drills. */
const graphs = fc.array(
  fc.record({ needs: fc.array(fc.nat({ max: 30 }), { maxLength: 4 }), isLive: fc.boolean() }),
  { minLength: 1, maxLength: 30 },
);

describe('the order of a plan', () => {
  it('has every step behind all that it needs, and needs only steps of the plan', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const steps = graph.map(({ needs, isLive }, at) => {
          const ids = [...new Set(needs.filter((need) => need < at))].map((need) => `s${need}`);
          return `  - { id: s${at}, needs: [${ids.join(', ')}]${isLive ? ', modes: [live]' : ''}, wait: 1s }\n`;
        });
        const { plans } = compiled(`steps:\n  - { id: first, wait: 1s }\n${steps.join('')}`);

        const seen = new Set<string>();
        for (const step of plans.drill?.steps ?? []) {
          expect(step.needs.filter((need) => !seen.has(need))).toEqual([]);
          seen.add(step.id);
        }
        expect(seen.size).toBe(1 + graph.filter(({ isLive }) => !isLive).length);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the hash of a plan', () => {
  it('does not change with comments and blank lines', () => {
    const [demo = ''] = RUNBOOKS;
    const hash = (source: string) => {
      const { plans } = compile(source, { file: 'f', mode: null });
      return plans.drill === null ? '' : planHash(plans.drill);
    };
    const expected = hash(demo);

    fc.assert(
      fc.property(fc.array(fc.constantFrom('', '\n', '# note\n', '  # note: x\n')), (notes) => {
        const source = demo
          .split('\n')
          .map((line, at) => (notes[at % Math.max(notes.length, 1)] ?? '') + line)
          .join('\n');

        expect(hash(source)).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });
});
