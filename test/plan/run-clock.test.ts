import { describe, expect, it } from '@jest/globals';
import { recoveryPoints } from '../../plan/recovery-point.js';
import { mergedSeconds, runClock } from '../../plan/run-clock.js';
import type { MachineRecord, StepRecord } from '../../plan/run-record.js';

const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 26, 3, minutes)).toISOString();

function machine(name: string, extra: Partial<MachineRecord> = {}): MachineRecord {
  return {
    name,
    result: 'succeeded',
    message: null,
    restorePoint: null,
    restorePointTime: at(0),
    startedAt: at(10),
    endedAt: at(12),
    attempts: 1,
    ...extra,
  };
}

function step(extra: Partial<StepRecord>): StepRecord {
  return {
    id: 'databases',
    verb: 'failover',
    status: 'succeeded',
    attempts: 1,
    startedAt: at(10),
    endedAt: at(20),
    error: null,
    output: {},
    machines: [],
    ...extra,
  };
}

describe('recoveryPoints', () => {
  const of = (rpo: number | null, ...machines: MachineRecord[]) =>
    recoveryPoints(
      rpo,
      machines.map((one) => ({ step: 'databases', machine: one })),
    );

  it('is the age of each restore point when its failover began, the oldest for the whole', () => {
    const found = of(900, machine('sql01'), machine('sql02', { startedAt: at(20) }));

    expect(found).toMatchObject({ target: 'PT15M', worst: 'PT20M', met: false });
    expect(found.machines).toEqual([
      { step: 'databases', name: 'sql01', age: 'PT10M', met: true },
      { step: 'databases', name: 'sql02', age: 'PT20M', met: false },
    ]);
  });

  it('is never met while one is not known, and missed as soon as one is missed', () => {
    const untold = machine('sql02', { restorePointTime: null });

    expect(of(900, machine('sql01'), untold)).toMatchObject({ worst: 'PT10M', met: null });
    expect(of(60, machine('sql01'), untold).met).toBe(false);
    expect(of(900)).toMatchObject({ worst: null, met: null, machines: [] });
    expect(of(null, machine('sql01'))).toMatchObject({ target: null, met: null });
  });

  it('leaves out what was never begun, and takes no point from the future', () => {
    const skipped = machine('sql02', { result: 'skipped', restorePointTime: null });
    const future = machine('sql03', { restorePointTime: at(11) });

    expect(of(900, machine('sql01'), skipped).met).toBe(true);
    expect(of(900, future)).toMatchObject({ worst: null, met: null });
  });
});

describe('mergedSeconds', () => {
  it('counts what overlaps once, and nothing past the end', () => {
    const spans = [
      { from: at(0), to: at(10) },
      { from: at(5), to: at(15) },
      { from: at(20), to: at(40) },
    ];

    expect(mergedSeconds(spans, null)).toBe(35 * 60);
    expect(mergedSeconds(spans, at(25))).toBe(20 * 60);
  });
});

describe('runClock', () => {
  it('keeps what waited for people apart from machine time', () => {
    const clock = runClock({
      declaredAt: at(0),
      startedAt: at(5),
      stepsOverAt: at(35),
      cleanedAt: null,
      endedAt: at(36),
      approvedAt: at(9),
      steps: [
        step({ machines: [machine('sql02', { endedAt: at(18) }), machine('sql01')] }),
        step({ id: 'up', verb: 'check', endedAt: at(30) }),
        step({ id: 'down', verb: 'check', status: 'failed', endedAt: at(34) }),
      ],
      people: [{ from: at(6), to: at(9) }],
    });

    expect(clock).toMatchObject({
      approvedAt: at(9),
      firstMachineUpAt: at(12),
      lastMachineUpAt: at(18),
      verifiedAt: at(30),
      waitedForPeople: 'PT3M',
      machineTime: 'PT27M',
    });
  });

  it('says nothing of what has not happened', () => {
    const facts = { declaredAt: null, stepsOverAt: null, cleanedAt: null, endedAt: null };

    const clock = runClock({ ...facts, startedAt: at(0), approvedAt: null, steps: [], people: [] });

    expect(clock).toMatchObject({ firstMachineUpAt: null, verifiedAt: null, machineTime: null });
  });
});
