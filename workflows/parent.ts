import {
  CancellationScope,
  defineSignal,
  getExternalWorkflowHandle,
  patched,
  setHandler,
} from '@temporalio/workflow';
import type { WaitingKind } from '../plan/outcome.js';
import type { WaitingRecord } from '../plan/run-record.js';
import { CHILD_WAITS_SIGNAL, type ChildWaits } from '../plan/workflow-names.js';
import { publishSummary, waitingFor } from './record.js';
import type { Run } from './run.js';
import { withItems } from './step-state.js';
import { tellStory } from './story.js';

/** More than these are not told upwards; the child's own record has them all. */
const MOST_WAITS = 20;

const KINDS: ReadonlySet<unknown> = new Set<WaitingKind>([
  'approval',
  'task',
  'pause',
  'unknown',
  'target',
]);

const childWaitsSignal = defineSignal<[unknown]>(CHILD_WAITS_SIGNAL);

/** Hears what child runs wait for, so that this run's record shows it. */
export function listenToChildren(run: Run): void {
  setHandler(childWaitsSignal, (told: unknown) => {
    if (!isChildWaits(told)) return;
    const units = withItems([...run.steps, ...run.always]);
    const child = units.find((unit) => unit.child?.run === told.run)?.child;
    // Of a child that is over, or of none at all: anybody can send a signal.
    if (child === undefined || child === null) return;
    child.isCleaning = told.isCleaning === true;
    child.waitingFor = told.waitingFor.map((waiting) => ({ run: told.run, ...waiting }));
    publishSummary(run);
    tellStory(run);
    tellParent(run);
  });
}

/** Tells the parent, where there is one, what this run waits for now. */
export function tellParent(run: Run): void {
  const { parent } = run.input;
  if (parent === undefined) return;
  const told: ChildWaits = {
    run: run.id,
    waitingFor: waitingFor(run).slice(0, MOST_WAITS),
    ...(run.phase === 'cleanup' || isChildCleaning(run) ? { isCleaning: true } : {}),
  };
  const telling = CancellationScope.nonCancellable(() =>
    getExternalWorkflowHandle(parent.run).signal(CHILD_WAITS_SIGNAL, told),
  );
  telling.catch((error: unknown) => {
    // It was terminated: nobody is there to be told.
    run.log('parent-not-there', null, { parent: parent.run, message: String(error) });
  });
}

/** Tells the parent that this run begins, or has ended, its clean-up. */
export function tellParentOfCleanUp(run: Run): void {
  if (run.input.parent === undefined || !patched('tell-clean-up')) return;
  tellParent(run);
}

/** Whether a child run cleans up at this moment: an abort can be about that. */
export function isChildCleaning(run: Run): boolean {
  return withItems([...run.steps, ...run.always]).some(({ child }) => child?.isCleaning === true);
}

function isChildWaits(value: unknown): value is ChildWaits {
  if (typeof value !== 'object' || value === null) return false;
  const { run, waitingFor: waits, isCleaning } = value as Partial<ChildWaits>;
  return (
    typeof run === 'string' &&
    Array.isArray(waits) &&
    waits.every((one) => isWaiting(one, run)) &&
    (isCleaning === undefined || typeof isCleaning === 'boolean')
  );
}

/**
 * Commands to copy are made of it: steps and runs must be words, and a run one that is below the
 * child that speaks.
 */
function isWaiting(value: unknown, child: string): value is WaitingRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { step, item, kind, since, choices, evidence, run } = value as Record<string, unknown>;
  const isBelow = (id: unknown) =>
    typeof id === 'string' && id.startsWith(`${child}.`) && /^[\w.:-]+$/.test(id);
  return (
    typeof step === 'string' &&
    /^\w*$/.test(step) &&
    (item === null || typeof item === 'string') &&
    KINDS.has(kind) &&
    typeof since === 'string' &&
    (run === undefined || isBelow(run)) &&
    Array.isArray(choices) &&
    typeof evidence === 'object' &&
    evidence !== null
  );
}
