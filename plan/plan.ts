import type { Json } from './json.js';
import type { Value } from './value.js';

/** The version of the plan's own form. The workflow refuses a version that it does not know. */
export const PLAN_VERSION = 1;

/** The version of the runbook language (the runbook's `apiVersion`). */
export const LANGUAGE = 'drillbook/v1';

export type Mode = 'drill' | 'live';

/**
 * A runbook compiled for one mode: ordered, typed, JSON. Its canonical form's SHA-256 is its
 * identity (`planHash`). It holds no secret, no clock and no answer of a server; a change of
 * comments or white space in the runbook leaves it as it was.
 */
export interface Plan {
  readonly planVersion: typeof PLAN_VERSION;
  readonly language: typeof LANGUAGE;
  readonly runbook: {
    readonly id: string;
    readonly title: string | null;
    readonly owner: string | null;
  };
  readonly mode: Mode;
  readonly inputs: readonly PlanInput[];
  readonly objectives: { readonly rtoSeconds: number | null; readonly rpoSeconds: number | null };
  readonly limits: {
    readonly pauseTimeoutSeconds: number;
    readonly cleanupTimeoutSeconds: number;
  };
  readonly targets: readonly PlanTarget[];
  /** In the order of the runbook; those that this mode leaves out are gone, `needs` resolved. */
  readonly steps: readonly PlanStep[];
  readonly always: readonly PlanStep[];
}

export type InputType =
  'string' | 'integer' | 'number' | 'boolean' | 'datetime' | 'duration' | 'list';

export interface PlanInput {
  readonly name: string;
  readonly type: InputType;
  readonly description: string | null;
  readonly required: boolean;
  readonly default: Json;
  readonly enum: readonly Json[] | null;
  readonly pattern: string | null;
  readonly min: number | string | null;
  readonly max: number | string | null;
}

export type TargetKind = 'cloudFailoverPlan' | 'failoverPlan';

/** How a drill drives a target. */
export type Rehearsal = 'test' | 'start-and-undo' | 'skip';

export interface PlanTarget {
  readonly id: string;
  readonly connection: string;
  readonly kind: TargetKind;
  /** The plan's name on the server, or its id (uuid). */
  readonly name: string;
  readonly backupServer: string | null;
  readonly tenant: string | null;
  readonly rehearse: Rehearsal;
  readonly labels: readonly string[];
}

export type OnFailure = 'pause' | 'abort' | 'continue' | 'undo';

interface StepBase {
  readonly id: string;
  readonly title: string | null;
  readonly needs: readonly string[];
  /** Machine time of one attempt; null where the verb has a limit of its own. */
  readonly timeoutSeconds: number | null;
  readonly onFailure: OnFailure;
}

export interface ReadinessStep extends StepBase {
  readonly verb: 'readiness';
  readonly targets: readonly string[];
  readonly expect: 'idle' | 'failed-over';
  /** In a drill: warnings fail the step. */
  readonly strict: boolean;
}

/** What a failover step does to its target in the plan's mode. */
export type FailoverAction = 'start' | 'test' | 'start-and-undo' | 'skip';

export interface MachinePolicy {
  readonly critical: readonly string[];
  readonly tolerate:
    | { readonly kind: 'count'; readonly value: number }
    | { readonly kind: 'percent'; readonly value: number };
  readonly warning: 'ok' | 'fail';
  readonly unverified: 'ok' | 'fail';
}

export type RestorePointChoice =
  { readonly kind: 'latest' } | { readonly kind: 'before'; readonly time: Value };

export interface FailoverStep extends StepBase {
  readonly verb: 'failover';
  readonly target: string;
  readonly action: FailoverAction;
  readonly restorePoint: RestorePointChoice;
  readonly pollSeconds: number;
  readonly machines: MachinePolicy;
}

export interface UndoStep extends StepBase {
  readonly verb: 'undo';
  readonly target: string;
  readonly pollSeconds: number;
}

export type CheckProbe =
  | { readonly kind: 'tcp'; readonly host: Value; readonly port: Value }
  | {
      readonly kind: 'http';
      readonly url: Value;
      readonly method: 'GET' | 'HEAD';
      /** null: any status from 200 to 299. */
      readonly status: number | null;
      /** CEL over `json` (the parsed body, or null), `text` and `status`; null: not looked at. */
      readonly body: string | null;
    };

export interface CheckStep extends StepBase {
  readonly verb: 'check';
  readonly probe: CheckProbe;
  /** `closed` is for tcp: the port must not be open. */
  readonly expect: 'open' | 'closed';
  readonly everySeconds: number;
  readonly withinSeconds: number;
}

export interface WaitStep extends StepBase {
  readonly verb: 'wait';
  readonly wait:
    | { readonly kind: 'for'; readonly duration: Value }
    | { readonly kind: 'until'; readonly time: Value };
}

export type PlanStep = ReadinessStep | FailoverStep | UndoStep | CheckStep | WaitStep;

export type Verb = PlanStep['verb'];
