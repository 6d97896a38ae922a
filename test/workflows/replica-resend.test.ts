import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../plan/run-record.js';
import type { FaultInput } from '../../simulator/faults/fault.js';
import type { Started } from './lab.js';
import {
  machines,
  machinesOf,
  openReplicaLab,
  replicas,
  replicaScenario,
  resultsOf,
  type ReplicaLab,
} from './replica-lab.js';

describe('a start of a replica that was to be sent again and was not', () => {
  let lab: ReplicaLab;
  afterEach(async () => {
    await lab.close();
  });
  // As a query, and as the list that is asked for instead where the query is refused.
  const SESSIONS = { method: 'GET', path: 'estoreSession' } as const;
  const POINTS = { method: 'GET', path: 'mReplicaPoint' } as const;
  /** Its first start was acted upon, unless `fault` says otherwise, and nobody can tell. */
  const begin = async (fault: FaultInput['kind'] = 'restart') => {
    lab = await openReplicaLab(replicaScenario(machines(['web01'])), {
      lagSeconds: 1,
      requestTimeoutSeconds: 2,
    });
    const match = { action: 'failover' } as const;
    lab.fault(
      fault === 'restart' ? { kind: fault, acted: true, match } : { kind: 'dropBefore', match },
    );
    const run = await lab.start(lab.live([lab.target(['web01'])], [replicas()]));
    await run.until(({ waitingFor }) => waitingFor.length > 0);
    return run;
  };
  const resent = async (run: Started): Promise<RunRecord> => {
    await run.steer('resolve', { choice: 'resend' });
    return await run.until(
      ({ waitingFor, steps }) => waitingFor.length > 0 && steps[0]?.attempts === 2,
    );
  };
  const ended = async (run: Started): Promise<RunRecord> => {
    await run.steer('abort');
    return await run.ended();
  };

  it.each<[string, FaultInput, RegExp]>([
    [
      'the server refused it',
      { kind: 'status', code: 400, match: { action: 'failover' } },
      /still not known; it was not sent again: .*answered 400/,
    ],
    [
      'its restore points could not be read',
      { kind: 'status', code: 403, match: POINTS, after: 1, times: 'always' },
      /still not known; it was not sent again: nothing was sent/,
    ],
  ])('stays unknown where %s: `retry` does not start it', async (_why, fault, words) => {
    const run = await begin();
    // The person's look shows no session of it.
    lab.fault({ kind: 'status', code: 403, match: SESSIONS, times: 'always' });
    lab.fault(fault);

    const again = await resent(run);
    await expect(run.steer('retry')).rejects.toThrow();
    await ended(run);

    expect(again.waitingFor).toMatchObject([
      { kind: 'unknown', choices: ['adopt', 'resend', 'skip'] },
    ]);
    expect(machinesOf(again)).toMatchObject([
      { result: 'unknown', message: expect.stringMatching(words) },
    ]);
    expect(lab.replica('web01').started).toBe(1);
  });

  it('stays unknown where its restore session came into sight after the look', async () => {
    const run = await begin();
    lab.fault({ kind: 'status', code: 403, match: SESSIONS, times: 2 });

    const again = await resent(run);
    await ended(run);

    // Whether that session has ended meanwhile is a matter of how busy the machine is.
    expect(machinesOf(again)[0]?.message).toMatch(
      /not sent again: a restore session (has appeared since it was sent|of it is running already)/,
    );
    expect(resultsOf(again)).toEqual({ web01: 'unknown' });
    expect(lab.replica('web01').started).toBe(1);
  });

  it('stays unknown where the run was aborted before it', async () => {
    const run = await begin('dropBefore');
    await run.steer('pause');
    await run.steer('resolve', { choice: 'resend', step: 'web' });

    const record = await ended(run);

    expect(record.steps[0]).toMatchObject({ status: 'unknown' });
    expect(machinesOf(record)).toMatchObject([
      { result: 'unknown', message: expect.stringContaining('the run was stopped') },
    ]);
  });

  it('is followed when a person says so after all', async () => {
    const run = await begin();
    lab.fault({ kind: 'status', code: 403, match: SESSIONS, times: 2 });
    await resent(run);

    await run.steer('resolve', { choice: 'adopt' });
    const record = await run.ended();

    expect(record.run.outcome).toBe('succeeded');
    expect(machinesOf(record)[0]?.message).toMatch(/found by search/);
    expect(lab.replica('web01').started).toBe(1);
  });
});
