import { describe, expect, it } from '@jest/globals';
import { compile } from '../../compiler/compile.js';
import { completed, compiled, diagnose, marked } from './runbook-text.js';

const uses = (id: string) => `when: steps.${id}.status == "succeeded"\n    wait: 1s`;

/** What is wrong, the code, and steps with `┆` before the place. */
const CASES: readonly (readonly [string, string, string])[] = [
  ['itself', 'step-not-over', 'steps:\n  - id: a\n    when: ┆steps.a.attempts > 1\n    wait: 1s\n'],
  [
    'a step below',
    'step-not-over',
    'steps:\n  - id: a\n    when: ┆steps.b.attempts > 1\n    wait: 1s\n  - id: b\n    wait: 1s\n',
  ],
  [
    'a step beside',
    'step-not-over',
    `steps:\n  - id: a\n    wait: 1s\n  - id: b\n    needs: []\n    ${uses('a').replace('steps.', '┆steps.')}\n`,
  ],
  [
    'an always step',
    'step-not-over',
    `steps:\n  - id: a\n    when: ┆steps.z.attempts > 1\n    wait: 1s\nalways:\n  - id: z\n    wait: 1s\n`,
  ],
  [
    'an always step beside',
    'step-not-over',
    `steps:\n  - id: a\n    wait: 1s\nalways:\n  - id: y\n    wait: 1s\n  - id: z\n    needs: []\n    when: ┆steps.y.attempts > 1\n    wait: 1s\n`,
  ],
];

describe('an expression that names a step', () => {
  it.each(CASES)('may not name %s', (_what, code, excerpt) => {
    const { source, line, column } = marked(completed(excerpt));

    expect(diagnose(source)).toEqual([{ code, at: `${line}:${column}` }]);
  });

  it.each([
    ['one that it needs', `steps:\n  - id: a\n    wait: 1s\n  - id: b\n    ${uses('a')}\n`],
    [
      'one behind that',
      `steps:\n  - id: a\n    wait: 1s\n  - id: b\n    wait: 1s\n  - id: c\n    ${uses('a')}\n`,
    ],
    [
      'any step, in always',
      `steps:\n  - id: a\n    wait: 1s\n  - id: b\n    needs: []\n    wait: 1s\nalways:\n  - id: z\n    ${uses('a')}\n`,
    ],
    [
      'a step behind one that the mode leaves out',
      `steps:\n  - id: a\n    wait: 1s\n  - id: b\n    modes: [live]\n    wait: 1s\n  - id: c\n    ${uses('a')}\n`,
    ],
  ])('may name %s', (_what, excerpt) => {
    expect(diagnose(completed(excerpt))).toEqual([]);
  });

  it('says what to add to needs', () => {
    const { diagnostics } = compiled(
      `steps:\n  - id: a\n    wait: 1s\n  - id: b\n    needs: []\n    wait: 1s\n  - id: c\n    needs: [b]\n    ${uses('a')}\n`,
    );

    expect(diagnostics.map(({ help }) => help)).toEqual([
      'Add it to this step\'s needs, as "needs: [b, a]".',
    ]);
  });

  it('leaves the plan of the mode alone in which all is well', () => {
    const { plans, diagnostics } = compiled(
      `steps:\n  - id: r\n    wait: 1s\n  - id: a\n    modes: [live]\n    wait: 1s\n  - id: b\n    ${uses('a')}\n`,
    );

    expect(diagnostics.map(({ code }) => code)).toEqual(['step-not-in-mode']);
    expect(plans.drill).toBeNull();
    expect(plans.live).not.toBeNull();
  });

  it.each([
    ['steps.a.output.seen', true],
    ['steps.a.output.sesion', false],
    ['steps.a.output.tries + 1 > 2', true],
    ['steps.a.output.seen + 1', false],
    ['steps.each.items.exists(i, i.output.tries > 1)', true],
    ['steps.each.output.tries', false],
    ['steps.hook.output.json.a.b.c', true],
    ['steps.hook.output.status == 200', true],
    ['steps.hook.output.status == "200"', false],
  ])('knows the type of what a step leaves: %s', (cel, isRight) => {
    const tcp = 'check: { tcp: { host: h, port: 1 } }';
    const source = completed(
      `steps:\n  - id: a\n    ${tcp}\n  - id: each\n    foreach: { items: [x], as: x }\n    ${tcp}\n` +
        `  - id: hook\n    http: { url: 'https://a' }\n  - id: z\n    notify: { slack: s, message: '\${{ string(${cel}) }}' }\n`,
    );

    const { diagnostics } = compile(source, { file: 'f', mode: null });

    expect(diagnostics.map(({ code }) => code)).toEqual(isRight ? [] : ['bad-expression']);
  });
});
