import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { compile } from '../../compiler/compile.js';

/** Every kind of target; it ships when the workflow drives them all. */
const AHEAD = 'full-site.yaml';

const compileFile = (name: string) => {
  const folder = name === AHEAD ? '.' : '../../runbooks';
  const source = readFileSync(new URL(`${folder}/${name}`, import.meta.url), 'utf8');
  return compile(source, { file: name, mode: null, ahead: name === AHEAD });
};

describe('a runbook that is ahead of the workflow', () => {
  it('is refused where it names what is not driven yet', () => {
    const source = readFileSync(new URL(AHEAD, import.meta.url), 'utf8');

    const { plans, diagnostics } = compile(source, { file: AHEAD, mode: null });

    expect(plans).toEqual({ drill: null, live: null });
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['not-supported-yet']));
  });
});

describe('the runbooks that ship', () => {
  it.each(['demo-drill.yaml', 'erp-failover.yaml', 'full-site.yaml', 'minimal.yaml'])(
    '%s has no errors',
    (name) => {
      const { diagnostics } = compileFile(name);

      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    },
  );

  it('demo-drill.yaml is never a live run', () => {
    expect(compileFile('demo-drill.yaml').plans.live).toBeNull();
  });

  it('full-site.yaml has a target of every kind, live and in a drill', () => {
    const { drill, live } = compileFile('full-site.yaml').plans;

    const kinds = [
      'cdpReplicas',
      'cloudFailoverPlan',
      'failoverPlan',
      'spcFailoverPlan',
      'vAppReplicas',
      'vmReplicas',
    ];
    expect(live?.targets.map(({ kind }) => kind).sort()).toEqual(kinds);
    expect(drill?.targets.map(({ kind }) => kind).sort()).toEqual(kinds);
  });

  it('erp-failover.yaml tests the databases and skips the portal in a drill', () => {
    const { drill } = compileFile('erp-failover.yaml').plans;

    expect(drill?.steps.map(({ id, needs }) => [id, needs])).toEqual([
      ['ready', []],
      ['databases', ['ready']],
      ['portal', ['databases']],
    ]);
  });
});
