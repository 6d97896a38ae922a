import { describe, expect, it } from '@jest/globals';
import type { PlanTarget, ReplicasTarget } from '../../../plan/plan.js';
import { renderTargets } from '../../../report/terminal/render-targets.js';

const replicas = (names: readonly string[]): ReplicasTarget => ({
  id: 'web',
  connection: 'dr-em',
  kind: 'vmReplicas',
  names,
  backupServer: null,
  rehearse: 'skip',
  labels: [],
});

const names = (count: number) => Array.from({ length: count }, (_, at) => `machine${at}`);

describe('renderTargets', () => {
  it('names the replicas below the line of their target, in the order of start', () => {
    expect(renderTargets([replicas(['web02', 'web01'])])).toEqual([
      '  web  vmReplicas  2 replicas  at dr-em',
      '      web02, web01',
    ]);
  });

  it('breaks a long list between names and loses none', () => {
    const lines = renderTargets([replicas(names(60))]).slice(1);

    expect(lines.length).toBeGreaterThan(1);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(lines.map((line) => line.trim()).join(' ')).toBe(names(60).join(', '));
  });

  it('counts the replicas beyond a hundred', () => {
    const lines = renderTargets([replicas(names(120))]);

    expect(lines.at(-1)).toContain('machine99, and 20 more');
  });

  it('shows no control character of a name', () => {
    expect(renderTargets([replicas(['a\u001b[31m'])]).join('')).not.toContain('\u001b');
  });

  it('says where the results of a plain plan are read from', () => {
    const portal: PlanTarget = {
      id: 'portal',
      connection: 'dr-em',
      kind: 'failoverPlan',
      name: 'ERP portal',
      backupServer: null,
      confirm: { connection: 'msp', name: 'Portal', backupServer: null },
      rehearse: 'skip',
      labels: [],
    };

    expect(renderTargets([portal])).toEqual([
      '  portal  failoverPlan  "ERP portal"  at dr-em',
      '      results are read from "Portal" at msp',
    ]);
  });
});
