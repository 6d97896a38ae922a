import { ClientError } from '../clients/client-error.js';
import { markWorkflowId } from '../plan/workflow-names.js';
import { CallLog } from './call-log.js';
import type {
  FindingLevel,
  ReadinessFinding,
  ReadinessInput,
  ReadinessResult,
} from './check-contract.js';
import type { TargetReading } from './contract.js';
import type { Dependencies, Server } from './dependencies.js';
import { Pulse } from './pulse.js';
import { readFacts } from './read-target.js';
import { openMemo, toMarkMemo } from './temporal-memo.js';
import { toFailure } from './to-failure.js';

const API_VERSION = 'v1_7';

type Facts = Omit<TargetReading, 'calls'>;

/** Says what stands in the way of a target; changes nothing, and what can't be told is said so. */
export async function checkReadiness(
  dependencies: Dependencies,
  input: ReadinessInput,
): Promise<ReadinessResult> {
  const pulse = new Pulse();
  const log = new CallLog();
  try {
    const { target } = input;
    const server = dependencies.server(target.connection);
    const memo = await openMemo(markWorkflowId(target.planId));
    const facts = {
      ...(await readFacts(server, target, { onCall: log.add })),
      mark: memo === null ? null : toMarkMemo(memo),
    };
    const findings = [
      machines(input),
      running(input, facts),
      state(input, facts),
      await version(input, server, log),
      await role(input, server, log),
    ];
    return { findings, calls: log.calls };
  } catch (error) {
    throw toFailure(error);
  } finally {
    pulse.stop();
  }
}

function machines({ target }: ReadinessInput): ReadinessFinding {
  const count = target.machines.length;
  return count > 0
    ? finding(target.target, 'ok', `"${target.name}" has ${count} machines`)
    : finding(
        target.target,
        'blocker',
        `"${target.name}" lists no machine`,
        'add machines to the plan in Veeam, or wait until Enterprise Manager has collected them',
      );
}

function running({ target }: ReadinessInput, facts: Facts): ReadinessFinding {
  switch (facts.isRunning) {
    case null:
      return finding(target.target, 'not-provable', 'whether a job of the plan runs is not told');
    case false:
      return finding(target.target, 'ok', 'no job of the plan runs');
    case true:
      return finding(
        target.target,
        'blocker',
        `a job of the plan runs (session ${facts.newestSession?.id ?? 'unknown'})`,
        'wait until it is over',
      );
  }
}

function state({ target, expect }: ReadinessInput, facts: Facts): ReadinessFinding {
  const { mark, failedOver } = facts;
  const names = failedOver?.slice(0, 5).join(', ') ?? '';
  if (expect === 'failed-over') {
    if (mark !== null || (failedOver !== null && failedOver.length > 0)) {
      return finding(target.target, 'ok', `failed over (${mark?.runId ?? names})`);
    }
    return failedOver === null
      ? finding(target.target, 'not-provable', 'whether it is failed over is not told')
      : finding(target.target, 'blocker', 'it is not failed over', 'there is nothing to undo');
  }
  if (mark !== null) {
    const what = `failed over since ${mark.since} by run ${mark.runId}`;
    return finding(target.target, 'blocker', what, 'undo that run, or release the target');
  }
  if (failedOver === null) {
    const what = 'whether it is failed over is not told; no run of ours has it marked';
    return finding(target.target, 'not-provable', what);
  }
  if (failedOver.length === 0) return finding(target.target, 'ok', 'no machine is failed over');
  const isWhole = failedOver.length >= target.machines.length;
  return finding(
    target.target,
    isWhole ? 'blocker' : 'warning',
    `${failedOver.length} of ${target.machines.length} machines are failed over: ${names}`,
    'undo the failover in Veeam first',
  );
}

async function version(
  { target }: ReadinessInput,
  server: Server,
  log: CallLog,
): Promise<ReadinessFinding> {
  const versions = await versionsOrUntold(server, log);
  if (versions === null) {
    return finding(
      target.target,
      'not-provable',
      'the API versions: the server does not list them',
    );
  }
  return versions.includes(API_VERSION)
    ? finding(target.target, 'ok', `the server speaks ${API_VERSION}`)
    : finding(
        target.target,
        'blocker',
        `the server speaks ${versions.join(', ')}, not ${API_VERSION}`,
        'Enterprise Manager 12 or 13 is needed',
      );
}

async function versionsOrUntold(server: Server, log: CallLog): Promise<readonly string[] | null> {
  try {
    return await server.client.apiVersions({ onCall: log.add });
  } catch (error) {
    if (error instanceof ClientError && error.kind === 'refused') return null;
    throw error;
  }
}

/** The session's links list only what the role may use. */
async function role(
  { target }: ReadinessInput,
  server: Server,
  log: CallLog,
): Promise<ReadinessFinding> {
  const { resources } = await server.client.logon({ onCall: log.add });
  const wanted = target.kind === 'cloudFailoverPlan' ? 'CloudFailoverPlan' : 'FailoverPlan';
  return resources.some((type) => type.startsWith(wanted))
    ? finding(target.target, 'ok', 'the role lists such plans')
    : finding(
        target.target,
        'not-provable',
        `whether the role may start it: the logon session links no ${wanted} list`,
        'Portal Administrator and Restore Operator may',
      );
}

function finding(
  target: string,
  level: FindingLevel,
  what: string,
  advice: string | null = null,
): ReadinessFinding {
  return { target, level, what, advice };
}
