import {
  condition,
  defineQuery,
  defineSignal,
  setCurrentDetails,
  setHandler,
  upsertMemo,
} from '@temporalio/workflow';
import {
  MARK_REPLICAS_SIGNAL,
  REPLICA_MARK_QUERY,
  type ReplicaMark,
  type ReplicaReleaseNote,
  toEntry,
  withEntry,
  withoutMachines,
} from '../plan/replica-mark.js';
import { RELEASE_SIGNAL } from '../plan/workflow-names.js';

const markSignal = defineSignal<[unknown]>(MARK_REPLICAS_SIGNAL);
const releaseSignal = defineSignal<[Partial<ReplicaReleaseNote> | undefined]>(RELEASE_SIGNAL);
const markQuery = defineQuery<ReplicaMark>(REPLICA_MARK_QUERY);

/**
 * Remembers which replicas of a connection are failed over, by which run: open from before the first
 * start was sent until the last of them is released. What it knows is its memo.
 */
export async function failedOverReplicas(first: ReplicaMark): Promise<string> {
  let mark = first;
  let lastWord = '';
  const change = (next: ReplicaMark): void => {
    mark = next;
    upsertMemo({ entries: mark.entries });
    tell(mark);
  };
  setHandler(markQuery, () => mark);
  setHandler(markSignal, (value) => {
    // Anybody can send a signal; what has not this form is left alone.
    const entry = toEntry(value);
    if (entry !== null) change(withEntry(mark, entry));
  });
  setHandler(releaseSignal, (note) => {
    const { by = 'somebody', reason = '', machines } = note ?? {};
    lastWord = `released by ${by}: ${reason}`;
    change(machines === undefined ? { ...mark, entries: [] } : withoutMachines(mark, machines));
  });
  tell(mark);
  await condition(() => mark.entries.length === 0);
  return lastWord;
}

function tell({ connection, entries }: ReplicaMark): void {
  const lines = entries.map(
    ({ runId, since, machines }) => `- ${machines.length} since ${since}, by run \`${runId}\``,
  );
  setCurrentDetails([`Replicas of **${connection}** that are failed over:`, ...lines].join('\n'));
}
