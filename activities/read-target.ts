import { ClientError } from '../clients/client-error.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type { CloudFailoverSession } from '../clients/enterprise-manager/resources.js';
import { markWorkflowId } from '../plan/workflow-names.js';
import { CallLog } from './call-log.js';
import type { CloudSessionFacts, ResolvedTarget, TargetReading } from './contract.js';
import type { Dependencies, EnterpriseManager } from './dependencies.js';
import { Pulse } from './pulse.js';
import { consolePlanOf, readConsolePlan, targetFactsOf } from './read-console-plan.js';
import { withSecondOpinion } from './second-opinion.js';
import { failedOverMachines, restoreSessionsOf, sessionsOf } from './target-facts.js';
import { openMemo, toMarkMemo } from './temporal-memo.js';
import { toFailure } from './to-failure.js';

/** Reads what the server, and our own mark, say of a target now: also the baseline of "Once". */
export async function readTarget(
  dependencies: Dependencies,
  target: ResolvedTarget,
): Promise<TargetReading> {
  const pulse = new Pulse();
  const log = new CallLog();
  try {
    const memo = await openMemo(markWorkflowId(target.planId));
    const facts = await readFacts(dependencies, target, { onCall: log.add });
    return { ...facts, mark: memo === null ? null : toMarkMemo(memo), calls: log.calls };
  } catch (error) {
    throw toFailure(error);
  } finally {
    pulse.stop();
  }
}

type Facts = Omit<TargetReading, 'mark' | 'calls'>;

/** What the server says, without the mark. Throws ClientError. */
export async function readFacts(
  dependencies: Dependencies,
  target: ResolvedTarget,
  options: CallOptions,
): Promise<Facts> {
  if (target.kind === 'spcFailoverPlan') {
    const place = consolePlanOf(target);
    const console = dependencies.console(place.connection);
    return targetFactsOf(await readConsolePlan(console, place, options));
  }
  const server = dependencies.enterpriseManager(target.connection);
  const facts = await readManager(server, target.kind, target, options);
  return await withSecondOpinion(dependencies, target, facts, options);
}

async function readManager(
  server: EnterpriseManager,
  kind: 'cloudFailoverPlan' | 'failoverPlan',
  target: ResolvedTarget,
  options: CallOptions,
): Promise<Facts> {
  const serverTime = await server.client.serverTime(options);
  switch (kind) {
    case 'failoverPlan': {
      const sessions = await orUntold(restoreSessionsOf(server, target, serverTime, options));
      // Enterprise Manager tells no state of a plain plan (the mark decides).
      return {
        serverTime,
        newestSession: null,
        hasSessions: sessions !== null,
        sessionIds: [],
        restoreSessionIds: (sessions ?? []).map(({ id }) => id),
        failedOver: null,
        surelyFailedOver: [],
        isRunning: null,
      };
    }
    case 'cloudFailoverPlan': {
      const sessions = await orUntold(sessionsOf(server, target, options));
      const failedOver = await orUntold(
        failedOverMachines(server, target, sessions ?? [], options),
      );
      return {
        serverTime,
        newestSession: factsOf(sessions?.[0]),
        hasSessions: sessions !== null,
        sessionIds: (sessions ?? []).map(({ id }) => id),
        restoreSessionIds: [],
        failedOver: failedOver === null ? null : failedOver.names,
        surelyFailedOver: failedOver === null ? [] : failedOver.surely,
        isRunning: isRunning(target, sessions),
      };
    }
  }
}

/** A running session of a plan whose name is shared may be the other plan's: not told then. */
function isRunning(
  target: ResolvedTarget,
  sessions: readonly CloudFailoverSession[] | null,
): boolean | null {
  if (sessions === null) return null;
  if (sessions.every(({ state }) => state === 'Stopped')) return false;
  return target.isNameShared ? null : true;
}

function factsOf(session: CloudFailoverSession | undefined): CloudSessionFacts | null {
  if (session === undefined) return null;
  const { id, state, result, createdAt } = session;
  return { id, state, result, createdAt };
}

/** Not every role may read sessions and states: then they are not told, and never guessed. */
async function orUntold<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ClientError && error.kind === 'refused') return null;
    throw error;
  }
}
