import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ApplicationFailure,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  startChild,
} from '@temporalio/workflow';
import type { Mode } from '../../plan/plan.js';
import {
  MARK_REPLICAS_SIGNAL,
  REPLICA_MARK_WORKFLOW,
  type ReplicaMark,
  type ReplicaMarkEntry,
  type ReplicaReleaseNote,
  replicasKey,
} from '../../plan/replica-mark.js';
import type { Person } from '../../plan/run-input.js';
import { markWorkflowId, RELEASE_SIGNAL } from '../../plan/workflow-names.js';

/** The mark can close between a look and a word to it, when a person releases all; then once more. */
const MOST_TRIES = 5;

/** The run that marks: a group does it in its run's name. */
export interface MarkOwner {
  readonly runId: string;
  readonly runbook: string;
  readonly mode: Mode;
  readonly person: Pick<Person, 'osUser' | 'host'>;
}

/**
 * Marks machines as failed over before the first of them is started, so that no crash between the
 * two can hide it. There is one mark for a connection: it is started, or told where it is there
 * already.
 */
export async function markReplicas(
  owner: MarkOwner,
  connection: string,
  machines: readonly string[],
  since: string,
): Promise<void> {
  if (machines.length === 0) return;
  const { runId, runbook, mode } = owner;
  const entry: ReplicaMarkEntry = { runId, runbook, mode, since, machines };
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    if (await tell(connection, MARK_REPLICAS_SIGNAL, entry)) return;
    if (await begin(connection, entry)) return;
  }
  throw ApplicationFailure.nonRetryable(
    `the machines could not be marked as failed over (${markWorkflowId(replicasKey(connection))}): nothing was sent`,
    'MarkFailed',
  );
}

/** Takes machines out of the mark again: those whose start was certainly not acted upon. */
export async function unmarkReplicas(
  owner: MarkOwner,
  connection: string,
  machines: readonly string[],
  at: string,
): Promise<void> {
  if (machines.length === 0) return;
  const note: ReplicaReleaseNote = {
    by: `run ${owner.runId}`,
    ...owner.person,
    reason: 'the start was not acted upon',
    at,
    machines,
  };
  // Released by a person meanwhile: there is nothing left to tell.
  await tell(connection, RELEASE_SIGNAL, note);
}

/** false: there is no such mark open. */
async function tell(connection: string, signal: string, argument: object): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(markWorkflowId(replicasKey(connection))).signal(
      signal,
      argument,
    );
    return true;
  } catch {
    return false;
  }
}

/** false: it is there already. */
async function begin(connection: string, entry: ReplicaMarkEntry): Promise<boolean> {
  const mark: ReplicaMark = { connection, entries: [entry] };
  try {
    const handle = await startChild(REPLICA_MARK_WORKFLOW, {
      workflowId: markWorkflowId(replicasKey(connection)),
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      memo: { ...mark },
      args: [mark],
      staticSummary: `replicas of ${connection} that are failed over`,
    });
    // Released by a person: that is no failure of who marked.
    handle.result().catch(() => undefined);
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
