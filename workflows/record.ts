import type { JsonObject } from '../plan/json.js';
import type { WaitingKind } from '../plan/outcome.js';
import { formatDuration } from '../plan/duration.js';
import { foldMachines } from '../plan/item-machines.js';
import { recoveryPoints } from '../plan/recovery-point.js';
import { runClock } from '../plan/run-clock.js';
import type {
  ItemRecord,
  RecoveryPointSummary,
  RunClock,
  RunRecord,
  RunSummary,
  StepRecord,
  WaitingRecord,
} from '../plan/run-record.js';
import type { RunResult } from '../plan/run-input.js';
import { now, type Run } from './run.js';
import { machinesOf as ownMachines, type StepState, stepIdOf, withItems } from './step-state.js';

/** The run record as of now. */
export function toRecord(run: Run): RunRecord {
  return {
    // While it stops, why: the list of runs has it at the end only.
    run: { ...toSummary(run), message: run.message ?? run.stop?.message ?? null },
    steps: [...run.steps, ...run.always].map(toStepRecord),
    waitingFor: waitingFor(run),
    approvals: [...run.approvals],
    interventions: [...run.interventions],
    cleanup: { verdict: run.cleanup.verdict, targets: [...run.cleanup.targets] },
    objectives: objectives(run),
    ...(run.hasClock ? { clock: clockOf(run) } : {}),
    ...(run.notifications.length === 0 ? {} : { notifications: [...run.notifications] }),
    chain: { head: run.journal.head, length: run.journal.entries.length },
  };
}

/** The small form that the workflow returns or fails with, whatever the size of the run. */
export function toResult(run: Run): RunResult {
  const machines: Record<string, number> = {};
  for (const { result } of run.steps.flatMap((step) => [...machinesOf(step)])) {
    machines[result] = (machines[result] ?? 0) + 1;
  }
  // Not machine by machine: the result stays small.
  const { rto, rpo } = objectives(run);
  return {
    run: toSummary(run),
    steps: [...run.steps, ...run.always].map(({ plan, status }) => ({ id: plan.id, status })),
    machines,
    cleanup: run.cleanup.verdict,
    objectives: { rto, rpo: run.hasClock ? summaryOf(rpo) : rpo },
    recordHash: run.journal.head,
  };
}

/** Whether a run that is over ended well and left nothing behind. */
export function isGood({ outcome, cleanup, input }: Run): boolean {
  // Nothing was touched, and the next drill may find its target free: no reason to pause a schedule.
  if (outcome === 'refused' && input.schedule !== undefined) return true;
  return (outcome === 'succeeded' || outcome === 'degraded') && cleanup.verdict !== 'leftovers';
}

/** Writes the summary where the list of runs finds it (the workflow's memo). */
export function publishSummary(run: Run): void {
  run.publish({ ...toSummary(run) });
}

export function toSummary(run: Run): RunSummary {
  const { input } = run;
  const isPaused =
    run.pause !== null ||
    withItems(run.steps).some(
      ({ wait, child }) => wait !== null || (child !== null && child.waitingFor.some(isForPeople)),
    );
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
    undoes: input.undoes ?? null,
    message: run.message,
    ...(input.parent === undefined ? {} : { parent: input.parent.run }),
    ...(input.schedule === undefined ? {} : { schedule: input.schedule.id }),
    ...(run.approvals.some(({ breakGlass }) => breakGlass === true) ? { breakGlass: true } : {}),
  };
}

/** A step as the record, and expressions, show it. */
export function toStepRecord(step: StepState): StepRecord {
  const { plan, status, attempts, startedAt, endedAt, error, output } = step;
  return {
    id: plan.id,
    verb: plan.verb,
    status,
    attempts,
    startedAt,
    endedAt,
    error,
    output: { ...output },
    machines: machinesOf(step),
    ...(plan.foreach === undefined ? {} : { items: (step.items ?? []).map(toItemRecord) }),
  };
}

function toItemRecord({ item, status, attempts, output, error }: StepState): ItemRecord {
  return { key: item?.key ?? '', status, attempts, output: { ...output }, error };
}

function machinesOf(step: StepState): StepRecord['machines'] {
  if (step.items === null) return ownMachines(step);
  return foldMachines(
    step.items.map((unit) => ({ key: unit.item?.key ?? '', machines: ownMachines(unit) })),
  );
}

/** What is awaited: this run's own questions, and those of its child runs with the child's id. */
export function waitingFor(run: Run): readonly WaitingRecord[] {
  const waits = withItems(run.steps).flatMap((unit): WaitingRecord[] => {
    const { wait, child, item: of } = unit;
    const children = child?.waitingFor ?? [];
    if (wait === null) return [...children];
    const { kind, since, choices, evidence } = wait;
    const item = of?.key ?? null;
    const told = { ...evidence, ...endOfPause(run, kind, since) };
    return [{ step: stepIdOf(unit), item, kind, since, choices, evidence: told }, ...children];
  });
  return [...waitsOfRun(run), ...waits];
}

/** A drill waits for a person so long and no longer; approvals and tasks have limits of their own. */
function endOfPause({ isDrill, input }: Run, kind: WaitingKind, since: string): JsonObject {
  if (!isDrill || (kind !== 'pause' && kind !== 'unknown')) return {};
  const seconds = input.plan.limits.pauseTimeoutSeconds;
  return { until: new Date(Date.parse(since) + seconds * 1000).toISOString() };
}

/** What holds the run as a whole: they name no step. */
function waitsOfRun(run: Run): readonly WaitingRecord[] {
  const { waitingForTarget, pause, isDrill } = run;
  const found: WaitingRecord[] = [];
  const whole = { step: '', item: null } as const;
  if (waitingForTarget !== null) {
    const { since, evidence } = waitingForTarget;
    found.push({ ...whole, kind: 'target', since, choices: [], evidence });
  }
  if (pause !== null) {
    const { since, by, reason } = pause;
    const evidence = { by, reason, ...endOfPause(run, 'pause', since) };
    const choices = isDrill ? ['resume', 'abort'] : ['resume', 'undo', 'abort'];
    found.push({ ...whole, kind: 'pause', since, choices, evidence });
  }
  return found;
}

/** Another run's end is awaited without people. */
function isForPeople({ kind }: WaitingRecord): boolean {
  return kind !== 'target';
}

/** When what happened, up to now. */
function clockOf(run: Run): RunClock {
  const { stepsOverAt, cleanedAt, endedAt, input } = run;
  const open = withItems(run.steps).flatMap(({ wait }) => (wait === null ? [] : [wait.since]));
  if (run.pause !== null) open.push(run.pause.since);
  const to = now();
  const approved = run.approvals.filter(({ decision }) => decision === 'approved');
  return runClock({
    declaredAt: input.declaredAt,
    startedAt: run.startedAt,
    stepsOverAt,
    cleanedAt,
    endedAt,
    approvedAt: approved.at(-1)?.at ?? null,
    steps: run.steps.map(toStepRecord),
    people: [...run.peopleWaited, ...open.map((from) => ({ from, to }))],
  });
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
  const machines = run.steps
    .filter(({ plan }) => plan.verb === 'failover')
    .flatMap((step) => machinesOf(step).map((machine) => ({ step: step.plan.id, machine })));
  return {
    rto: {
      target: rtoSeconds === null ? null : formatDuration(rtoSeconds),
      actual: actual === null ? null : formatDuration(Math.round(actual)),
      met: rtoSeconds === null || actual === null ? null : isServed && actual <= rtoSeconds,
    },
    rpo: run.hasClock ? recoveryPoints(rpoSeconds, machines) : targetAlone(rpoSeconds),
  };
}

function summaryOf({ target, worst, met }: RecoveryPointSummary): RecoveryPointSummary {
  return { target, worst, met };
}

/** As runs of older versions have it in their results. */
function targetAlone(rpoSeconds: number | null): RecoveryPointSummary {
  const old = rpoSeconds === null ? {} : { target: formatDuration(rpoSeconds) };
  return old as RecoveryPointSummary;
}
