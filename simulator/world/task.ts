import type { Job, ReplicaRun } from './model.js';

/** Enterprise Manager's own record of a request that it took. */
export interface Task {
  readonly id: string;
  readonly operation: string;
  readonly createdAt: number;
  readonly job: Job | null;
  /** The failover of a replica that it began. */
  readonly run: ReplicaRun | null;
  /** Its result stands in it from the beginning, while its state is Running. */
  readonly atOnce: boolean;
  /** Why it fails; null: it succeeds. */
  readonly failure: string | null;
  /** Its message at the end, when it succeeds. */
  readonly message: string;
}

export interface TaskView {
  readonly state: 'Running' | 'OperationFinished' | 'Finished';
  readonly result: { readonly success: boolean; readonly message: string } | null;
  /** When it is (or will be) Finished, in milliseconds since 1970. */
  readonly finishedAt: number;
}

// The middle state is for the time in which the operation is done, but not yet collected.
const OPERATION_SHARE = 0.6;

/** A task as it stands at a moment. `lasts` is its whole time in real milliseconds. */
export function viewTask(task: Task, now: number, lasts: number): TaskView {
  const age = now - task.createdAt;
  const finishedAt = task.createdAt + lasts;
  if (age >= lasts) return { state: 'Finished', result: finalResult(task), finishedAt };
  if (age < lasts * OPERATION_SHARE) {
    return { state: 'Running', result: task.atOnce ? finalResult(task) : null, finishedAt };
  }
  const isEarly = task.failure === null && !task.atOnce;
  const result = isEarly ? { success: true, message: 'OperationFinished' } : finalResult(task);
  return { state: 'OperationFinished', result, finishedAt };
}

function finalResult(task: Task): { readonly success: boolean; readonly message: string } {
  return { success: task.failure === null, message: task.failure ?? task.message };
}
