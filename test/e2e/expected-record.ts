import { expect } from '@jest/globals';

/** A time of a record: ISO 8601 in UTC. */
export const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

const time: unknown = expect.stringMatching(ISO_TIME);
const hash: unknown = expect.stringMatching(/^sha256:[0-9a-f]{64}$/);

/** The whole record of a live run of the plain plan, as the command line promises it. */
export function expectedRecord(id: string): unknown {
  return {
    run: {
      ...{ id, runbook: 'portal', mode: 'live', state: 'finished', outcome: 'degraded' },
      ...{ planHash: hash, runbookHash: hash, engine: expect.any(String) },
      ...{ startedAt: time, endedAt: time, startedBy: 'dr-lead@example.com' },
      ...{ reason: 'the fire drill', undoes: null, message: null },
    },
    steps: [
      {
        ...{ id: 'portal', verb: 'failover', status: 'degraded', attempts: 1 },
        ...{ startedAt: time, endedAt: time, error: null, output: expect.any(Object) },
        machines: ['web01', 'web02'].map(unverifiedMachine),
      },
    ],
    waitingFor: [],
    approvals: [],
    interventions: [],
    cleanup: { verdict: 'not-needed', targets: [] },
    objectives: {
      rto: { target: null, actual: expect.stringMatching(/^PT/), met: null },
      rpo: expect.any(Object),
    },
    clock: expect.objectContaining({ startedAt: time, waitedForPeople: 'PT0S' }),
    chain: { head: expect.any(String), length: expect.any(Number) },
  };
}

function unverifiedMachine(name: string): unknown {
  return {
    ...{ name, result: 'unverified', message: expect.any(String), attempts: 1 },
    ...{ restorePoint: null, restorePointTime: null, startedAt: null, endedAt: null },
  };
}
