import { describe, expect, it } from '@jest/globals';
import { compile } from '../../compiler/compile.js';
import { MESSAGES } from '../../compiler/messages.js';
import { OVERSIZED } from './oversized-runbooks.js';
import { diagnose, documentedCodes, exampleOptions } from './runbook-text.js';

const documented = documentedCodes();

describe('docs/diagnostics.md', () => {
  it('has a section for every code, and none for others', () => {
    const codes = documented.map(({ code }) => code);

    expect([...codes].sort()).toEqual(Object.keys(MESSAGES).sort());
  });

  it.each(documented)('says how severe $code is', ({ code, severity }) => {
    const message = Object.entries(MESSAGES).find(([name]) => name === code)?.[1];

    expect(severity).toBe(message?.severity);
  });

  it.each(documented.filter(({ wrong }) => wrong === null))(
    'leaves out the example of $code only because it is too large',
    ({ code }) => {
      const source = OVERSIZED[code]?.() ?? '';

      expect(diagnose(source).map((found) => found.code)).toContain(code);
    },
  );

  it.each(documented.filter(({ wrong }) => wrong !== null))(
    'has a wrong example that gives $code',
    (example) => {
      const { diagnostics } = compile(example.wrong ?? '', exampleOptions(example));

      expect(diagnostics.map(({ code }) => code)).toContain(example.code);
    },
  );

  it.each(documented.filter(({ right }) => right !== null))(
    'has a right example for $code, without errors',
    (example) => {
      const { diagnostics } = compile(example.right ?? '', exampleOptions(example));

      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(diagnostics.map(({ code }) => code)).not.toContain(example.code);
    },
  );
});
