import { ClientError } from '../clients/client-error.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import { markWorkflowId } from '../plan/workflow-names.js';
import { CallLog } from './call-log.js';
import type { ResolvedTarget, TargetReading } from './contract.js';
import type { Dependencies, Server } from './dependencies.js';
import { Pulse } from './pulse.js';
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
    const server = dependencies.server(target.connection);
    const memo = await openMemo(markWorkflowId(target.planId));
    const facts = await readFacts(server, target, { onCall: log.add });
    return { ...facts, mark: memo === null ? null : toMarkMemo(memo), calls: log.calls };
  } catch (error) {
    throw toFailure(error);
  } finally {
    pulse.stop();
  }
}

/** What the server says, without the mark. Throws ClientError. */
export async function readFacts(
  server: Server,
  target: ResolvedTarget,
  options: CallOptions,
): Promise<Omit<TargetReading, 'mark' | 'calls'>> {
  const serverTime = await server.client.serverTime(options);
  switch (target.kind) {
    case 'failoverPlan': {
      const sessions = await restoreSessionsOf(server, target, serverTime, options);
      // Enterprise Manager tells no state of a plain plan (the mark decides).
      return {
        serverTime,
        newestSession: null,
        sessionIds: [],
        restoreSessionIds: sessions.map(({ id }) => id),
        failedOver: null,
        isRunning: null,
      };
    }
    case 'cloudFailoverPlan': {
      const sessions = await sessionsOf(server, target, options);
      const newest = sessions[0];
      return {
        serverTime,
        newestSession:
          newest === undefined
            ? null
            : {
                id: newest.id,
                state: newest.state,
                result: newest.result,
                createdAt: newest.createdAt,
              },
        sessionIds: sessions.map(({ id }) => id),
        restoreSessionIds: [],
        failedOver: await failedOverOrUntold(server, target, options),
        isRunning: sessions.some(({ state }) => state !== 'Stopped'),
      };
    }
  }
}

/** Not every role may read the replicas' states: then they are not told, and never guessed. */
async function failedOverOrUntold(
  server: Server,
  target: ResolvedTarget,
  options: CallOptions,
): Promise<readonly string[] | null> {
  try {
    return await failedOverMachines(server, target, options);
  } catch (error) {
    if (error instanceof ClientError && error.kind === 'refused') return null;
    throw error;
  }
}
