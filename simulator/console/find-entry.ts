import { notFound } from './console-problem.js';
import type { ConsoleContext } from './console-route.js';
import type { PlanEntry } from './plan-entries.js';

/** The plan of `{planUid}`. Throws ConsoleProblem 404. */
export function findEntry({ console, param }: ConsoleContext): PlanEntry {
  const uid = param('planUid').toLowerCase();
  const entry = console.entries.find((candidate) => candidate.uid === uid);
  if (entry === undefined) throw notFound(`Failover plan with UID '${uid}' was not found.`);
  return entry;
}
