import { CallLog } from '../call-log.js';
import type { CheckReplicasInput, ReadinessFinding, ReadinessResult } from '../check-contract.js';
import type { Dependencies } from '../dependencies.js';
import { readReplicas } from '../read-replicas.js';
import { toFailure } from '../to-failure.js';
import { finding, someOf } from './finding.js';
import { managerRole, managerVersion } from './manager-facts.js';
import { restorePointAges } from './restore-point-ages.js';

/**
 * Says what stands in the way of single replicas: their restore points and how old they are, what
 * runs of them, role and version. Whether they are failed over the server does not tell.
 */
export async function checkReplicas(
  dependencies: Dependencies,
  { target, expect, rpoSeconds, ...replicas }: CheckReplicasInput,
): Promise<ReadinessResult> {
  const { connection, kind, machines } = replicas;
  // It says that it is alive, and gives failures of servers as they are.
  const read = await readReplicas(dependencies, {
    ...replicas,
    step: target,
    choice: { kind: 'latest' },
  });
  const log = new CallLog();
  try {
    const server = dependencies.enterpriseManager(connection);
    const options = { onCall: log.add };
    const names = machines.map(({ name }) => name);
    const points = read.machines.flatMap(({ start }, index) => {
      const time = start?.time ?? null;
      return time === null ? [] : [{ machine: names[index] ?? '', createdAt: time }];
    });
    const ages =
      expect === 'failed-over'
        ? finding(
            target,
            'not-provable',
            'how old the restore points are: the target is to be failed over already',
          )
        : restorePointAges({
            ...{ target, machines: names, points, rpoSeconds },
            serverTime: read.serverTime,
          });
    return {
      findings: [
        ages,
        runningOnes(target, names, read.machines, read.hasSessions),
        await managerVersion(target, server, options),
        await managerRole(target, kind, server, options),
      ],
      calls: [...read.calls, ...log.calls],
    };
  } catch (error) {
    throw toFailure(error);
  }
}

/** What runs of a machine would be started beside. */
function runningOnes(
  target: string,
  names: readonly string[],
  readings: readonly { readonly runningSession: string | null }[],
  hasSessions: boolean,
): ReadinessFinding {
  if (!hasSessions) {
    const what = 'whether a restore session of them runs: the role may not list sessions';
    return finding(target, 'not-provable', what, 'a role that may list restore sessions is needed');
  }
  const running = names.filter((_, index) => (readings[index]?.runningSession ?? null) !== null);
  if (running.length === 0) return finding(target, 'ok', 'no restore session of them runs');
  const level = running.length === names.length ? 'blocker' : 'warning';
  const what = `a restore session runs of ${someOf(running)}`;
  return finding(target, level, what, 'wait for its end: nothing is started beside it');
}
