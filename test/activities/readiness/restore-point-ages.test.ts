import { describe, expect, it } from '@jest/globals';
import { restorePointAges } from '../../../activities/readiness/restore-point-ages.js';

const serverTime = '2026-11-26T12:00:00.000Z';
const base = { target: 'databases', machines: ['sql01', 'sql02'], serverTime };

function point(machine: string, createdAt: string) {
  return { machine, createdAt };
}

describe('the ages of restore points', () => {
  it('count by the newest point of each machine, whatever their order', () => {
    const points = [
      point('sql01', '2026-11-26T09:00:00.000Z'),
      point('sql01', '2026-11-26T11:50:00.000Z'),
      point('sql02', '2026-11-26T11:55:00.000Z'),
      point('sql02', '2026-11-25T11:55:00.000Z'),
    ];

    const found = restorePointAges({ ...base, points, rpoSeconds: 900 });

    expect(found).toMatchObject({ level: 'ok', restorePoints: [{ machine: 'sql01' }, {}] });
    expect(found.what).toContain('the oldest is 10m old (sql01)');
  });

  it('that miss the objective are a warning that names the machines and their ages', () => {
    const points = [
      point('sql01', '2026-11-26T10:00:00.000Z'),
      point('sql02', '2026-11-26T11:59:00.000Z'),
    ];

    const found = restorePointAges({ ...base, points, rpoSeconds: 900 });

    expect(found).toMatchObject({ level: 'warning' });
    expect(found.what).toBe('restore points older than the RPO of 15m: sql01 2h');
    expect(found.advice).not.toBeNull();
  });

  it('are a warning where one machine has none, and a blocker where no machine has any', () => {
    const points = [point('sql01', '2026-11-26T11:59:00.000Z')];

    const one = restorePointAges({ ...base, points, rpoSeconds: null });
    const none = restorePointAges({ ...base, points: [], rpoSeconds: null });

    expect(one).toMatchObject({ level: 'warning', what: 'no restore point is shown of sql02' });
    expect(none.level).toBe('blocker');
  });

  it('say so where the runbook sets no objective', () => {
    const points = ['sql01', 'sql02'].map((name) => point(name, '2026-11-24T12:00:00.000Z'));

    const found = restorePointAges({ ...base, points, rpoSeconds: null });

    expect(found).toMatchObject({ level: 'ok' });
    expect(found.what).toContain('48h old');
    expect(found.what).toContain('the runbook sets no RPO');
  });

  it('of points ahead of the clock are nothing less than new', () => {
    const points = ['sql01', 'sql02'].map((name) => point(name, '2026-11-26T12:00:05.000Z'));

    const found = restorePointAges({ ...base, points, rpoSeconds: 60 });

    expect(found.restorePoints?.map(({ ageSeconds }) => ageSeconds)).toEqual([0, 0]);
  });

  it('are listed one by one for the oldest fifty alone', () => {
    const machines = Array.from({ length: 200 }, (_, index) => `vm${index}`);
    const points = machines.map((name) => point(name, '2026-11-26T11:00:00.000Z'));

    const found = restorePointAges({ ...base, machines, points, rpoSeconds: 60 });

    expect(found.restorePoints).toHaveLength(50);
    expect(found.what).toContain('and 195 more');
  });
});
