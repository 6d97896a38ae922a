import type { DrivenReplica } from '../../plan/driven-replica.js';
import { machineKey, type ReplicaMarkEntry } from '../../plan/replica-mark.js';
import { reads } from '../activities.js';
import type { Run } from '../run.js';
import type { GroupFacts } from './group.js';
import { leaveUnstarted } from './leave-unstarted.js';

const MOST_NAMES = 20;

/** Machines that other runs have failed over, by their keys. */
export async function markedByOthers(
  run: Run,
  connection: string,
  activityId: string,
): Promise<ReadonlyMap<string, ReplicaMarkEntry>> {
  const { mark } = await reads.readReplicaMark.executeWithOptions(
    {
      activityId,
      summary: `which replicas of ${connection} are failed over`,
      scheduleToCloseTimeout: '2m',
    },
    [{ connection }],
  );
  const found = new Map<string, ReplicaMarkEntry>();
  for (const entry of mark?.entries ?? []) {
    if (entry.runId === run.id) continue;
    for (const key of entry.machines) found.set(key, entry);
  }
  return found;
}

/**
 * Leaves out the machines that another run has failed over: they are skipped, and say which run it
 * was. A string says that nothing is left to start or to follow.
 */
export async function skipMarked(
  run: Run,
  facts: Pick<GroupFacts, 'step' | 'attempt' | 'connection'>,
  replicas: readonly DrivenReplica[],
): Promise<string | null> {
  const queued = replicas.filter(({ state }) => state === 'queued');
  if (queued.length === 0) return null;
  const marked = await markedByOthers(run, facts.connection, `${facts.step}/${facts.attempt}/mark`);
  const skipped = queued.filter((replica) => {
    const entry = marked.get(machineKey(replica.machine));
    if (entry === undefined) return false;
    leaveUnstarted([replica], 'skipped', whyMarked(entry));
    return true;
  });
  if (skipped.length === 0) return null;
  const names = namesOf(skipped.map(({ machine }) => machine.name));
  run.log('replicas-skipped', facts.step, { machines: names, count: skipped.length });
  const isNothingLeft = replicas.every(({ result }) => result === 'skipped');
  return isNothingLeft ? `all of its replicas are failed over: ${names}` : null;
}

export function whyMarked({ runId, since }: ReplicaMarkEntry): string {
  return `failed over since ${since} by run ${runId}; if that is no longer so, release it with \`drillbook release\``;
}

/** The first names, and how many more there are. */
export function namesOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
