import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { compile } from '../../compiler/compile.js';

const compileFile = (name: string) => {
  const source = readFileSync(new URL(`../../runbooks/${name}`, import.meta.url), 'utf8');
  return compile(source, { file: name, mode: null });
};

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
