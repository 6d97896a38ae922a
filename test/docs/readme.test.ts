import { describe, expect, it } from '@jest/globals';
import { compile } from '../../compiler/compile.js';
import { formatDiagnostics } from '../../compiler/format-diagnostics.js';
import { planHash } from '../../plan/canonical.js';
import { fenceAfter, read } from './documents.js';

const FILE = 'erp.yaml';
const readme = read('README.md');
const right = fenceAfter(readme, `right: ${FILE}`);
/** The README says what makes it wrong: that this line of the last check is not there. */
const wrong = right.replace('  - id: sql_up\n    modes: [live]\n', '  - id: sql_up\n');

describe("the README's runbook", () => {
  it('compiles for both modes, without a warning', () => {
    const { diagnostics, plans } = compile(right, { file: FILE, mode: null });

    expect(diagnostics).toEqual([]);
    expect(plans.drill?.mode).toBe('drill');
    expect(plans.live?.mode).toBe('live');
  });

  it('has the plan whose hash stands in the pasted record', () => {
    const { plan } = compile(right, { file: FILE, mode: 'drill' });
    if (plan === null) throw new Error('it does not compile');

    expect(readme.text).toContain(`\n  plan ${planHash(plan)}\n`);
  });
});

describe("the README's wrong runbook", () => {
  it('gives exactly the frame that is pasted', () => {
    const { diagnostics } = compile(wrong, { file: FILE, mode: null });

    const printed = formatDiagnostics(diagnostics, wrong, { color: false });

    expect(wrong).not.toBe(right);
    expect(fenceAfter(readme, `wrong: ${FILE}`)).toBe(`$ drillbook check ${FILE}\n${printed}`);
  });
});
