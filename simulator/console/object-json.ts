import { deterministicId } from '../deterministic-id.js';
import { timestamp } from '../resources/timestamp.js';
import type { JobMachine, Machine } from '../world/model.js';

import type { Console } from './console.js';
import type { JsonObject } from './json.js';
import type { PlanEntry } from './plan-entries.js';
import { historiesOf } from './plan-json.js';
import { hasEnded, type PlanHistory } from './plan-status.js';

/** Which list they are asked for by: the vendor's samples give a machine another id in each. */
export type ObjectListing = 'all' | 'byServer' | 'byPlan';

/** The machines of plans, with what became of each in the plan's last run. */
export function planMachineObjects(
  from: Console,
  entries: readonly PlanEntry[],
  listing: ObjectListing,
): readonly JsonObject[] {
  const histories = historiesOf(from);
  const { undoClearsObjects } = from.spec.switches;
  return entries.flatMap((entry) => {
    const history = histories(entry.plan);
    const latest = latestEntries(history, undoClearsObjects);
    return entry.plan.machines.map((machine) => ({
      instanceUid: deterministicId('planObject', listing, entry.uid, machine.id),
      planUid: entry.uid,
      name: machine.name,
      hostName: null,
      folderName: null,
      path: machine.name,
      backupServerUid: entry.server.uid,
      restoreSession: restoreSession(latest.get(machine) ?? null, history.at),
    }));
  });
}

/** The last start or test of each machine that did something. */
function latestEntries(
  { jobs, at }: PlanHistory,
  undoClears: boolean,
): ReadonlyMap<Machine, JobMachine> {
  const latest = new Map<Machine, JobMachine>();
  for (const job of jobs) {
    for (const entry of job.machines) {
      if (entry.skipped || entry.startedAt === null || entry.startedAt > at) continue;
      if (job.action !== 'undo') latest.set(entry.machine, entry);
      else if (undoClears && hasEnded(job, at)) latest.delete(entry.machine);
    }
  }
  return latest;
}

function restoreSession(entry: JobMachine | null, at: number): JsonObject | null {
  if (entry?.startedAt === undefined || entry.startedAt === null) return null;
  const { machine, point, startedAt, endedAt, result } = entry;
  const isOver = endedAt !== null && endedAt <= at;
  return {
    instanceUid: deterministicId('objectSession', machine.id, String(entry.createdAt)),
    backupStatus: isOver ? (result ?? 'Unknown') : 'Running',
    restorePointUid: point?.id ?? null,
    restorePointDateTime: point === null ? null : timestamp(point.at),
    startDateTime: timestamp(startedAt),
    endDateTime: isOver ? timestamp(endedAt) : null,
  };
}
