import { deterministicId } from '../deterministic-id.js';
import { timestamp } from '../resources/timestamp.js';
import type { ConsoleSwitches } from '../scenario/console-switches.js';
import type { Job, Plan } from '../world/model.js';
import { commandsAt } from '../world/plan-commands.js';

import { shownAt, type Console } from './console.js';
import type { JsonObject } from './json.js';
import type { PlanEntry } from './plan-entries.js';
import { hasEnded, planStatus, type PlanHistory } from './plan-status.js';

/** Plans as the Console shows them; `withSession` is false for callers older than REST 3.6.1. */
export function planObjects(
  from: Console,
  entries: readonly PlanEntry[],
  withSession: boolean,
): readonly JsonObject[] {
  const { switches } = from.spec;
  const histories = historiesOf(from);
  return entries.map((entry) => {
    const history = histories(entry.plan);
    return {
      ...planObject(entry, history, switches),
      ...(withSession ? { lastSession: lastSession(history, switches) } : {}),
    };
  });
}

/** What each plan had done by the moment shown. */
export function historiesOf(from: Console): (plan: Plan) => PlanHistory {
  const at = shownAt(from);
  const byPlan = new Map<Plan, Job[]>();
  for (const job of from.world.jobs) {
    if (job.createdAt > at) continue;
    const jobs = byPlan.get(job.plan);
    if (jobs === undefined) byPlan.set(job.plan, [job]);
    else jobs.push(job);
  }
  return (plan) => ({ plan, jobs: byPlan.get(plan) ?? [], at });
}

function planObject(entry: PlanEntry, history: PlanHistory, switches: ConsoleSwitches): JsonObject {
  const { plan } = entry;
  const { pre, post } = commandsAt(plan, history.at);
  return {
    instanceUid: entry.uid,
    originalUid: plan.id,
    backupServerUid: entry.server.uid,
    name: plan.name,
    type: entry.type,
    status: planStatus(history, switches),
    tenantUid: entry.tenantUid,
    objectsCount: plan.machines.length,
    preFailoverScriptEnabled: pre !== '',
    preFailoverCommand: pre,
    postFailoverCommand: post,
    postFailoverScriptEnabled: post !== '',
  };
}

function lastSession({ jobs, at }: PlanHistory, switches: ConsoleSwitches): JsonObject | null {
  const shown = jobs.filter((job) => job.action !== 'undo' || switches.undoUpdatesSession);
  const newest = shown.at(-1);
  if (newest === undefined) return null;
  if (hasEnded(newest, at)) return sessionObject(newest, switches);
  switch (switches.sessionWhileRunning) {
    case 'absent':
      return null;
    case 'old': {
      const old = shown.findLast((job) => hasEnded(job, at));
      return old === undefined ? null : sessionObject(old, switches);
    }
    case 'none':
      return {
        instanceUid: sessionUid(newest),
        endTime: null,
        status: 'None',
        message: null,
        detailedMessages: [],
      };
  }
}

function sessionObject(job: Job, { completedHidesFailures }: ConsoleSwitches): JsonObject {
  const isHidden = completedHidesFailures && job.result === 'Failed';
  return {
    instanceUid: sessionUid(job),
    endTime: job.endedAt === null ? null : timestamp(job.endedAt),
    status: isHidden ? 'Success' : (job.result ?? 'None'),
    message: isHidden ? null : job.message,
    detailedMessages: isHidden ? [] : job.machines.map(detailedMessage),
  };
}

function detailedMessage({
  machine,
  result,
  message,
  startedAt,
  endedAt,
}: Job['machines'][number]): JsonObject {
  return {
    title: machine.name,
    description: message ?? '',
    severity: result ?? 'None',
    startTime: startedAt === null ? null : timestamp(startedAt),
    endTime: endedAt === null ? null : timestamp(endedAt),
  };
}

// No page says that it is the id of Enterprise Manager's session: here it is another.
function sessionUid(job: Job): string {
  return deterministicId('consoleSession', job.id);
}
