import { ActivityFailure, patched } from '@temporalio/workflow';
import type { ReadinessFinding } from '../../activities/check-contract.js';
import type { ResolvedTarget } from '../../activities/contract.js';
import type { ResolvedReplicas } from '../../activities/replica-contract.js';
import type { ReadinessStep } from '../../plan/plan.js';
import { reads } from '../activities.js';
import { machineKey } from '../../plan/replica-mark.js';
import { failureRecord } from '../failure-words.js';
import { canGoOnWithout } from '../readiness-holds.js';
import { markedByOthers, namesOf } from '../replicas/skip-marked.js';
import { machinesOf } from '../replicas/machines-of.js';
import type { Run } from '../run.js';
import { stepIdOf, type StepState } from '../step-state.js';
import { failed, type Verdict } from '../verdict.js';

/**
 * Asks whether the targets are ready; changes nothing. In a drill a blocker fails the step (and,
 * with `strict`, a warning). In a live run a blocker holds only the steps of its own target: a disaster is
 * not stopped by another target's trouble. Where nothing else could go on, it is this step that is held.
 */
export async function runReadiness(
  run: Run,
  step: StepState,
  plan: ReadinessStep,
): Promise<Verdict> {
  const deadline = Date.now() + (plan.timeoutSeconds ?? 600) * 1000;
  const perTarget = await Promise.all(
    plan.targets.map((id) => {
      const replicas = run.replicaTargets.get(id);
      if (replicas !== undefined) return findingsOfReplicas(run, step, plan, replicas, deadline);
      const target = run.targets.get(id);
      if (target === undefined) return Promise.resolve([notAdmitted(run, id)]);
      return findingsOf(run, step, plan, target, deadline);
    }),
  );
  const findings = perTarget.flat();
  step.output['findings'] = findings.map((finding) => ({ ...finding }));
  const blocked = new Set(targetsWith(findings, 'blocker'));
  const warned = targetsWith(findings, 'warning');
  run.log('readiness', plan.id, { blocked: [...blocked], warned: [...new Set(warned)] });
  const words = findings
    .filter(({ level }) => level === 'blocker' || (plan.strict && level === 'warning'))
    .map(({ target, what }) => `${target}: ${what}`)
    .join('; ');
  if (run.isDrill && (blocked.size > 0 || (plan.strict && warned.length > 0))) {
    return failed('NotReady', words);
  }
  for (const id of plan.targets) run.blockers.delete(id);
  if (blocked.size === 0) return { kind: 'done', outcome: 'succeeded' };
  if (!goesOn(run, step, findings, blocked.size === plan.targets.length))
    return failed('NotReady', words);
  step.output['message'] = words;
  return { kind: 'done', outcome: 'degraded' };
}

/** Whether the run goes on without these targets; their own steps are held then, one by one. */
function goesOn(
  run: Run,
  step: StepState,
  findings: readonly ReadinessFinding[],
  isAll: boolean,
): boolean {
  // Older versions held the steps of no target, and all of them where every target was blocked.
  if (run.isDrill || !patched('blockers-hold-their-steps')) return !isAll;
  const of = stepIdOf(step);
  const blockers = findings.filter(({ level }) => level === 'blocker');
  if (isAll && !canGoOnWithout(run, of, new Set(blockers.map(({ target }) => target))))
    return false;
  for (const { target, what } of blockers) run.blockers.set(target, { step: of, what });

  return true;
}

/** A step under `always` runs whatever happened: also where admission has found no target at all. */
function notAdmitted(run: Run, target: string): ReadinessFinding {
  const what = `it was not admitted: ${run.message ?? 'nothing is known of it'}`;
  return { target, level: 'blocker', what, advice: null };
}

async function findingsOf(
  run: Run,
  step: StepState,
  plan: ReadinessStep,
  target: ResolvedTarget,
  deadline: number,
): Promise<readonly ReadinessFinding[]> {
  try {
    const result = await reads.checkReadiness.executeWithOptions(
      {
        activityId: `${plan.id}/${step.attempts}/${target.target}`,
        summary: `readiness of ${target.name}`,
        scheduleToCloseTimeout: Math.max(1000, deadline - Date.now()),
      },
      [{ target, expect: plan.expect, rpoSeconds: run.input.plan.objectives.rpoSeconds }],
    );
    run.logCalls(plan.id, result.calls);
    return result.findings;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const what = failureRecord(error).message;
    return [{ target: target.target, level: 'blocker', what, advice: null }];
  }
}

/** That they are there admission has seen; whether they are failed over the server does not tell. */
async function findingsOfReplicas(
  run: Run,
  step: StepState,
  plan: ReadinessStep,
  replicas: ResolvedReplicas,
  deadline: number,
): Promise<readonly ReadinessFinding[]> {
  const { target, connection, machines, sources } = replicas;
  const finding = (
    level: ReadinessFinding['level'],
    what: string,
    advice: string | null = null,
  ): ReadinessFinding => ({ target, level, what, advice });
  const there = finding('ok', `${machines.length} replicas are there`);
  try {
    const activityId = `${plan.id}/${step.attempts}/${target}`;
    const marked = await markedByOthers(run, connection, activityId);
    // Runs of older versions asked no server.
    const told = run.hasClock ? await toldOfReplicas(run, step, plan, replicas, deadline) : [];
    const names = machines.flatMap(({ name, source }) => {
      const backupServerName = sources[source]?.backupServerName ?? null;
      return marked.has(machineKey({ name, backupServerName })) ? [name] : [];
    });
    const untold = 'whether replicas are failed over is not told';
    if (plan.expect === 'failed-over') {
      return [
        there,
        ...told,
        names.length === 0
          ? finding('not-provable', `${untold}; no run of ours has them marked`)
          : finding('ok', `failed over: ${namesOf(names)}`),
      ];
    }
    if (names.length === 0) {
      return [there, ...told, finding('not-provable', `${untold}; no run of ours has them marked`)];
    }
    const level = names.length === machines.length ? 'blocker' : 'warning';
    const what = `${names.length} of ${machines.length} are failed over: ${namesOf(names)}`;
    return [there, ...told, finding(level, what, 'release them if that is no longer so')];
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return [finding('blocker', failureRecord(error).message)];
  }
}

/** Restore points, what runs, role and version, as the server tells. */
async function toldOfReplicas(
  run: Run,
  step: StepState,
  plan: ReadinessStep,
  replicas: ResolvedReplicas,
  deadline: number,
): Promise<readonly ReadinessFinding[]> {
  const { target, connection, kind } = replicas;
  const result = await reads.checkReplicas.executeWithOptions(
    {
      activityId: `${plan.id}/${step.attempts}/${target}/points`,
      summary: `restore points of ${replicas.machines.length} replicas`,
      scheduleToCloseTimeout: Math.max(1000, deadline - Date.now()),
    },
    [
      {
        ...{ target, connection, kind, expect: plan.expect },
        machines: machinesOf(replicas),
        rpoSeconds: run.input.plan.objectives.rpoSeconds,
      },
    ],
  );
  run.logCalls(plan.id, result.calls);
  return result.findings;
}

function targetsWith(
  findings: readonly ReadinessFinding[],
  level: ReadinessFinding['level'],
): readonly string[] {
  return findings.filter((finding) => finding.level === level).map(({ target }) => target);
}
