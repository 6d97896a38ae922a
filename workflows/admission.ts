import { ActivityFailure } from '@temporalio/workflow';
import type { AdmitResult, ResolvedTarget } from '../activities/contract.js';
import type { ResolvedReplicas } from '../activities/replica-contract.js';
import { planHash } from '../plan/canonical.js';
import { stepsOfItems, targetsOfStep } from '../plan/foreach.js';
import type { JsonObject } from '../plan/json.js';
import { PLAN_VERSION, type PlanStep, replicaNames } from '../plan/plan.js';
import { reads } from './activities.js';
import { refuseChildren } from './admit-children.js';
import { noteNotifications, notificationsOf, refusePeople } from './admit-people.js';
import { failureRecord } from './failure-words.js';
import { holdTargets, type Hold } from './holds.js';
import { whyDoubtful, whyNotIdle } from './not-idle.js';
import { readTarget } from './read-target.js';
import { refuseReplicas, replicaSteps } from './replicas/admit-replicas.js';
import type { Run } from './run.js';

/** How long admission asks a server that does not answer: in a disaster it is given longer. */
const ADMIT_LIMIT_MS = { drill: 30_000, live: 120_000 };

/** What each replica adds to it: names are asked for some eighty at a time. */
const REPLICA_LIMIT_MS = 20;

export interface Admission {
  readonly holds: readonly Hold[];
  /** Why the run can't begin; nothing was touched. */
  readonly refusal: string | null;
  /** Of this plan no step may be done, not even a last one: it is not what was compiled, or not allowed to run. */
  readonly isPlanRefused?: boolean;
}

/**
 * The first thing that a run does: the plan is the one that it says it is, every name resolves to
 * one thing, the targets are held and in the state that the first step on each needs.
 */
export async function admitRun(run: Run): Promise<Admission> {
  const wrongPlan = refuseSchedule(run) ?? refusePlan(run);
  if (wrongPlan !== null) return { holds: [], refusal: wrongPlan, isPlanRefused: true };
  const refusal =
    (await resolveTargets(run)) ??
    refusePeople(run) ??
    replicaSteps(run).refusal ??
    (await refuseChildren(run));
  if (refusal !== null) return { holds: [], refusal };
  const missing = missingCritical(run);
  if (missing !== null) {
    run.log('critical-missing', null, { message: missing });
    // A drill is where such a mistake is to be found; a disaster is not stopped by it.
    if (run.isDrill) return { holds: [], refusal: missing };
  }
  const untestable = withoutTest(run);
  if (untestable !== null) return { holds: [], refusal: untestable };
  const replicas = replicaSteps(run);
  const held = await holdTargets(run, drivenTargets(run), replicas.connections);
  if (held.refusal !== null) return { holds: [], refusal: held.refusal };
  const objection = (await refuseStates(run)) ?? (await refuseReplicas(run, replicas.targets));
  return { holds: held.holds, refusal: objection };
}

/** The compiler refuses it as well; a schedule may have been made by something else. */
function refuseSchedule({ isDrill, input }: Run): string | null {
  if (input.schedule === undefined || isDrill) return null;
  return 'a schedule may only begin drills: nobody is there to confirm a live run';
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
  const connections = httpConnections(run);
  let admitted: AdmitResult;
  try {
    admitted = await reads.admit.executeWithOptions(
      {
        activityId: 'admit',
        summary: 'admit: plan, targets, people',
        scheduleToCloseTimeout: ADMIT_LIMIT_MS[plan.mode] + replicaCount(run) * REPLICA_LIMIT_MS,
        retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10s' },
      },
      [
        {
          runId: run.id,
          planHash: hash,
          planVersion: plan.planVersion,
          mode: plan.mode,
          targets: plan.targets.filter(({ id }) => targetIds(run).includes(id)),
          ...(connections.length === 0 ? {} : { httpConnections: connections }),
        },
      ],
    );
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    noteNotifications(run, notificationsOf(error));
    return failureRecord(error).message;
  }
  run.logCalls(null, admitted.calls);
  run.groups = admitted.groups;
  noteNotifications(run, admitted.notifications);
  run.evidenceLagSeconds = admitted.evidenceLagSeconds;
  run.targets = new Map(admitted.targets.map((target) => [target.target, target]));
  const replicas = admitted.replicas ?? [];
  run.replicaTargets = new Map(replicas.map((target) => [target.target, target]));
  run.log('admitted', null, {
    planHash: hash,
    engine: admitted.engine,
    ...(admitted.build === undefined ? {} : { build: { ...admitted.build } }),
    groups: { ...admitted.groups },
    ...(admitted.notifications === undefined
      ? {}
      : { notifications: { ...admitted.notifications.events } }),
    targets: admitted.targets.map(({ target, planId, name, connection }) => ({
      target,
      planId,
      name,
      connection,
    })),
    ...describeReplicas(replicas),
    warnings: [...admitted.warnings],
  });
  if (admitted.problems.length === 0) return null;
  return admitted.problems.map(({ message }) => message).join('; ');
}

function replicaCount(run: Run): number {
  const ids = targetIds(run);
  const named = run.input.plan.targets.filter(({ id }) => ids.includes(id));
  return named.reduce((sum, target) => sum + (replicaNames(target)?.length ?? 0), 0);
}

/** Critical machines that their plan does not list: the step would fail after the failover. */
function missingCritical(run: Run): string | null {
  const problems = allSteps(run).flatMap((step) => {
    if (step.verb !== 'failover' || step.action === 'skip') return [];
    // Of replicas the compiler has seen to it: their names are in the runbook.
    if (run.replicaTargets.has(step.target)) return [];
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

/** Plans of a Console that have no test, and would be tested: only the server knows their type. */
function withoutTest(run: Run): string | null {
  const problems = allSteps(run).flatMap((step) => {
    if (step.verb !== 'failover' || step.action !== 'test') return [];
    const { target, name, kind, console } = run.target(step.target);
    if (kind !== 'spcFailoverPlan') return [];
    const type = console?.type ?? 'Unknown';
    if (type === 'Cloud' || type === 'Tenant') return [];
    return [
      `target ${target}: the Console says that "${name}" is a plan of type ${type}, which has no test; give the target "rehearse: skip" (a drill leaves it out) or "rehearse: start-and-undo" (a drill really fails it over, then undoes it)`,
    ];
  });
  return problems.length === 0 ? null : problems.join('; ');
}

/** The targets that steps of this mode speak of: only those must be there. */
function targetIds(run: Run): readonly string[] {
  const ids = allSteps(run).flatMap((step) =>
    step.verb === 'failover' && step.action === 'skip' ? [] : targetsOfStep(step),
  );
  return [...new Set(ids)];
}

/** Their names and secrets are looked for before anything begins. */
function httpConnections(run: Run): readonly string[] {
  const names = allSteps(run).flatMap((step) => {
    if (step.verb === 'http') return step.connection ?? [];
    if (step.verb !== 'check' || step.probe.kind !== 'http') return [];
    return step.probe.connection ?? [];
  });
  return [...new Set(names)];
}

/** With `foreach` over targets: the step of each of them. */
function allSteps(run: Run): readonly PlanStep[] {
  return [...run.steps, ...run.always].flatMap(({ plan }) => stepsOfItems(plan));
}

/** The targets that steps start, test, undo or change: reading alone needs no hold. */
function drivenTargets(run: Run): readonly ResolvedTarget[] {
  const driven = allSteps(run).flatMap((step) => {
    if (step.verb === 'undo' || step.verb === 'update') return [step.target];
    return step.verb === 'failover' && step.action !== 'skip' ? [step.target] : [];
  });
  return [...new Set(driven)]
    .filter((id) => !run.replicaTargets.has(id))
    .map((id) => run.target(id));
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
      const doubt = whyDoubtful(run, target, reading);
      // The step asks a person when it comes to it; here it is only on record.
      if (doubt?.kind === 'unknown') {
        run.log('may-be-failed-over', null, { target: target.target, ...doubt.evidence });
      }
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      return failureRecord(error).message;
    }
  }
  return null;
}

/** Nothing where there are none: a run's journal is as it was then. */
function describeReplicas(replicas: readonly ResolvedReplicas[]): JsonObject {
  if (replicas.length === 0) return {};
  return {
    replicas: replicas.map(({ target, connection, machines, sources }) => ({
      target,
      connection,
      machines: machines.length,
      sources: sources.map((source) => ({ ...source })),
    })),
  };
}
