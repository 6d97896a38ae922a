import { afterEach, describe, expect, it } from '@jest/globals';
import { CLOUD, openLab, PLAIN, scenario, type Lab } from './lab.js';
import { failover, planOf } from './plans.js';

/** What a role may not read is not told: a run goes on with less evidence, and says so. */
describe('a run of a role that may not read everything', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });

  it('follows a cloud start by its task alone where sessions may not be listed', async () => {
    lab = await openLab(scenario('switches: { restoreOperatorCloudQuery: false }'));
    for (const path of ['/query', '/cloud/failoverSessions?', '/cloud/vmReplicaPoints']) {
      lab.fault({ kind: 'status', code: 403, times: 'always', match: { method: 'GET', path } });
    }

    const record = await lab.run(planOf('live', [failover('databases', 'start')]));

    expect(record.run.outcome).toBe('succeeded');
    expect(lab.truth(CLOUD).started).toBe(1);
  });

  it('drills against a server that knows plans, tasks and sessions and nothing else', async () => {
    lab = await openLab();
    for (const path of ['/query', '/vmReplicaPoints', '/restoreSessions', '/logonSessions']) {
      lab.fault({ kind: 'status', code: 404, times: 'always', match: { method: 'GET', path } });
    }

    const record = await lab.run(
      planOf('drill', [
        failover('databases', 'test'),
        failover('portal', 'start-and-undo', { needs: ['databases'] }),
      ]),
    );

    expect(record.run.outcome).toBe('degraded');
    expect(record.cleanup).toMatchObject({
      verdict: 'clean',
      targets: [{ target: 'portal' }, { message: expect.stringContaining('nothing was compared') }],
    });
    expect(lab.truth(CLOUD)).toMatchObject({ tested: 1, undone: 0 });
    expect(lab.truth(PLAIN)).toMatchObject({ started: 1, undone: 1 });
  });

  it('never takes a plain plan for succeeded where restore sessions may not be listed', async () => {
    lab = await openLab(scenario('switches: { plainRestoreSessions: true }'));
    for (const path of ['/query', '/restoreSessions']) {
      lab.fault({ kind: 'status', code: 403, times: 'always', match: { method: 'GET', path } });
    }

    const record = await lab.run(planOf('live', [failover('portal', 'start')]));

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]?.machines.map(({ result }) => result)).toEqual([
      'unverified',
      'unverified',
    ]);
    expect(lab.truth(PLAIN).started).toBe(1);
  });

  it('says of each target what can and what cannot be proven', async () => {
    lab = await openLab();
    const base = { title: null, timeoutSeconds: 60, onFailure: 'abort' } as const;
    const plan = planOf('drill', [
      {
        ...base,
        id: 'ready',
        needs: [],
        verb: 'readiness',
        targets: ['databases', 'portal'],
        expect: 'idle',
        strict: false,
      },
    ]);

    const record = await lab.run(plan);

    expect(record.run.outcome).toBe('succeeded');
    const findings = record.steps[0]?.output['findings'] as { target: string; level: string }[];
    expect(findings.filter(({ level }) => level === 'blocker')).toEqual([]);
    expect(
      findings.filter(({ level }) => level === 'not-provable').map((one) => one.target),
    ).toEqual(expect.arrayContaining(['portal']));
  });
});
