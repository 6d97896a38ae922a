import { ActivityFailure } from '@temporalio/workflow';
import type { AdmitResult, ResolvedTarget } from '../activities/contract.js';
import { planHash } from '../plan/canonical.js';
import { PLAN_VERSION, type PlanStep } from '../plan/plan.js';
import { reads } from './activities.js';
import { failureRecord } from './failure-words.js';
import { holdTargets, type Hold } from './holds.js';
import { whyNotIdle } from './not-idle.js';
import { readTarget } from './read-target.js';
import type { Run } from './run.js';

/** How long admission asks a server that does not answer: in a disaster it is given longer. */
const ADMIT_LIMIT_MS = { drill: 30_000, live: 120_000 };

export interface Admission {
  readonly holds: readonly Hold[];
  /** Why the run can't begin; nothing was touched. */
  readonly refusal: string | null;
}

/**
 * The first thing that a run does: the plan is the one that it says it is, every name resolves to
 * one thing, the targets are held and in the state that the first step on each needs.
 */
export async function admitRun(run: Run): Promise<Admission> {
  const refusal = refusePlan(run) ?? (await resolveTargets(run));
  if (refusal !== null) return { holds: [], refusal };
  const missing = missingCritical(run);
  if (missing !== null) {
    run.log('critical-missing', null, { message: missing });
    // A drill is where such a mistake is to be found; a disaster is not stopped by it.
    if (run.isDrill) return { holds: [], refusal: missing };
  }
  const driven = drivenTargets(run);
  const held = await holdTargets(run, driven);
  if (held.refusal !== null) return { holds: [], refusal: held.refusal };
  return { holds: held.holds, refusal: await refuseStates(run) };
}

function refusePlan(run: Run): string | null {
  const { plan } = run.input;
  // Typed as the one version that we know; a history may hold another.
  const version: number = plan.planVersion;
  if (version !== PLAN_VERSION) {
    return `the plan has version ${version}; this worker knows version ${PLAN_VERSION}`;
  }
  const missing = targetIds(run).find((id) => plan.targets.every((target) => target.id !== id));
  if (missing !== undefined)
    return `the plan has no target ${missing}, which one of its steps names`;
  const found = planHash(plan);
  if (found === run.input.planHash) return null;
  return `the plan's hash is ${found}, not ${run.input.planHash}: it was changed after compiling`;
}

async function resolveTargets(run: Run): Promise<string | null> {
  const { plan, planHash: hash } = run.input;
  let admitted: AdmitResult;
  try {
    admitted = await reads.admit.executeWithOptions(
      {
        activityId: 'admit',
        summary: 'admit: plan, targets, people',
        scheduleToCloseTimeout: ADMIT_LIMIT_MS[plan.mode],
        retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10s' },
      },
      [
        {
          runId: run.id,
          planHash: hash,
          planVersion: plan.planVersion,
          mode: plan.mode,
          targets: plan.targets.filter(({ id }) => targetIds(run).includes(id)),
        },
      ],
    );
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return failureRecord(error).message;
  }
  run.logCalls(null, admitted.calls);
  run.evidenceLagSeconds = admitted.evidenceLagSeconds;
  run.targets = new Map(admitted.targets.map((target) => [target.target, target]));
  run.log('admitted', null, {
    planHash: hash,
    engine: admitted.engine,
    groups: { ...admitted.groups },
    targets: admitted.targets.map(({ target, planId, name, connection }) => ({
      target,
      planId,
      name,
      connection,
    })),
    warnings: [...admitted.warnings],
  });
  if (admitted.problems.length === 0) return null;
  return admitted.problems.map(({ message }) => message).join('; ');
}

/** Critical machines that their plan does not list: the step would fail after the failover. */
function missingCritical(run: Run): string | null {
  const problems = allSteps(run).flatMap((step) => {
    if (step.verb !== 'failover' || step.action === 'skip') return [];
    const { name, machines } = run.target(step.target);
    const missing = step.machines.critical.filter((critical) => !machines.includes(critical));
    if (missing.length === 0) return [];
    const known = machines.slice(0, 20).join(', ');
    return [
      `step ${step.id}: "${name}" has no machine ${missing.join(', ')}, which is critical; it has: ${known}`,
    ];
  });
  return problems.length === 0 ? null : problems.join('; ');
}

/** The targets that steps of this mode speak of: only those must be there. */
function targetIds(run: Run): readonly string[] {
  const ids = allSteps(run).flatMap((step) => {
    switch (step.verb) {
      case 'readiness':
        return step.targets;
      case 'failover':
        return step.action === 'skip' ? [] : [step.target];
      case 'undo':
      case 'update':
        return [step.target];
      case 'check':
      case 'wait':
        return [];
    }
  });
  return [...new Set(ids)];
}

function allSteps(run: Run): readonly PlanStep[] {
  return [...run.steps, ...run.always].map(({ plan }) => plan);
}

/** The targets that steps start, test or undo: reading alone needs no hold. */
function drivenTargets(run: Run): readonly ResolvedTarget[] {
  const driven = allSteps(run).flatMap((step) => {
    if (step.verb === 'undo') return [step.target];
    return step.verb === 'failover' && step.action !== 'skip' ? [step.target] : [];
  });
  return [...new Set(driven)].map((id) => run.target(id));
}

/** Looks at each target before the first step: what will be refused then is refused now. */
async function refuseStates(run: Run): Promise<string | null> {
  for (const target of drivenTargets(run)) {
    const first = allSteps(run).find(
      (step) =>
        (step.verb === 'undo' || (step.verb === 'failover' && step.action !== 'skip')) &&
        step.target === target.target,
    );
    if (first?.verb !== 'failover') continue;
    try {
      const reading = await readTarget(run, target, `admit/${target.target}`);
      const refusal = whyNotIdle(run, target, reading, false);
      if (refusal !== null) return refusal;
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      return failureRecord(error).message;
    }
  }
  return null;
}
