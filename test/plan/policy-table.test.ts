import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeMachines, type JobResult, type JudgedMachine } from '../../plan/machine-policy.js';
import type { MachineResult, RunOutcome, StepStatus } from '../../plan/outcome.js';
import type { MachinePolicy, Mode } from '../../plan/plan.js';
import { runOutcome } from '../../plan/run-outcome.js';

/**
 * Policy x machine results x mode -> step and run outcome: all combinations of a small model, against
 * the sentences of the language's page, written out here a second time and in another way.
 */
const RESULTS: readonly MachineResult[] = [
  'succeeded',
  'warning',
  'failed',
  'unverified',
  'unknown',
  'skipped',
  'cancelled',
];
const JOBS: readonly JobResult[] = [null, 'succeeded', 'warning', 'failed'];
const TOLERANCES: readonly MachinePolicy['tolerate'][] = [
  { kind: 'count', value: 0 },
  { kind: 'count', value: 1 },
  { kind: 'percent', value: 50 },
  { kind: 'percent', value: 100 },
];
const POLICIES: readonly MachinePolicy[] = [[], ['a']].flatMap((critical) =>
  TOLERANCES.flatMap((tolerate) =>
    (['ok', 'fail'] as const).flatMap((warning) =>
      (['ok', 'fail'] as const).map((unverified) => ({
        critical,
        tolerate,
        warning,
        unverified,
        retry: 0,
      })),
    ),
  ),
);
const GROUPS: readonly (readonly JudgedMachine[])[] = [
  [],
  ...RESULTS.map((result) => [{ name: 'a', result }]),
  ...RESULTS.flatMap((a) =>
    RESULTS.map((b) => [
      { name: 'a', result: a },
      { name: 'b', result: b },
    ]),
  ),
];

type StepOutcome = ReturnType<typeof judgeMachines>['outcome'];

/** The language's page, sentence by sentence. */
function expected(
  policy: MachinePolicy,
  machines: readonly JudgedMachine[],
  job: JobResult,
): StepOutcome {
  const bad = new Set<MachineResult>(['failed', 'unknown', 'cancelled']);
  if (policy.warning === 'fail') bad.add('warning');
  if (policy.unverified === 'fail') bad.add('unverified');
  // "An outcome unknown always pauses for a person first, whatever tolerate says."
  if (machines.some(({ result }) => result === 'unknown')) return 'unknown';
  // "A failed job without machines is failed."
  if (machines.length === 0 && job === 'failed') return 'failed';
  // "critical must succeed": one that is not there, or was left out, did not.
  for (const name of policy.critical) {
    const found = machines.find((machine) => machine.name === name);
    if (found === undefined || found.result === 'skipped' || bad.has(found.result)) return 'failed';
  }
  // "tolerate of the others; percent of the non-critical, rounded down".
  const others = machines.filter(({ name }) => !policy.critical.includes(name));
  const share = (policy.tolerate.value / 100) * others.length;
  const most = policy.tolerate.kind === 'count' ? policy.tolerate.value : Math.floor(share);
  if (others.filter(({ result }) => bad.has(result)).length > most) return 'failed';
  // The job's own word counts beside its machines'.
  if (job === 'warning' && policy.warning === 'fail') return 'failed';
  if (job === 'failed' && machines.some(({ result }) => result === 'unverified')) return 'failed';
  // "Within the tolerance a step with any that is no clean success is degraded."
  const isClean = machines.every(({ result }) => result === 'succeeded');
  const isTold = machines.length > 0 || job !== null;
  return isClean && isTold && (job === null || job === 'succeeded') ? 'succeeded' : 'degraded';
}

/** What a verdict makes of the step and of the run, when nobody answers a question. */
function ended(outcome: StepOutcome, mode: Mode, onFailure: 'pause' | 'abort' | 'continue') {
  const step = (status: StepStatus, stop: 'failed' | 'aborted' | 'unknown' | null) => ({
    status,
    stop,
  });
  if (outcome === 'unknown') return mode === 'drill' ? step('unknown', 'unknown') : null;
  if (outcome !== 'failed') return step(outcome, null);
  if (onFailure === 'continue') return step('ignored', null);
  if (onFailure === 'abort') return step('failed', 'failed');
  // A pause of a drill ends as an abort; a live run waits.
  return mode === 'drill' ? step('failed', 'aborted') : null;
}

function outcomeOf({ status, stop }: NonNullable<ReturnType<typeof ended>>): RunOutcome {
  const one = { status, isMessage: false, skippedByPerson: false, isBlocked: false };
  return runOutcome({ isRefused: false, isAborted: stop === 'aborted', stop, steps: [one] });
}

describe('policy x machine results x mode', () => {
  it('judges each combination as the language says', () => {
    const wrong: unknown[] = [];
    let count = 0;
    for (const policy of POLICIES) {
      for (const machines of GROUPS) {
        for (const job of JOBS) {
          count += 1;
          const { outcome } = judgeMachines(policy, machines, job);
          const wanted = expected(policy, machines, job);
          if (outcome !== wanted) wrong.push({ policy, machines, job, outcome, wanted });
        }
      }
    }

    expect(wrong).toEqual([]);
    expect(count).toBe(POLICIES.length * GROUPS.length * JOBS.length);
  });

  it('comes to a run that is never better than its step', () => {
    for (const mode of ['drill', 'live'] as const) {
      for (const onFailure of ['pause', 'abort', 'continue'] as const) {
        const of = (outcome: StepOutcome) => {
          const end = ended(outcome, mode, onFailure);
          return end === null ? 'waits' : outcomeOf(end);
        };

        expect(of('succeeded')).toBe('succeeded');
        expect(of('degraded')).toBe('degraded');
        expect(of('unknown')).toBe(mode === 'drill' ? 'unknown' : 'waits');
        expect(of('failed')).toBe(
          { pause: mode === 'drill' ? 'aborted' : 'waits', abort: 'failed', continue: 'degraded' }[
            onFailure
          ],
        );
      }
    }
  });

  it('counts no machine that failed as succeeded, whatever the policy', () => {
    const machine = fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      result: fc.constantFrom(...RESULTS),
    });
    const policy = fc.record({
      critical: fc.subarray(['a', 'b']),
      tolerate: fc.oneof(
        fc.record({ kind: fc.constant('count' as const), value: fc.nat(5) }),
        fc.record({ kind: fc.constant('percent' as const), value: fc.nat(100) }),
      ),
      warning: fc.constantFrom('ok' as const, 'fail' as const),
      unverified: fc.constantFrom('ok' as const, 'fail' as const),
      retry: fc.constant(0),
    });
    fc.assert(
      fc.property(
        policy,
        fc.uniqueArray(machine, { selector: ({ name }) => name, minLength: 1 }),
        fc.constantFrom(...JOBS),
        fc.constantFrom('drill' as const, 'live' as const),
        fc.constantFrom('pause' as const, 'abort' as const, 'continue' as const),
        (rules, machines, job, mode, onFailure) => {
          const isBad = machines.some(({ result }) => result !== 'succeeded');
          const { outcome } = judgeMachines(rules, machines, job);
          const end = ended(outcome, mode, onFailure);
          if (isBad) {
            expect(outcome).not.toBe('succeeded');
            if (end !== null) expect(outcomeOf(end)).not.toBe('succeeded');
          }
          // What is critical and failed ends the step as failed, or before a person.
          const isCritical = machines.some(
            ({ name, result }) => rules.critical.includes(name) && result === 'failed',
          );
          if (isCritical) expect(['failed', 'unknown']).toContain(outcome);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
