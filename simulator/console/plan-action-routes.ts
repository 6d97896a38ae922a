import { timestamp } from '../resources/timestamp.js';
import { decidePlanAction, type ActionRules } from '../world/decide-plan-action.js';
import type { PlanAction } from '../world/model.js';

import { ConsoleProblem } from './console-problem.js';
import { consoleReply, type ConsoleReply } from './console-reply.js';
import type { ConsoleContext, ConsoleRoute } from './console-route.js';
import { findEntry } from './find-entry.js';
import { patchPlan } from './patch-plan.js';
import type { PlanEntry } from './plan-entries.js';
import { readStartQuery, type StartQuery } from './start-query.js';

const PLAN = '/v3/infrastructure/backupServers/failoverplans/{planUid}';

/** Starting, testing, undoing and changing plans. */
export const planActionRoutes: readonly ConsoleRoute[] = [
  {
    method: 'POST',
    pattern: `${PLAN}/start`,
    operation: 'StartBackupFailoverPlan',
    handle: (context) => start(context, findEntry(context)),
  },
  {
    method: 'POST',
    pattern: `${PLAN}/undo`,
    operation: 'UndoBackupFailoverPlan',
    handle: (context) => act(context, findEntry(context), 'undo', null),
  },
  {
    method: 'PATCH',
    pattern: PLAN,
    operation: 'PatchBackupFailoverPlan',
    handle: (context) => patchPlan(context, findEntry(context)),
  },
];

function start(context: ConsoleContext, entry: PlanEntry): ConsoleReply {
  const { world, spec } = context.console;
  const query = readStartQuery(context.request.query, world.time.now(), spec.switches);
  return act(context, entry, startAction(context, entry, query), query.date);
}

// No page says what a test of a local plan does. `ignored` is the worst case: a real failover.
function startAction(
  { console }: ConsoleContext,
  { type }: PlanEntry,
  { test }: StartQuery,
): 'start' | 'test' {
  if (!test) return 'start';
  if (type !== 'Local') return 'test';
  switch (console.spec.switches.testOnLocal) {
    case 'error':
      throw new ConsoleProblem(400, 'logical', 'A local failover plan cannot be tested.', {
        parameterName: 'test',
      });
    case 'ignored':
      return 'start';
    case 'tests':
      return 'test';
  }
}

function act(
  { console, caller }: ConsoleContext,
  { plan }: PlanEntry,
  action: PlanAction,
  date: number | null,
): ConsoleReply {
  const { world } = console;
  const decision = decidePlanAction(world, plan, action, date, rulesOf(console.spec.switches));
  const isAccepted = decision.kind === 'accepted';
  plan.requests.push({
    at: timestamp(world.time.now()),
    action,
    outcome: isAccepted ? 'executed' : 'refused',
    startDate: date === null ? null : timestamp(date),
    user: caller.name,
    session: isAccepted ? (decision.job?.id ?? null) : null,
    server: 'console',
  });
  return isAccepted ? queued([]) : refusal(console.spec.switches.refusedAs, decision.message);
}

// Fire and forget: the answer says that the job was queued, not that it runs.
function queued(errors: readonly ConsoleProblem['error'][]): ConsoleReply {
  return consoleReply(200, { errors, data: {}, meta: null });
}

type ConsoleSwitches = ConsoleContext['console']['spec']['switches'];

function refusal(as: ConsoleSwitches['refusedAs'], message: string): ConsoleReply {
  const problem = new ConsoleProblem(400, 'logical', message);
  switch (as) {
    case 'http400':
      throw problem;
    case 'errors200':
      return queued([problem.error]);
    case 'ignored':
      return queued([]);
  }
}

function rulesOf(switches: ConsoleSwitches): ActionRules {
  const accepts = (value: 'accepted' | 'refused'): 'accept' | 'taskFailed' =>
    value === 'accepted' ? 'accept' : 'taskFailed';
  return {
    startWhileRunning: accepts(switches.startWhileRunning),
    startWhenFailedOver: accepts(switches.startWhenCompleted),
    undoWhenReady: switches.undoWhenReady === 'accepted' ? 'ok' : 'taskFailed',
    undoWhileRunning: switches.undoWhileRunning === 'stops' ? 'stops' : 'taskFailed',
  };
}
