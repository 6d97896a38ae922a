import {
  condition,
  defineSignal,
  setCurrentDetails,
  setHandler,
  upsertMemo,
} from '@temporalio/workflow';
import {
  DESCRIBE_MARK_SIGNAL,
  type MarkMemo,
  RELEASE_SIGNAL,
  type ReleaseNote,
} from '../plan/workflow-names.js';

const releaseSignal = defineSignal<[ReleaseNote]>(RELEASE_SIGNAL);
type MarkFacts = Pick<MarkMemo, 'session' | 'machines'>;

const describeMarkSignal = defineSignal<[MarkFacts | undefined]>(DESCRIBE_MARK_SIGNAL);

/**
 * Remembers that a target is failed over, for days if need be: open from before the start was sent
 * until a proven undo or a person's release. What it knows is its memo.
 */
export async function failedOver(memo: MarkMemo): Promise<ReleaseNote | null> {
  let note: ReleaseNote | null = null;
  setHandler(releaseSignal, (given) => {
    note = given;
  });
  setHandler(describeMarkSignal, (found: Partial<MarkFacts> | undefined) => {
    // Anybody can send a signal; what has not this form is left alone.
    const { session, machines } = found ?? {};
    if (machines === undefined || session === undefined) return;
    upsertMemo({ session, machines });
  });
  setCurrentDetails(
    `**${memo.name}** (${memo.connection}) is failed over since ${memo.since}, by run \`${memo.runId}\`.`,
  );
  await condition(() => note !== null);
  return note;
}
