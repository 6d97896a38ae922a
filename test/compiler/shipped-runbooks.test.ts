import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { compile } from '../../compiler/compile.js';

const FOLDER = new URL('../../runbooks/', import.meta.url);
const ALL = readdirSync(FOLDER);
const NAMES = ALL.filter((name) => /^[\w-]+\.yaml$/.test(name));

const compileFile = (name: string) => {
  const source = readFileSync(new URL(name, FOLDER), 'utf8');
  return compile(source, { file: name, mode: null });
};

/** What is legal, dangerous, and meant. */
const WARNINGS: Readonly<Record<string, readonly string[]>> = {
  'demo-drill.yaml': ['really-fails-over'],
  'erp-failover.yaml': ['test-takes-latest'],
  'full-site.yaml': ['step-never-drilled', 'test-takes-latest'],
};

describe('the runbooks that ship', () => {
  it.each(NAMES)('%s has no errors, and warns of what its comments say', (name) => {
    const { diagnostics } = compileFile(name);

    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(diagnostics.map(({ code }) => code).sort()).toEqual(WARNINGS[name] ?? []);
  });

  it.each(NAMES)('%s has tests beside it', (name) => {
    expect(ALL).toContain(name.replace('.yaml', '.test.yaml'));
  });

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
