import { workflowInfo } from '@temporalio/workflow';
import type { LoggedCall } from '../activities/contract.js';
import type { JsonObject } from '../plan/json.js';
import type { Mode } from '../plan/plan.js';
import { whileHeld } from './hold-run.js';
import type { Mutation } from './mutation.js';
import { isConfirmedAfterReset } from './reset.js';
import type { Run } from './run.js';

/** What sending a mutation needs of the workflow that it is sent from. */
export interface Sender {
  readonly mode: Mode;
  /** The first execution's run id: what request ids are made of, so that a reset makes no new ones. */
  readonly firstExecutionRunId: string;
  /** Nothing more is begun. */
  isStopped(): boolean;
  /** Waits while a person holds the run. */
  whileHeld(): Promise<void>;
  /** How long the connection's server may take to show what it did. */
  lagSeconds(connection: string): number;
  /** Whether it may be sent although the workflow may have been reset to an earlier point. */
  isConfirmed(mutation: Mutation, sending: number): Promise<boolean>;
  log(kind: string, step: string | null, facts: JsonObject): void;
  logCalls(step: string | null, calls: readonly LoggedCall[]): void;
}

/** The run itself as a sender. */
export function senderOf(run: Run): Sender {
  return {
    mode: run.input.plan.mode,
    firstExecutionRunId: workflowInfo().firstExecutionRunId,
    isStopped: () => run.stop !== null,
    whileHeld: () => whileHeld(run),
    lagSeconds: (connection) => run.lagSeconds(connection),
    isConfirmed: (mutation, sending) => isConfirmedAfterReset(run, mutation, sending),
    log: (kind, step, facts) => {
      run.log(kind, step, facts);
    },
    logCalls: (step, calls) => {
      run.logCalls(step, calls);
    },
  };
}
