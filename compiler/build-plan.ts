import type { OnFailure, Plan, PlanStep, PlanTarget, RestorePointChoice } from '../plan/plan.js';
import { isReplicaKind, LANGUAGE, PLAN_VERSION } from '../plan/plan.js';
import type { ModeStep } from './mode-steps.js';
import type { ModeView } from './rule.js';
import { actionOn, rehearsalOf } from './rule.js';
import type { FailoverAction, RunbookTarget } from './runbook.js';

/** Seconds that one attempt may take where neither the step nor the defaults say so. */
const READINESS_SECONDS = 600;
const UPDATE_SECONDS = 600;
const MUTATION_SECONDS = 3600;

/** Replicas that are started at a time; a failover plan does the same by itself (vendor's guide). */
const REPLICAS_AT_A_TIME = 10;

/** Makes the plan of one mode; the runbook has no errors. What has no order is sorted: the plan's hash shows meaning only. */
export function buildPlan(view: ModeView): Plan {
  const { runbook, mode, steps, always } = view;
  const { defaults } = runbook;
  return {
    planVersion: PLAN_VERSION,
    language: LANGUAGE,
    runbook: { id: runbook.id, title: runbook.title, owner: runbook.owner },
    mode,
    inputs: runbook.inputs,
    objectives: runbook.objectives,
    limits: {
      pauseTimeoutSeconds: defaults.pauseTimeoutSeconds,
      cleanupTimeoutSeconds: defaults.cleanupTimeoutSeconds,
    },
    targets: targetIds(view).flatMap((id) => planTarget(view.targets.get(id))),
    steps: steps.map((step) => planStep(step, view, onFailureOf(step, view))),
    always: always.map((step) => planStep(step, view, 'continue')),
  };
}

function targetIds({ targets }: ModeView): string[] {
  return [...targets.keys()].sort();
}

function planTarget(target: RunbookTarget | undefined): PlanTarget[] {
  if (target === undefined || target.subject === null) return [];
  const { id, connection, subject, labels } = target;
  return [{ id, connection, ...subject, rehearse: rehearsalOf(target), labels }];
}

function planStep(
  { step, action, needs }: ModeStep,
  view: ModeView,
  onFailure: OnFailure,
): PlanStep {
  const { defaults } = view.runbook;
  const common = { id: step.id, title: step.title, needs, onFailure };
  const timeout = step.timeoutSeconds ?? defaults.timeoutSeconds;
  switch (action.verb) {
    case 'readiness':
      return {
        ...common,
        timeoutSeconds: timeout ?? READINESS_SECONDS,
        verb: 'readiness',
        targets:
          action.targets === 'all' ? targetIds(view) : action.targets.map(({ value }) => value),
        expect: action.expect,
        strict: action.strict && view.mode === 'drill',
      };
    case 'failover':
      return planFailover(action, { ...common, timeoutSeconds: timeout ?? MUTATION_SECONDS }, view);
    case 'undo':
      return {
        ...common,
        timeoutSeconds: timeout ?? MUTATION_SECONDS,
        verb: 'undo',
        target: action.target.value,
        pollSeconds: action.pollSeconds ?? defaults.pollSeconds,
      };
    case 'update':
      return {
        ...common,
        timeoutSeconds: timeout ?? UPDATE_SECONDS,
        verb: 'update',
        target: action.target.value,
        preFailoverCommand: action.preFailoverCommand,
        postFailoverCommand: action.postFailoverCommand,
      };
    case 'check': {
      const { probe, expect, everySeconds, withinSeconds } = action;
      // `within` is its limit: a default timeout would cut it short.
      const timeoutSeconds = step.timeoutSeconds;
      return {
        ...common,
        timeoutSeconds,
        verb: 'check',
        probe,
        expect,
        everySeconds,
        withinSeconds,
      };
    }
    case 'wait':
      return { ...common, timeoutSeconds: step.timeoutSeconds, verb: 'wait', wait: action.wait };
    default:
      return assertNever(action);
  }
}

function planFailover(
  action: FailoverAction,
  common: Pick<PlanStep, 'id' | 'title' | 'needs' | 'onFailure' | 'timeoutSeconds'>,
  { runbook, targets, mode }: ModeView,
): PlanStep {
  const target = targets.get(action.target.value);
  const does = target === undefined ? 'skip' : actionOn(target, mode);
  const kind = target?.subject?.kind;
  const isReplicas = kind !== undefined && isReplicaKind(kind);
  return {
    ...common,
    verb: 'failover',
    target: action.target.value,
    action: does,
    restorePoint: restorePointOf(action, does === 'test'),
    concurrency: isReplicas ? (action.concurrency ?? REPLICAS_AT_A_TIME) : null,
    pollSeconds: action.pollSeconds ?? runbook.defaults.pollSeconds,
    machines: action.machines,
  };
}

/** A test takes the latest whatever is said; `before: null` is the latest as well. */
function restorePointOf({ restorePoint }: FailoverAction, isTest: boolean): RestorePointChoice {
  const choice = restorePoint?.value;
  if (choice === undefined || isTest) return { kind: 'latest' };
  if (choice.kind !== 'before') return choice;
  const isNull = choice.time.kind === 'literal' && choice.time.value === null;
  return isNull ? { kind: 'latest' } : choice;
}

/** In a drill, `undo` after a test or a skip has nothing to undo: what is left of it is `abort`. */
function onFailureOf({ step, action }: ModeStep, { runbook, targets, mode }: ModeView): OnFailure {
  const standard = mode === 'live' ? 'pause' : 'abort';
  const choice = step.onFailure?.value ?? runbook.defaults.onFailure ?? standard;
  if (choice !== 'undo' || action.verb !== 'failover') return choice;
  const target = targets.get(action.target.value);
  const does = target === undefined ? 'skip' : actionOn(target, mode);
  return does === 'start' || does === 'start-and-undo' ? 'undo' : 'abort';
}

function assertNever(action: never): never {
  throw new Error(`Unknown action ${JSON.stringify(action)}`);
}
