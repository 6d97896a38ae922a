import { ActivityFailure } from '@temporalio/workflow';
import type { AdmitResult, ResolvedTarget } from '../activities/contract.js';
import { stepsOfItems, targetsOfStep } from '../plan/foreach.js';
import type { ChildRunbookStep, Plan, PlanStep, PlanTarget } from '../plan/plan.js';
import { reads } from './activities.js';
import { failureRecord } from './failure-words.js';
import type { Run } from './run.js';

/** A runbook that this one runs, at whatever depth. */
interface Child {
  /** The ids of the steps that lead to it: `sites.databases`. */
  readonly path: string;
  readonly step: ChildRunbookStep;
}

/** What a run above drives, by what it would hold for it. */
type Held = ReadonlyMap<string, string>;

/**
 * Why the tree of runs can't be: a run holds what it drives to its end, so a child that drives the
 * same would wait for ever for the run that waits for it. Two children may: each gives back what it
 * held. In a drill a child's unknown names are found here too; in a disaster they stop that child
 * alone, when it begins.
 */
export async function refuseChildren(run: Run): Promise<string | null> {
  const { plan } = run.input;
  const children = childrenOf(plan, '');
  if (children.length === 0) return null;
  return await refuseTree(run, children, heldFor(plan, [...run.targets.values()]));
}

async function refuseTree(
  run: Run,
  children: readonly Child[],
  above: Held,
): Promise<string | null> {
  for (const child of children) {
    const admitted = await admitChild(run, child);
    if (typeof admitted === 'string') {
      run.log('child-not-admitted', null, { child: child.path, message: admitted });
      if (run.isDrill) return `step ${child.path}: ${admitted}`;
      continue;
    }
    const own = heldFor(child.step.plan, admitted.targets);
    const twice = [...own.keys()].find((key) => above.has(key));
    if (twice !== undefined) {
      return `step ${child.path} runs ${child.step.file}, which drives ${own.get(twice) ?? twice}; a run above it drives that too (${above.get(twice) ?? ''}) and holds it to its end: drive it in one of the two`;
    }
    const deeper = childrenOf(child.step.plan, `${child.path}.`);
    const refusal = await refuseTree(run, deeper, new Map([...above, ...own]));
    if (refusal !== null) return refusal;
  }
  return null;
}

/** A string says why not. */
async function admitChild(run: Run, { path, step }: Child): Promise<AdmitResult | string> {
  const { plan, planHash } = step;
  const named = new Set(stepsOf(plan).flatMap(targetsOfStep));
  try {
    const admitted = await reads.admit.executeWithOptions(
      {
        activityId: `admit/${path}`,
        summary: `admit ${step.file}: plan, targets`,
        scheduleToCloseTimeout: '30s',
        retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10s' },
      },
      [
        {
          ...{ runId: run.id, planHash, planVersion: plan.planVersion, mode: plan.mode },
          targets: plan.targets.filter(({ id }) => named.has(id)),
        },
      ],
    );
    run.logCalls(null, admitted.calls);
    const [problem] = admitted.problems;
    return problem === undefined ? admitted : problem.message;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return failureRecord(error).message;
  }
}

/** Each runbook once, however many steps run it. */
function childrenOf(plan: Plan, prefix: string): readonly Child[] {
  const found = new Map<string, Child>();
  for (const step of stepsOf(plan)) {
    if (step.verb !== 'runbook' || found.has(step.planHash)) continue;
    found.set(step.planHash, { path: `${prefix}${step.id}`, step });
  }
  return [...found.values()];
}

function stepsOf(plan: Plan): readonly PlanStep[] {
  return [...plan.steps, ...plan.always].flatMap(stepsOfItems);
}

/** What a run of this plan holds, with a name for each: plans, tenants, a connection's replicas. */
function heldFor(plan: Plan, resolved: readonly ResolvedTarget[]): Held {
  const driven = new Set(
    stepsOf(plan).flatMap((step) => (isDriving(step) ? targetsOfStep(step) : [])),
  );
  const held = new Map<string, string>();
  for (const { target, planId, name, tenantId, tenantName } of resolved) {
    if (!driven.has(target)) continue;
    held.set(planId, `"${name}"`);
    if (tenantId !== null)
      held.set(`tenant/${tenantId}`, `"${name}" of tenant ${tenantName ?? tenantId}`);
  }
  for (const target of plan.targets) {
    if (!driven.has(target.id) || !isReplicas(target)) continue;
    held.set(`${target.connection}/replicas`, `replicas of ${target.connection}`);
  }
  return held;
}

function isDriving(step: PlanStep): boolean {
  switch (step.verb) {
    case 'failover':
      return step.action !== 'skip';
    case 'undo':
    case 'update':
      return true;
    default:
      return false;
  }
}

function isReplicas({ kind }: PlanTarget): boolean {
  return kind === 'vmReplicas' || kind === 'vAppReplicas' || kind === 'cdpReplicas';
}
