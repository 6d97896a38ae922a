import { ClientError } from '../clients/client-error.js';
import type { CallRecord } from '../clients/call-record.js';
import type { RunEvent } from '../plan/notice.js';
import type { PlainPlanTarget, PlanTarget } from '../plan/plan.js';
import { CallLog } from './call-log.js';
import type {
  AdmissionProblem,
  AdmitInput,
  AdmitResult,
  AdmittedNotifications,
  ResolvedTarget,
} from './contract.js';
import type { Dependencies } from './dependencies.js';
import { Pulse } from './pulse.js';
import type { ResolvedReplicas } from './replica-contract.js';
import { CdpLists } from './replica-lists.js';
import { ConsoleLists, resolveConfirm, resolveConsolePlan } from './resolve-console-plan.js';
import { PlanLists, resolvePlan } from './resolve-plan.js';
import { resolveReplicas, sharedReplicas } from './resolve-replicas.js';
import { bounded, reasonOf } from './second-opinion.js';
import { toFailure } from './to-failure.js';

/** What the targets of one run share while they are resolved. */
interface Resolving {
  readonly dependencies: Dependencies;
  readonly log: CallLog;
  readonly lists: PlanLists;
  readonly consoleLists: ConsoleLists;
  readonly targets: ResolvedTarget[];
  readonly warnings: string[];
  readonly isDrill: boolean;
  readonly cdp: CdpLists;
  readonly replicas: ResolvedReplicas[];
}

/** Resolves each name to exactly one thing, and gives the people that approvals are asked of. */
export async function admit(dependencies: Dependencies, input: AdmitInput): Promise<AdmitResult> {
  const pulse = new Pulse();
  const log = new CallLog();
  const resolving: Resolving = {
    dependencies,
    log,
    lists: new PlanLists(),
    consoleLists: new ConsoleLists(),
    targets: [],
    warnings: [],
    isDrill: input.mode === 'drill',
    cdp: new CdpLists(),
    replicas: [],
  };
  const problems: AdmissionProblem[] = [];
  const lags: Record<string, number> = {};
  try {
    for (const target of input.targets) {
      const server = dependencies.server(target.connection);
      lags[target.connection] = server.evidenceLagSeconds;
      await server.checkSecrets();
      const problem = await resolveTarget(resolving, target);
      if (problem !== null) problems.push({ target: target.id, message: problem });
    }
    for (const name of input.httpConnections ?? []) await dependencies.http(name).headers();
  } catch (error) {
    // Somebody is to be told that a run was refused, also where a server is silent.
    throw toFailure(error, [admittedNotifications(dependencies)]);
  } finally {
    pulse.stop();
  }
  const { targets, replicas, warnings } = resolving;
  problems.push(...twice(targets), ...sharedReplicas(replicas));
  return {
    engine: dependencies.build.engine,
    build: dependencies.build,
    groups: dependencies.groups,
    targets,
    replicas,
    problems,
    warnings,
    evidenceLagSeconds: lags,
    notifications: admittedNotifications(dependencies),
    calls: log.calls,
  };
}

function admittedNotifications(dependencies: Dependencies): AdmittedNotifications {
  const channels = dependencies.channels.map((name) => [name, dependencies.channel(name)] as const);
  const events = new Map<RunEvent, string[]>();
  for (const [name, channel] of channels) {
    for (const event of channel.events) events.set(event, [...(events.get(event) ?? []), name]);
  }
  return {
    channels: Object.fromEntries(channels.map(([name, { type }]) => [name, type])),
    events: Object.fromEntries(events),
  };
}

/** A string says why the target can't be had; null: it was resolved. */
async function resolveTarget(resolving: Resolving, target: PlanTarget): Promise<string | null> {
  const { dependencies, lists, log } = resolving;
  switch (target.kind) {
    case 'cloudFailoverPlan':
    case 'failoverPlan': {
      const server = dependencies.enterpriseManager(target.connection);
      const found = resolvePlan(target, await lists.get(server, target, { onCall: log.add }));
      if (typeof found === 'string') return found;
      return target.kind === 'failoverPlan' && target.confirm !== null
        ? await withConfirm(resolving, target, found)
        : take(resolving, found);
    }
    case 'spcFailoverPlan': {
      const console = dependencies.console(target.connection);
      const options = { onCall: log.add };
      const list = await resolving.consoleLists.get(console, target.connection, options);
      const found = await resolveConsolePlan(console, target, list, options);
      if (typeof found === 'string') return found;
      if (found.warning !== null) resolving.warnings.push(found.warning);
      return take(resolving, found.target);
    }
    case 'vmReplicas':
    case 'vAppReplicas':
    case 'cdpReplicas': {
      const server = dependencies.enterpriseManager(target.connection);
      // The names of thousands: what was asked is in the paths, the answers' digests stand for them.
      const onCall = (call: CallRecord): void => {
        log.addPoll({ ...call, responseBody: null });
      };
      const found = await resolveReplicas(target, server, resolving.cdp, { onCall });
      if (typeof found === 'string') return found;
      resolving.replicas.push(found);
      return null;
    }
  }
}

function take({ targets }: Resolving, target: ResolvedTarget): null {
  targets.push(target);
  return null;
}

/**
 * The second opinion on a plain plan. In a drill a wrong one is found out; a disaster is not stopped
 * by it. A Console that does not answer stops neither: the machines stay unverified.
 */
async function withConfirm(
  resolving: Resolving,
  target: PlainPlanTarget,
  found: ResolvedTarget,
): Promise<string | null> {
  const { dependencies, consoleLists, log, warnings, isDrill } = resolving;
  const { connection } = target.confirm ?? target;
  try {
    const console = dependencies.console(connection);
    await console.checkSecrets();
    const options = bounded({ onCall: log.add });
    const place = resolveConfirm(
      target,
      found,
      await consoleLists.get(console, connection, options),
    );
    if (typeof place !== 'string') return take(resolving, { ...found, console: place });
    if (isDrill) return place;
    warnings.push(`${place}; its machines stay unverified`);
    return take(resolving, { ...found, consoleTrouble: place });
  } catch (error) {
    const reason = reasonOf(error);
    if (isDrill && !(error instanceof ClientError)) return reason;
    const trouble = `confirm of target ${target.id} could not be read: ${reason}`;
    warnings.push(`${trouble}; its machines stay unverified`);
    return take(resolving, { ...found, consoleTrouble: trouble });
  }
}

/** Two targets of a runbook that are one plan on the server would be driven twice. */
function twice(targets: readonly ResolvedTarget[]): readonly AdmissionProblem[] {
  return targets.flatMap((target, index) => {
    const other = targets.slice(0, index).find(({ planId }) => planId === target.planId);
    if (other === undefined) return [];
    const message = `targets ${other.target} and ${target.target} are one and the same plan ("${target.name}", ${target.planId})`;
    return [{ target: target.target, message }];
  });
}
