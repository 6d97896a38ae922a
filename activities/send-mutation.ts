import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type { Task } from '../clients/enterprise-manager/resources.js';
import type { SendInput, SendResult } from './contract.js';
import type { Dependencies, EnterpriseManager } from './dependencies.js';
import { newPlanSessions } from './new-plan-sessions.js';
import { operationOf } from './operation.js';
import { readFacts } from './read-target.js';
import { sendInSession } from './send-in-session.js';
import { notAllowed, type Result } from './send-result.js';
import { sendToConsole } from './send-to-console.js';
import { sendWatched } from './watched.js';

/** Starts, tests or undoes a plan, once, and says what became of it. */
export async function sendMutation(
  dependencies: Dependencies,
  input: SendInput,
): Promise<SendResult> {
  if (input.target.kind === 'spcFailoverPlan') {
    return await sendWatched((options) => sendToConsole(dependencies, input, options));
  }
  return await sendInSession(
    dependencies,
    () => dependencies.enterpriseManager(input.target.connection),
    (server) => ({
      operation: operationOf(input.target.kind, input.verb),
      lookBefore: (options) => lookBefore(dependencies, input, options),
      post: (options) => post(server, input, options),
      newSessions: (options) => newPlanSessions(dependencies, server, input, options),
      adoptsSession: input.mode === 'live',
      keepsReads: true,
    }),
  );
}

async function lookBefore(
  dependencies: Dependencies,
  input: SendInput,
  options: CallOptions,
): Promise<Result | null> {
  const facts = await readFacts(dependencies, input.target, options);
  if (facts.isRunning === true) {
    return notAllowed(`"${input.target.name}" has a job running; nothing was sent`);
  }
  const newest = facts.newestSession?.id ?? null;
  const expected = input.verb === 'undo' ? input.expectedSession : baselineNewest(input);
  const isTold = input.target.kind === 'cloudFailoverPlan' && facts.hasSessions;
  if (!isTold || newest === expected) return null;
  return notAllowed(
    `the newest session of "${input.target.name}" is ${newest ?? 'none'}, not ${expected ?? 'none'}: somebody else has used the plan meanwhile; nothing was sent`,
  );
}

function baselineNewest(input: SendInput): string | null {
  return input.baseline.newestSession?.id ?? null;
}

async function post(
  server: EnterpriseManager,
  input: SendInput,
  options: CallOptions,
): Promise<Task> {
  const { client } = server;
  const { planId, kind } = input.target;
  const start = { before: input.restorePointBefore };
  switch (input.verb) {
    case 'start':
      return kind === 'cloudFailoverPlan'
        ? await client.startCloudFailoverPlan(planId, start, options)
        : await client.startFailoverPlan(planId, start, options);
    case 'test':
      return await client.testCloudFailoverPlan(planId, options);
    case 'undo':
      return kind === 'cloudFailoverPlan'
        ? await client.undoCloudFailoverPlan(planId, options)
        : await client.undoFailoverPlan(planId, options);
  }
}
