import { commandsAt } from '../world/plan-commands.js';

import { ConsoleProblem } from './console-problem.js';
import { consoleReply, type ConsoleReply } from './console-reply.js';
import type { ConsoleContext } from './console-route.js';
import { isObject, type Json, type JsonObject } from './json.js';
import type { PlanEntry } from './plan-entries.js';
import { planObjects } from './plan-json.js';

const PATHS = { '/preFailoverCommand': 'pre', '/postFailoverCommand': 'post' } as const;

/** Changes a plan's commands. The answer has the old ones: it is made before [vendor's sample]. */
export function patchPlan(context: ConsoleContext, entry: PlanEntry): ConsoleReply {
  const { console, request, withSession } = context;
  const { time } = console.world;
  const changes = readPatch(request.body);
  const [before = {}] = planObjects(console, [entry], withSession);
  const { plan } = entry;
  const commands = { ...commandsAt(plan, time.now()), ...Object.fromEntries(changes) };
  plan.commands = [...plan.commands, { ...commands, at: time.now() }];
  return consoleReply(200, { data: before });
}

function readPatch(body: string): readonly (readonly ['pre' | 'post', string])[] {
  const operations = readList(body);
  return operations.map((operation) => {
    const { op, value } = operation;
    const asked = typeof operation['path'] === 'string' ? operation['path'] : '';
    const path = Object.entries(PATHS).find(([name]) => name === asked);
    if (op !== 'replace' || path === undefined || typeof value !== 'string') {
      throw new ConsoleProblem(
        400,
        'logical',
        `The property at path '${asked}' could not be updated.`,
        { code: 1001, failedJsonPatch: operation },
      );
    }
    return [path[1], value] as const;
  });
}

function readList(body: string): readonly JsonObject[] {
  let parsed: Json;
  try {
    parsed = JSON.parse(body) as Json;
  } catch {
    throw new ConsoleProblem(400, 'logical', 'The request body is no JSON.');
  }
  const list = Array.isArray(parsed) ? (parsed as readonly Json[]) : null;
  if (list?.every(isObject) !== true) {
    throw new ConsoleProblem(400, 'logical', 'The request body is no JSON Patch.');
  }
  return list;
}
