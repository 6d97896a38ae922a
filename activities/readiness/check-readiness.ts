import { ClientError } from '../../clients/client-error.js';
import type { CallOptions } from '../../clients/enterprise-manager/options.js';
import { markWorkflowId } from '../../plan/workflow-names.js';
import { CallLog } from '../call-log.js';
import type { ReadinessFinding, ReadinessInput, ReadinessResult } from '../check-contract.js';
import type { ResolvedTarget, TargetReading } from '../contract.js';
import type { Dependencies, EnterpriseManager } from '../dependencies.js';
import { Pulse } from '../pulse.js';
import { readFacts } from '../read-target.js';
import { openMemo, toMarkMemo } from '../temporal-memo.js';
import { toFailure } from '../to-failure.js';
import { consoleFacts } from './console-facts.js';
import { finding } from './finding.js';
import { managerRole, managerVersion } from './manager-facts.js';
import { planState } from './plan-state.js';
import { restorePointAges } from './restore-point-ages.js';

/** Says what stands in the way of a target; changes nothing, and what can't be told is said so. */
export async function checkReadiness(
  dependencies: Dependencies,
  input: ReadinessInput,
): Promise<ReadinessResult> {
  const pulse = new Pulse();
  const log = new CallLog();
  try {
    const { target } = input;
    const options = { onCall: log.add };
    const memo = await openMemo(markWorkflowId(target.planId));
    const read = await readFacts(dependencies, target, options);
    const facts = { ...read, mark: memo === null ? null : toMarkMemo(memo) };
    const findings = [
      ...planState(input, facts),
      ...(target.kind === 'spcFailoverPlan'
        ? await consoleFacts(dependencies.console(target.connection), target, facts, options)
        : await managerFacts(dependencies, input, facts, options)),
    ];
    return { findings, calls: log.calls };
  } catch (error) {
    throw toFailure(error);
  } finally {
    pulse.stop();
  }
}

async function managerFacts(
  dependencies: Dependencies,
  input: ReadinessInput,
  facts: Pick<TargetReading, 'serverTime' | 'consoleTrouble'>,
  options: CallOptions,
): Promise<readonly ReadinessFinding[]> {
  const { target } = input;
  const { kind } = target;
  if (kind === 'spcFailoverPlan') return [];
  const server = dependencies.enterpriseManager(target.connection);
  const trouble = facts.consoleTrouble ?? null;
  const advice = 'its machines will be unverified; see to the Console, or leave confirm out';
  return [
    await ages(input, server, facts.serverTime, options),
    await managerVersion(target.target, server, options),
    await managerRole(target.target, kind, server, options),
    ...(trouble === null
      ? []
      : [finding(target.target, 'warning', `confirm can't be read: ${trouble}`, advice)]),
  ];
}

async function ages(
  { target, expect, rpoSeconds = null }: ReadinessInput,
  server: EnterpriseManager,
  serverTime: string,
  options: CallOptions,
): Promise<ReadinessFinding> {
  const what = 'how old the restore points are';
  if (expect === 'failed-over') {
    return finding(
      target.target,
      'not-provable',
      `${what}: the target is to be failed over already`,
    );
  }
  try {
    const points = await pointsOf(server, target, options);
    const { target: id, machines } = target;
    return restorePointAges({ target: id, machines, points, serverTime, rpoSeconds });
  } catch (error) {
    if (!(error instanceof ClientError) || error.kind !== 'refused') throw error;
    const advice = 'a role that may list restore points is needed to know';
    return finding(target.target, 'not-provable', `${what}: the role may not list them`, advice);
  }
}

/** A namesake on another backup server is left out where the server says which one it is. */
async function pointsOf(
  server: EnterpriseManager,
  target: ResolvedTarget,
  options: CallOptions,
): Promise<readonly { readonly machine: string; readonly createdAt: string }[]> {
  const isOwn = ({ backupServerId }: { readonly backupServerId: string | null }): boolean =>
    backupServerId === null ||
    target.backupServerId === null ||
    backupServerId === target.backupServerId;
  switch (target.kind) {
    case 'cloudFailoverPlan':
      return (await server.client.listCloudReplicaPoints({}, options)).filter(isOwn);
    case 'failoverPlan': {
      const filter = { machines: target.machines };
      return (await server.client.replicas.listVmReplicaPoints(filter, options)).filter(isOwn);
    }
    case 'spcFailoverPlan':
      return [];
  }
}
