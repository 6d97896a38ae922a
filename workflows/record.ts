import { formatDuration } from '../plan/duration.js';
import type {
  MachineRecord,
  RunRecord,
  RunSummary,
  StepRecord,
  WaitingRecord,
} from '../plan/run-record.js';
import type { RunResult } from '../plan/run-input.js';
import type { Run } from './run.js';
import type { StepState } from './step-state.js';

/** The run record as of now. */
export function toRecord(run: Run): RunRecord {
  return {
    run: toSummary(run),
    steps: [...run.steps, ...run.always].map(toStepRecord),
    waitingFor: waitingFor(run),
    approvals: [],
    interventions: [...run.interventions],
    cleanup: { verdict: run.cleanup.verdict, targets: [...run.cleanup.targets] },
    objectives: objectives(run),
    chain: { head: run.journal.head, length: run.journal.entries.length },
  };
}

/** The small form that the workflow returns or fails with, whatever the size of the run. */
export function toResult(run: Run): RunResult {
  const machines: Record<string, number> = {};
  for (const { result } of run.steps.flatMap((step) => [...step.machines])) {
    machines[result] = (machines[result] ?? 0) + 1;
  }
  return {
    run: toSummary(run),
    steps: [...run.steps, ...run.always].map(({ plan, status }) => ({ id: plan.id, status })),
    machines,
    cleanup: run.cleanup.verdict,
    objectives: objectives(run),
    recordHash: run.journal.head,
  };
}

/** Writes the summary where the list of runs finds it (the workflow's memo). */
export function publishSummary(run: Run): void {
  run.publish({ ...toSummary(run) });
}

export function toSummary(run: Run): RunSummary {
  const { input } = run;
  const isPaused = run.steps.some(({ wait }) => wait !== null);
  return {
    id: run.id,
    runbook: input.plan.runbook.id,
    mode: input.plan.mode,
    state: run.phase === 'finished' ? 'finished' : isPaused ? 'paused' : 'running',
    outcome: run.outcome,
    planHash: input.planHash,
    runbookHash: input.runbookHash,
    engine: input.engine,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    startedBy: input.startedBy.name,
    reason: input.reason,
    undoes: null,
    message: run.message,
  };
}

function toStepRecord(step: StepState): StepRecord {
  const { plan, status, attempts, startedAt, endedAt, error, output } = step;
  const machines: readonly MachineRecord[] = step.machines;
  return {
    id: plan.id,
    verb: plan.verb,
    status,
    attempts,
    startedAt,
    endedAt,
    error,
    output: { ...output },
    machines,
  };
}

function waitingFor(run: Run): readonly WaitingRecord[] {
  const waits = run.steps.flatMap(({ plan, wait }): WaitingRecord[] => {
    if (wait === null) return [];
    const { kind, since, choices, evidence } = wait;
    return [{ step: plan.id, item: null, kind, since, choices, evidence }];
  });
  if (run.waitingForTarget === null) return waits;
  const { since, evidence } = run.waitingForTarget;
  return [{ step: '', item: null, kind: 'target', since, choices: [], evidence }, ...waits];
}

/** The recovery time counts from the declared disaster (else the start) to the last step's end. */
function objectives(run: Run): RunRecord['objectives'] {
  const { rtoSeconds, rpoSeconds } = run.input.plan.objectives;
  const ends = run.steps.flatMap(({ endedAt }) => (endedAt === null ? [] : [Date.parse(endedAt)]));
  const hasRun = run.outcome !== 'refused' && run.phase !== 'admission' && run.phase !== 'steps';
  const isOver = hasRun && ends.length > 0;
  const from = Date.parse(run.input.declaredAt ?? run.startedAt);
  const actual = isOver ? Math.max(0, Math.max(...ends) - from) / 1000 : null;
  const isServed = run.outcome === 'succeeded' || run.outcome === 'degraded';
  return {
    rto: {
      target: rtoSeconds === null ? null : formatDuration(rtoSeconds),
      actual: actual === null ? null : formatDuration(Math.round(actual)),
      met: rtoSeconds === null || actual === null ? null : isServed && actual <= rtoSeconds,
    },
    rpo: rpoSeconds === null ? {} : { target: formatDuration(rpoSeconds) },
  };
}
