import { describe, expect, it } from '@jest/globals';
import { undoRunbook } from '../../cli/undo/undo-runbook.js';
import { compile } from '../../compiler/compile.js';
import { databases, planOf, portal, web } from '../workflows/plans.js';

const KEY = '0f8fad5b-d9cb-469f-a165-70867728950e';
const mark = (name: string, since: string, key = KEY) => ({ key, name, connection: 'em', since });
const plan = { ...planOf('live', []), targets: [databases, portal, web] };

describe('the runbook that undoes a run', () => {
  it('undoes the newest first, by ids, and wants all undone; it compiles', () => {
    const marks = [
      mark(databases.name, '2026-11-26T07:00:00Z'),
      mark(portal.name, '2026-11-26T07:10:00Z', KEY.replace('0', '1')),
    ];

    const { source } = undoRunbook(plan, 'erp-1', marks);
    const compiled = compile(source ?? '', { file: 'undo', mode: 'live' });

    expect(compiled.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(compiled.plan?.steps.map(({ id }) => id)).toEqual([
      'undo_portal',
      'undo_databases',
      'all_undone',
    ]);
    // `degraded` is an undo whose end was not seen.
    expect(compiled.plan?.steps[2]).toMatchObject({
      probe: {
        cel: 'steps.undo_portal.status == "succeeded" && steps.undo_databases.status == "succeeded"',
      },
    });
    expect(compiled.plan?.targets).toMatchObject([
      { id: 'databases', kind: 'cloudFailoverPlan', name: KEY },
      { id: 'portal', kind: 'failoverPlan' },
    ]);
  });

  it('keeps what narrows a plan of a Console, and quotes what a name may hold', () => {
    const console = {
      ...databases,
      kind: 'spcFailoverPlan',
      name: 'a "b": # c',
      backupServer: 'srv',
    } as const;

    const { source } = undoRunbook({ ...plan, targets: [console] }, 'erp-1', [
      mark(console.name, '2026-11-26T07:00:00Z'),
    ]);
    const compiled = compile(source ?? '', { file: 'undo', mode: 'live' });

    expect(compiled.plan?.targets).toMatchObject([
      { kind: 'spcFailoverPlan', name: 'a "b": # c', backupServer: 'srv' },
    ]);
  });

  it('undoes a whole site: the checks are no longer than an expression may be', () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      ...databases,
      id: `database_of_the_department_${index}`,
      name: `Plan ${index}`,
    }));
    const marks = many.map(({ name }, index) => {
      const at = new Date(Date.UTC(2026, 10, 26) + index * 1000).toISOString();
      return mark(name, at, `0f8fad5b-d9cb-469f-a165-${String(index).padStart(12, '0')}`);
    });

    const { source } = undoRunbook({ ...plan, targets: many }, 'erp-1', marks);
    const compiled = compile(source ?? '', { file: 'undo', mode: 'live' });

    expect(compiled.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const ids = compiled.plan?.steps.map(({ id }) => id) ?? [];
    expect(ids.filter((id) => id.startsWith('undo_'))).toHaveLength(60);
    expect(ids.slice(60)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `all_undone_${n}`));
  });

  it('says so where two marks fit one target alone', () => {
    const { source, problem } = undoRunbook({ ...plan, targets: [databases] }, 'erp-1', [
      mark('Renamed', '2026-11-26T07:00:00Z'),
      mark('Renamed too', '2026-11-26T07:10:00Z', KEY.replace('0', '1')),
    ]);

    expect(source).toBeNull();
    expect(problem).toContain('two marks of run erp-1 fit its target databases');
  });

  it('says so where the plan does not tell which target it is', () => {
    const others = {
      ...plan,
      targets: [databases, { ...databases, id: 'second', name: 'Second' }],
    };

    const { source, problem } = undoRunbook(others, 'erp-1', [
      mark('Third', '2026-11-26T07:00:00Z'),
    ]);

    expect(source).toBeNull();
    expect(problem).toContain('em/Third');
  });
});
