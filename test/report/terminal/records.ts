import type { ItemRecord, MachineRecord, RunRecord, StepRecord } from '../../../plan/run-record.js';

/** A drill that ended well, to be changed at one place by a test. */
export function someRecord(change: Partial<RunRecord> = {}): RunRecord {
  return {
    run: {
      id: 'erp-1',
      runbook: 'erp',
      mode: 'drill',
      state: 'finished',
      outcome: 'succeeded',
      planHash: 'sha256:aa',
      runbookHash: 'sha256:bb',
      engine: 'drillbook/0.1.0',
      startedAt: '2026-11-21T03:00:00.000Z',
      endedAt: '2026-11-21T03:31:02.000Z',
      startedBy: 'alice',
      reason: 'quarterly',
      undoes: null,
      message: null,
    },
    steps: [someStep()],
    waitingFor: [],
    approvals: [],
    interventions: [],
    cleanup: { verdict: 'clean', targets: [] },
    objectives: {
      rto: { target: null, actual: null, met: null },
      rpo: { target: null, worst: null, met: null },
    },
    chain: { head: 'sha256:cc', length: 3 },
    ...change,
  };
}

export function someStep(change: Partial<StepRecord> = {}): StepRecord {
  return {
    id: 'databases',
    verb: 'failover',
    status: 'succeeded',
    attempts: 1,
    startedAt: '2026-11-21T03:00:00.000Z',
    endedAt: '2026-11-21T03:00:41.000Z',
    error: null,
    output: {},
    machines: [],
    ...change,
  };
}

export function someItem(key: string, change: Partial<ItemRecord> = {}): ItemRecord {
  return { key, status: 'succeeded', attempts: 1, output: {}, error: null, ...change };
}

export function someMachine(name: string, change: Partial<MachineRecord> = {}): MachineRecord {
  return {
    name,
    result: 'succeeded',
    message: null,
    restorePoint: null,
    restorePointTime: null,
    startedAt: '2026-11-21T03:00:00.000Z',
    endedAt: '2026-11-21T03:00:40.000Z',
    attempts: 1,
    ...change,
  };
}
