import { notFound } from './console-problem.js';
import type { ConsoleContext, ConsoleRoute } from './console-route.js';
import { findEntry } from './find-entry.js';
import { itemReply, listReply } from './list-reply.js';
import { planMachineObjects } from './object-json.js';
import { consoleServers, type PlanEntry } from './plan-entries.js';
import { planObjects } from './plan-json.js';

const BASE = '/v3/infrastructure/backupServers';

/** Reading plans and their machines: all, of a server, of a plan. */
export const planReadRoutes: readonly ConsoleRoute[] = [
  read(`${BASE}/failoverplans`, (context) => plans(context, context.console.entries)),
  read(`${BASE}/failoverplans/objects`, ({ console, request }) =>
    listReply(planMachineObjects(console, console.entries, 'all'), request.query),
  ),
  read(`${BASE}/failoverplans/{planUid}`, (context) => {
    const { console, request, withSession } = context;
    const [plan = {}] = planObjects(console, [findEntry(context)], withSession);
    return itemReply(plan, request.query);
  }),
  read(`${BASE}/failoverplans/{planUid}/objects`, (context) =>
    listReply(
      planMachineObjects(context.console, [findEntry(context)], 'byPlan'),
      context.request.query,
    ),
  ),
  read(`${BASE}/{serverUid}/failoverplans`, (context) => plans(context, entriesOf(context))),
  read(`${BASE}/{serverUid}/failoverplans/objects`, (context) =>
    listReply(
      planMachineObjects(context.console, entriesOf(context), 'byServer'),
      context.request.query,
    ),
  ),
];

function read(pattern: string, handle: ConsoleRoute['handle']): ConsoleRoute {
  return { method: 'GET', pattern, handle };
}

function plans(
  { console, request, withSession }: ConsoleContext,
  entries: readonly PlanEntry[],
): ReturnType<typeof listReply> {
  return listReply(planObjects(console, entries, withSession), request.query);
}

function entriesOf({ console, param }: ConsoleContext): readonly PlanEntry[] {
  const uid = param('serverUid').toLowerCase();
  if (!consoleServers(console.world, console.spec).some((server) => server.uid === uid)) {
    throw notFound(`Backup server with UID '${uid}' was not found.`);
  }
  return console.entries.filter(({ server }) => server.uid === uid);
}
