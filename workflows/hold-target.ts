import { condition, defineSignal, setCurrentDetails, setHandler } from '@temporalio/workflow';
import { RELEASE_SIGNAL, type ReleaseNote, type TargetMemo } from '../plan/workflow-names.js';

export const releaseSignal = defineSignal<[ReleaseNote]>(RELEASE_SIGNAL);

/**
 * Holds one target for one run: while this workflow is open, no other can have its id. It ends by
 * `release`, or with its parent.
 */
export async function holdTarget(memo: TargetMemo): Promise<ReleaseNote | null> {
  let note: ReleaseNote | null = null;
  setHandler(releaseSignal, (given) => {
    note = given;
  });
  setCurrentDetails(`**${memo.name}** (${memo.connection}) is held by run \`${memo.runId}\`.`);
  await condition(() => note !== null);
  return note;
}
