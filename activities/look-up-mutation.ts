import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type { LookUpInput, LookUpResult } from './contract.js';
import type { Dependencies, EnterpriseManager } from './dependencies.js';
import { lookForTraces, type LookOptions, type Traces } from './look-for-traces.js';
import { newPlanSessions } from './new-plan-sessions.js';
import { lookUpOnConsole } from './send-to-console.js';
import { lookUpWatched } from './watched.js';

/**
 * Looks for traces of a mutation whose activity is gone with its worker. A task went with the
 * worker's logon session; sessions, restore sessions and request ids are for everybody to see.
 */
export async function lookUpMutation(
  dependencies: Dependencies,
  input: LookUpInput,
): Promise<LookUpResult> {
  if (input.target.kind === 'spcFailoverPlan') {
    return await lookUpWatched(dependencies, (options) =>
      lookUpOnConsole(dependencies, input, options),
    );
  }
  return await lookUpTraces(dependencies, {
    connection: input.target.connection,
    sentBefore: input.sentBefore,
    newSessions: (server, options) => newPlanSessions(dependencies, server, input, options),
  });
}

/** What was sent to Enterprise Manager by an activity that is gone. */
export interface LostMutation {
  readonly connection: string;
  readonly sentBefore: string;
  readonly newSessions: (server: EnterpriseManager, options: CallOptions) => Promise<Traces | null>;
}

/** Looks for what everybody can see of it: sessions and restore sessions. */
export async function lookUpTraces(
  dependencies: Dependencies,
  lost: LostMutation,
): Promise<LookUpResult> {
  return await lookUpWatched(dependencies, async (options: LookOptions) => {
    const server = dependencies.enterpriseManager(lost.connection);
    const sought = {
      sentBefore: lost.sentBefore,
      newSessions: (more: CallOptions) => lost.newSessions(server, more),
    };
    const { sessionId, hasJob, evidence } = await lookForTraces(server, sought, null, options);
    return { sessionId, hasJob, evidence };
  });
}
