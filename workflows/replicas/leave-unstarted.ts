import type { DrivenReplica } from '../../plan/driven-replica.js';

/**
 * Nothing was sent for these machines, or nothing of it was acted upon: they are free to be started.
 * One that was to be sent again stands as it stood before, for nothing has closed that question.
 */
export function leaveUnstarted(
  replicas: readonly DrivenReplica[],
  result: 'failed' | 'cancelled' | 'skipped',
  message: string,
): void {
  for (const replica of replicas) {
    if (isAskedAgain(replica)) reopen(replica, message);
    else Object.assign(replica, { state: 'idle', result, message });
  }
}

/** Whether an earlier start of it is an open question while a further one is under way. */
export function isAskedAgain({ state, earlier }: DrivenReplica): boolean {
  return (state === 'queued' || state === 'sending') && (earlier ?? null) !== null;
}

/** A further start may have been acted upon: from here on that one is looked at. */
export function forgetEarlier(replica: DrivenReplica): void {
  // Left absent where it is: older versions gave no such fact to activities and groups.
  if (replica.earlier !== undefined) replica.earlier = null;
}

function reopen(replica: DrivenReplica, why: string): void {
  const { earlier, attempts, isMarked } = replica;
  const open =
    earlier?.state === 'unclear'
      ? 'whether the first start happened is still not known'
      : 'the end of the first start is still not seen';
  Object.assign(replica, {
    ...earlier,
    attempts,
    isMarked,
    retriesLeft: 0,
    earlier: null,
    message: `${open}; it was not sent again: ${why}`,
  });
}
