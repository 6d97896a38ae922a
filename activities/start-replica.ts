import { isKind } from '../clients/client-error.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type { RestoreSession, Task } from '../clients/enterprise-manager/resources.js';
import type { LookUpResult, SendResult } from './contract.js';
import type { Dependencies, EnterpriseManager } from './dependencies.js';
import { shownRestoreSessions, type Traces } from './look-for-traces.js';
import { lookUpTraces } from './look-up-mutation.js';
import { replicaOperation } from './operation.js';
import type {
  LookUpReplicaInput,
  ReplicaStart,
  SentReplica,
  StartReplicaInput,
} from './replica-contract.js';
import { newFrom, newSessionsOf } from './replica-sessions.js';
import { sendInSession } from './send-in-session.js';
import { notAllowed, type Result } from './send-result.js';

/** Fails one replica over, once, and says what became of it. */
export async function startReplica(
  dependencies: Dependencies,
  input: StartReplicaInput,
): Promise<SendResult> {
  return await sendInSession(
    dependencies,
    () => dependencies.enterpriseManager(input.connection),
    (server) => ({
      operation: replicaOperation(input.start.kind),
      lookBefore: (options) => lookBefore(server, input, options),
      post: (options) => post(server, input.start, options),
      newSessions: (options) => newTraces(server, input, options),
      // Anybody restores machines in a disaster.
      adoptsSession: false,
      keepsReads: false,
    }),
  );
}

/** Looks for traces of a start whose activity is gone with its worker. */
export async function lookUpReplica(
  dependencies: Dependencies,
  input: LookUpReplicaInput,
): Promise<LookUpResult> {
  return await lookUpTraces(dependencies, {
    connection: input.connection,
    sentBefore: input.sentBefore,
    newSessions: (server, options) => newTraces(server, input, options),
  });
}

/** A session since the baseline: somebody has failed the machine over meanwhile, or is about to. */
async function lookBefore(
  server: EnterpriseManager,
  input: StartReplicaInput,
  options: CallOptions,
): Promise<Result | null> {
  const [newest] = await newSessions(server, input, options);
  if (newest === undefined) return null;
  const { id, state, createdAt } = newest;
  return notAllowed(
    `a restore session of it has appeared since it was looked at (${id}, of ${createdAt}, ${state}); nothing was sent`,
  );
}

async function newTraces(
  server: EnterpriseManager,
  sent: SentReplica,
  options: CallOptions,
): Promise<Traces | null> {
  return shownRestoreSessions(await newSessions(server, sent, options));
}

async function newSessions(
  server: EnterpriseManager,
  { machine, baseline }: SentReplica,
  options: CallOptions,
): Promise<readonly RestoreSession[]> {
  if (!baseline.hasSessions) return [];
  try {
    const since = newFrom(baseline);
    const listed = await server.client.listRestoreSessions(
      { since, machine: machine.name },
      options,
    );
    return newSessionsOf(machine, baseline, listed);
  } catch (error) {
    // The role may not list them: then they are not told, and never guessed.
    if (isKind(error, 'refused')) return [];
    throw error;
  }
}

async function post(
  { client }: EnterpriseManager,
  start: ReplicaStart,
  options: CallOptions,
): Promise<Task> {
  switch (start.kind) {
    case 'point':
      return start.of === 'vm'
        ? await client.replicas.failoverVmReplicaPoint(start.pointId, options)
        : await client.replicas.failoverVAppReplicaPoint(start.pointId, options);
    case 'cdp':
      return start.target.kind === 'vm'
        ? await client.cdp.failoverCdpVm(start.target, start.spec, options)
        : await client.cdp.failoverCdpVApp(start.target.id, start.spec, options);
  }
}
