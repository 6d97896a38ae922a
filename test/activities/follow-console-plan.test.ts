import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from '@jest/globals';
import type { FollowConsolePlanInput } from '../../activities/console-contract.js';
import type { FollowResult } from '../../activities/follow-contract.js';
import { followConsolePlan } from '../../activities/follow-console-plan.js';
import { readConsolePlan, targetFactsOf } from '../../activities/read-console-plan.js';
import type { Console } from '../../activities/dependencies.js';
import { ok, PLANS, startSpc } from '../clients/service-provider-console/spc-server.js';
import { dependenciesOn } from './console-activities.js';

const PLAN = '11111111-1111-4111-8111-111111111111';
const uuid = (digit: number): string => PLAN.replaceAll('1', String(digit));
const at = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

interface Shown {
  readonly status: string;
  readonly session?: { readonly id: string; readonly end?: string; readonly status?: string };
  readonly machines: readonly (readonly [
    name: string,
    session: Readonly<Record<string, unknown>> | null,
  ])[];
}

/** A Console that shows first one thing, which is the baseline, and then another. */
async function follow(
  before: Shown,
  after: Shown,
  extra: Partial<FollowConsolePlanInput> = {},
): Promise<FollowResult> {
  let shown = before;
  const { client } = await startSpc({
    [`GET ${PLANS}/${PLAN}`]: () => ok({ data: planOf(shown) }),
    [`GET ${PLANS}/${PLAN}/objects`]: () => ok({ data: objectsOf(shown) }),
  });
  const console: Console = {
    type: 'service-provider-console',
    client,
    evidenceLagSeconds: 1,
    collectLagSeconds: 1,
    checkSecrets: () => Promise.resolve(),
  };
  const place = { connection: 'msp', serverPlanId: PLAN, type: 'Cloud' } as const;
  const baseline = { ...targetFactsOf(await readConsolePlan(console, place, {})), mark: null };
  shown = after;
  const input: FollowConsolePlanInput = {
    step: 'branches',
    target: {
      target: 'branches',
      connection: 'msp',
      kind: 'spcFailoverPlan',
      planId: uuid(2),
      name: 'Branch offices',
      backupServerId: uuid(3),
      backupServerName: null,
      tenantId: null,
      tenantName: null,
      isNameShared: false,
      machines: before.machines.map(([name]) => name),
      console: place,
    },
    baseline,
    sentAt: new Date().toISOString(),
    isSecondOpinion: false,
    pollSeconds: 0.1,
    until: at(20),
    ...extra,
  };
  const dependencies = dependenciesOn(console, new AbortController().signal);
  return new MockActivityEnvironment().run(
    (given: FollowConsolePlanInput) => followConsolePlan(dependencies, given),
    input,
  );
}

function planOf({ status, session, machines }: Shown) {
  return {
    instanceUid: PLAN,
    originalUid: uuid(2),
    backupServerUid: uuid(3),
    name: 'Branch offices',
    type: 'Cloud',
    status,
    objectsCount: machines.length,
    lastSession:
      session === undefined
        ? null
        : {
            instanceUid: session.id,
            endTime: session.end ?? null,
            status: session.status ?? 'None',
          },
  };
}

function objectsOf({ machines }: Shown) {
  return machines.map(([name, session], index) => ({
    instanceUid: uuid(4 + index),
    planUid: PLAN,
    name,
    restoreSession:
      session === null
        ? null
        : { instanceUid: uuid(4 + index), backupStatus: 'Success', endDateTime: at(0), ...session },
  }));
}

const READY: Shown = { status: 'Ready', machines: [['fs01', null]] };
const resultsOf = ({ machines }: FollowResult) =>
  machines.map(({ name, result }) => [name, result]);

describe('following a plan by what a Console shows', () => {
  it('tells a new session of a machine by its time where its id is the machine’s own', async () => {
    const old = { startDateTime: at(-3600), endDateTime: at(-3500) };
    const before: Shown = { status: 'Ready', machines: [['fs01', old]] };

    const end = await follow(before, {
      status: 'Completed',
      machines: [['fs01', { startDateTime: at(1), endDateTime: at(2) }]],
    });

    expect(end).toMatchObject({ kind: 'over', sessionId: null });
    expect(resultsOf(end)).toEqual([['fs01', 'succeeded']]);
  });

  it('does not take what began before the start for a result of it', async () => {
    const end = await follow(READY, {
      status: 'Completed',
      session: { id: uuid(9), end: at(1), status: 'Success' },
      machines: [['fs01', { startDateTime: at(-3600) }]],
    });

    expect(end).toMatchObject({ kind: 'over', result: 'Success' });
    expect(resultsOf(end)).toEqual([['fs01', 'unverified']]);
  });

  it('does not take a session that ended before the start for the one of it', async () => {
    const end = await follow(READY, {
      status: 'Ready',
      session: { id: uuid(9), end: at(-3600), status: 'Success' },
      machines: [['fs01', null]],
    });

    expect(end).toMatchObject({ kind: 'absent', sessionId: null });
    expect(resultsOf(end)).toEqual([['fs01', 'unverified']]);
  });

  it('claims nothing of a machine that is shown as running when the job is over', async () => {
    const end = await follow(READY, {
      status: 'Completed',
      session: { id: uuid(9), end: at(1), status: 'Success' },
      machines: [['fs01', { startDateTime: at(1), endDateTime: null, backupStatus: 'Running' }]],
    });

    expect(resultsOf(end)).toEqual([['fs01', 'unverified']]);
  });

  it('goes by the machines where status and session tell nothing', async () => {
    const end = await follow(READY, {
      status: 'Unknown',
      machines: [['fs01', { startDateTime: at(1), backupStatus: 'Warning' }]],
    });

    expect(end).toMatchObject({ kind: 'over', result: null });
    expect(resultsOf(end)).toEqual([['fs01', 'warning']]);
  });

  it('is a failed job without machines where it touched none', async () => {
    const end = await follow(READY, {
      status: 'Failed',
      session: { id: uuid(9), end: at(1), status: 'Failed' },
      machines: [['fs01', null]],
    });

    expect(end).toMatchObject({ kind: 'over', result: 'Failed', machines: [] });
  });

  it('is not over while the plan is in progress: at the limit it says what is seen', async () => {
    const end = await follow(
      READY,
      {
        status: 'InProgress',
        machines: [['fs01', { startDateTime: at(1), endDateTime: null, backupStatus: 'Running' }]],
      },
      { until: at(1) },
    );

    expect(end).toMatchObject({ kind: 'limit', result: null });
    expect(resultsOf(end)).toEqual([['fs01', 'running']]);
  });

  it('names a machine that the Console does not list any more', async () => {
    const before: Shown = {
      status: 'Ready',
      machines: [
        ['fs01', null],
        ['fs02', null],
      ],
    };

    const end = await follow(before, {
      status: 'Completed',
      machines: [['fs01', { startDateTime: at(1) }]],
    });

    expect(resultsOf(end)).toEqual([
      ['fs01', 'succeeded'],
      ['fs02', 'unverified'],
    ]);
  });
});
