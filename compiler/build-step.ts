import type {
  Foreach,
  ForeachTarget,
  OnFailure,
  PlanStep,
  RestorePointChoice,
  StepBase,
} from '../plan/plan.js';
import { isReplicaKind } from '../plan/plan.js';
import type { FailoverAction, RunbookAction, StepAction } from './action.js';
import type { ModeStep } from './mode-steps.js';
import { actionOn } from './rehearsal.js';
import type { ModeView } from './rule.js';
import type { ForeachReading, RunbookStep } from './runbook.js';

/** Seconds that one attempt may take where neither the step nor the defaults say so. */
const READINESS_SECONDS = 600;
const UPDATE_SECONDS = 600;
const MUTATION_SECONDS = 3600;
const REQUEST_SECONDS = 60;

/** Replicas that are started at a time; a failover plan does the same by itself (vendor's guide). */
const REPLICAS_AT_A_TIME = 10;

/** Makes the plan's step of a runbook's. What is not said is left out of the keys that came later. */
export function buildStep(modeStep: ModeStep, view: ModeView, onFailure: OnFailure): PlanStep {
  const { step, action, needs } = modeStep;
  const { id, title, when, retry, foreach } = step;
  return buildVerb(action, view, {
    id,
    title,
    needs,
    onFailure,
    timeoutSeconds: timeoutOf(modeStep, view),
    ...(when === null || when.isOfItem ? {} : { when: when.value }),
    ...(retry === null ? {} : { retry: retry.value }),
    ...(foreach === null ? {} : { foreach: buildForeach(withWhen(step, foreach), action, view) }),
  });
}

/** The limit of one attempt. Of people, of waits and of other runbooks no default is taken. */
function timeoutOf({ step, action }: ModeStep, { runbook }: ModeView): number | null {
  const said = step.timeoutSeconds;
  const standard = said ?? runbook.defaults.timeoutSeconds;
  switch (action.verb) {
    case 'readiness':
      return standard ?? READINESS_SECONDS;
    case 'failover':
    case 'undo':
      return standard ?? MUTATION_SECONDS;
    case 'update':
      return standard ?? UPDATE_SECONDS;
    case 'http':
      return standard ?? REQUEST_SECONDS;
    case 'notify':
      return said ?? REQUEST_SECONDS;
    case 'approve':
    case 'task':
      return action.timeoutSeconds;
    case 'check':
    case 'wait':
    case 'runbook':
      // `within` is a check's limit: a default timeout would cut it short.
      return said;
    default:
      return assertNever(action);
  }
}

function buildVerb(action: StepAction, view: ModeView, base: StepBase): PlanStep {
  const { defaults } = view.runbook;
  switch (action.verb) {
    case 'readiness':
      return {
        ...base,
        verb: 'readiness',
        targets:
          action.targets === 'all'
            ? [...view.targets.keys()].sort()
            : action.targets.map(({ value }) => value),
        expect: action.expect,
        strict: action.strict && view.mode === 'drill',
      };
    case 'failover':
      return buildFailover(action, view, base);
    case 'undo': {
      const pollSeconds = action.pollSeconds ?? defaults.pollSeconds;
      return { ...base, verb: 'undo', target: action.target.value, pollSeconds };
    }
    case 'update': {
      const { preFailoverCommand, postFailoverCommand } = action;
      const target = action.target.value;
      return { ...base, verb: 'update', target, preFailoverCommand, postFailoverCommand };
    }
    case 'check': {
      const { probe, expect, everySeconds, withinSeconds } = action;
      return { ...base, verb: 'check', probe, expect, everySeconds, withinSeconds };
    }
    case 'approve': {
      const onTimeout = action.onTimeout?.value ?? (view.mode === 'live' ? 'pause' : 'abort');
      return { ...base, verb: 'approve', ...action.approval, onTimeout };
    }
    case 'task':
      return { ...base, verb: 'task', ...action.task };
    case 'wait':
      return { ...base, verb: 'wait', wait: action.wait };
    case 'http':
      return { ...base, verb: 'http', ...action.request };
    case 'notify':
      return { ...base, verb: 'notify', ...action.notice };
    case 'runbook':
      return buildChild(action, view, base);
    default:
      return assertNever(action);
  }
}

function buildFailover(action: FailoverAction, view: ModeView, base: StepBase): PlanStep {
  const [first] = action.targets;
  const single = decide(first?.value ?? '', action, view);
  const isAllTested = action.targets.every(
    ({ value }) => decide(value, action, view).action === 'test',
  );
  return {
    ...base,
    verb: 'failover',
    target: action.target.value,
    action: single.action ?? 'skip',
    restorePoint: restorePointOf(action, isAllTested),
    concurrency: single.concurrency ?? null,
    pollSeconds: action.pollSeconds ?? view.runbook.defaults.pollSeconds,
    machines: action.machines,
  };
}

/** What a target decides in a failover of it. */
function decide(id: string, { concurrency }: FailoverAction, view: ModeView): ForeachTarget {
  const target = view.targets.get(id);
  const kind = target?.subject?.kind;
  const isReplicas = kind !== undefined && isReplicaKind(kind);
  return {
    target: id,
    action: target === undefined ? 'skip' : actionOn(target, view.mode),
    concurrency: isReplicas ? (concurrency ?? REPLICAS_AT_A_TIME) : null,
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

/** A `when` that names the item is asked for each: the step has none then. */
function withWhen({ when }: RunbookStep, { foreach }: ForeachReading): ForeachReading['foreach'] {
  return when?.isOfItem === true ? { ...foreach, when: when.value } : foreach;
}

function buildForeach(
  foreach: Omit<Foreach, 'targets'>,
  action: StepAction,
  view: ModeView,
): Foreach {
  switch (action.verb) {
    case 'failover':
      if (!action.isEachItem) return foreach;
      return {
        ...foreach,
        targets: action.targets.map(({ value }) => decide(value, action, view)),
      };
    case 'undo':
    case 'update':
    case 'readiness':
      if (!action.isEachItem || action.targets === 'all') return foreach;
      return { ...foreach, targets: action.targets.map(({ value }) => ({ target: value })) };
    case 'check':
    case 'approve':
    case 'task':
    case 'wait':
    case 'http':
    case 'notify':
    case 'runbook':
      return foreach;
    default:
      return assertNever(action);
  }
}

function buildChild(action: RunbookAction, view: ModeView, base: StepBase): PlanStep {
  const child = action.child === null ? null : view.childPlan(action.child.path);
  if (child === null) throw new Error(`the runbook ${action.file.value} was not compiled`);
  const { plan, planHash, runbookHash } = child;
  const file = action.file.value;
  return { ...base, verb: 'runbook', file, plan, planHash, runbookHash, with: action.with };
}

function assertNever(action: never): never {
  throw new Error(`Unknown action ${JSON.stringify(action)}`);
}
