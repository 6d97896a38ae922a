import { ActivityFailure, patched } from '@temporalio/workflow';
import type { ResolvedReplicas } from '../../activities/replica-contract.js';
import { stepsOfItems } from '../../plan/foreach.js';
import type { PlanStep } from '../../plan/plan.js';
import { machineKey } from '../../plan/replica-mark.js';
import { failureRecord } from '../failure-words.js';
import type { Run } from '../run.js';
import { markedByOthers, namesOf } from './skip-marked.js';

/** What a run drives machine by machine. */
interface ReplicaSteps {
  readonly targets: readonly ResolvedReplicas[];
  /** Connections whose replicas are held, all together. */
  readonly connections: readonly string[];
  /** Why these steps can't be in one run; null: they can. */
  readonly refusal: string | null;
}

/**
 * The targets of replicas that steps start, and each of their items; two steps on one target would
 * start it twice. Which items will want which is not known before: see `otherDriver`.
 */
export function replicaSteps(run: Run): ReplicaSteps {
  const steps = [...run.steps, ...run.always].flatMap(({ plan }) => drivenBy(run, plan));
  const twice = steps.find(({ target }, index) =>
    steps.slice(0, index).some((other) => other.target === target),
  );
  const first = steps.find(({ target }) => target === twice?.target);
  const ofItems = [...run.steps, ...run.always].flatMap(({ plan }) => drivenByItems(run, plan));
  const targets = [...steps.map(({ target }) => target), ...ofItems];
  return {
    targets: [...new Set(targets)],
    connections: [...new Set(targets.map(({ connection }) => connection))],
    refusal:
      twice === undefined
        ? null
        : `steps ${first?.id ?? ''} and ${twice.id} both fail over ${twice.target.target}: replicas have no undo, so a run starts each once`,
  };
}

function drivenBy(
  run: Run,
  step: PlanStep,
): readonly { readonly id: string; readonly target: ResolvedReplicas }[] {
  if (step.verb !== 'failover' || step.action === 'skip') return [];
  const target = run.replicaTargets.get(step.target);
  return target === undefined ? [] : [{ id: step.id, target }];
}

/** With `foreach` over targets: that of each item. Older versions held none of them. */
function drivenByItems(run: Run, step: PlanStep): readonly ResolvedReplicas[] {
  if (step.foreach?.targets === undefined) return [];
  const found = stepsOfItems(step).flatMap((item) => drivenBy(run, item));
  if (found.length === 0 || !patched('replicas-of-items-are-held')) return [];
  return found.map(({ target }) => target);
}

/** Targets of which another run has failed over every machine: nothing would be left to do. */
export async function refuseReplicas(
  run: Run,
  targets: readonly ResolvedReplicas[],
): Promise<string | null> {
  for (const { target, connection, machines, sources } of targets) {
    try {
      const marked = await markedByOthers(run, connection, `admit/${target}`);
      const entries = machines.map(({ name, source }) => {
        const backupServerName = sources[source]?.backupServerName ?? null;
        return marked.get(machineKey({ name, backupServerName }));
      });
      const [first] = entries;
      if (first === undefined || entries.includes(undefined)) continue;
      const names = namesOf(machines.map(({ name }) => name));
      return `all replicas of target ${target} (${names}) are failed over, since ${first.since} by run ${first.runId}; release them with \`drillbook release\` if that is no longer so`;
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      return failureRecord(error).message;
    }
  }
  return null;
}
