import type {
  ApproveStep,
  CheckProbe,
  FailoverStep,
  HttpStep,
  NotifyStep,
  TaskStep,
  WaitStep,
} from '../plan/plan.js';
import type { Value } from '../plan/value.js';
import type { Located, Span } from './document-node.js';
import type { Child } from './shelf.js';

/** What a step does, as it was read: one for each verb. */
export type StepAction =
  | ReadinessAction
  | FailoverAction
  | UndoAction
  | UpdateAction
  | CheckAction
  | ApproveAction
  | TaskAction
  | WaitAction
  | HttpAction
  | NotifyAction
  | RunbookAction;

/** The targets that a step acts on: the one it names, or those that its `foreach` goes through. */
export interface TargetChoice {
  /** As written. */
  readonly target: Located<string>;
  /** Those of `foreach` stand where the items do. */
  readonly targets: readonly Located<string>[];
  /** Whether they are the items of `foreach`. */
  readonly isEachItem: boolean;
}

export interface ReadinessAction {
  readonly verb: 'readiness';
  readonly verbSpan: Span;
  /** Each, where the step has `foreach` over targets, stands for an item. */
  readonly targets: 'all' | readonly Located<string>[];
  readonly isEachItem: boolean;
  readonly expect: 'idle' | 'failed-over';
  readonly strict: boolean;
}

export interface FailoverAction extends TargetChoice {
  readonly verb: 'failover';
  readonly verbSpan: Span;
  readonly restorePoint: Located<FailoverStep['restorePoint']> | null;
  /** null: nothing is said, see `concurrencySpan`. */
  readonly concurrency: number | null;
  readonly concurrencySpan: Span | null;
  readonly pollSeconds: number | null;
  readonly machines: FailoverStep['machines'];
  /** Where parts of `machines` stand, if they are said. */
  readonly critical: readonly Located<string>[];
  readonly tolerateSpan: Span | null;
  readonly retrySpan: Span | null;
}

export interface UndoAction extends TargetChoice {
  readonly verb: 'undo';
  readonly verbSpan: Span;
  readonly pollSeconds: number | null;
  /** `drill: run`: it runs in drills as well. */
  readonly inDrill: boolean;
}

export interface UpdateAction extends TargetChoice {
  readonly verb: 'update';
  readonly verbSpan: Span;
  readonly preFailoverCommand: Value | null;
  readonly postFailoverCommand: Value | null;
  /** `drill: run`: it runs in drills as well. */
  readonly inDrill: boolean;
}

export interface CheckAction {
  readonly verb: 'check';
  readonly verbSpan: Span;
  readonly probe: CheckProbe;
  /** Where the probe's kind stands. */
  readonly probeSpan: Span;
  readonly expect: 'open' | 'closed';
  readonly everySeconds: number;
  readonly withinSeconds: number;
}

export interface WaitAction {
  readonly verb: 'wait';
  readonly verbSpan: Span;
  readonly wait: WaitStep['wait'];
}

export interface ApproveAction {
  readonly verb: 'approve';
  readonly verbSpan: Span;
  readonly approval: Pick<
    ApproveStep,
    'message' | 'from' | 'min' | 'notRequester' | 'breakGlass' | 'remindEverySeconds'
  >;
  readonly timeoutSeconds: number | null;
  readonly onTimeout: Located<ApproveStep['onTimeout']> | null;
}

export interface TaskAction {
  readonly verb: 'task';
  readonly verbSpan: Span;
  readonly task: Pick<TaskStep, 'do' | 'from'>;
  readonly timeoutSeconds: number | null;
}

type HttpRequest = Pick<
  HttpStep,
  'method' | 'url' | 'headers' | 'body' | 'connection' | 'expect' | 'idempotencyKey'
>;

export interface HttpAction {
  readonly verb: 'http';
  readonly verbSpan: Span;
  readonly request: HttpRequest;
  /** `drill: run`: it runs in drills as well. */
  readonly inDrill: boolean;
}

export interface NotifyAction {
  readonly verb: 'notify';
  readonly verbSpan: Span;
  readonly notice: Pick<NotifyStep, 'channel' | 'message' | 'subject'>;
}

export interface RunbookAction {
  readonly verb: 'runbook';
  readonly verbSpan: Span;
  readonly file: Located<string>;
  /** null: it could not be read (an error says why). */
  readonly child: Child | null;
  readonly with: Readonly<Record<string, Value>>;
}

/** Whether a request may change something on its server (RFC 9110, 9.2.1). */
export function changesSomething({ method }: Pick<HttpStep, 'method'>): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/** The targets that a step acts on, or looks at by name. */
export function targetsOf(action: StepAction): readonly Located<string>[] {
  switch (action.verb) {
    case 'failover':
    case 'undo':
    case 'update':
      return action.targets;
    case 'readiness':
      return action.targets === 'all' ? [] : action.targets;
    case 'check':
    case 'approve':
    case 'task':
    case 'wait':
    case 'http':
    case 'notify':
    case 'runbook':
      return [];
    default:
      return assertNever(action);
  }
}

function assertNever(action: never): never {
  throw new Error(`Unknown verb ${JSON.stringify(action)}`);
}
