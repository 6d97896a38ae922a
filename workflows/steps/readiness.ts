import { ActivityFailure } from '@temporalio/workflow';
import type { ReadinessFinding } from '../../activities/check-contract.js';
import type { ResolvedTarget } from '../../activities/contract.js';
import type { ReadinessStep } from '../../plan/plan.js';
import { reads } from '../activities.js';
import { failureRecord } from '../failure-words.js';
import type { Run } from '../run.js';
import type { StepState } from '../step-state.js';
import { failed, type Verdict } from '../verdict.js';

/**
 * Asks whether the targets are ready; changes nothing. In a drill a blocker fails the step (and,
 * with `strict`, a warning). In a live run a blocker holds only the steps of its own target: those
 * look for themselves, and a disaster is not stopped by another target's trouble.
 */
export async function runReadiness(
  run: Run,
  step: StepState,
  plan: ReadinessStep,
): Promise<Verdict> {
  const deadline = Date.now() + (plan.timeoutSeconds ?? 600) * 1000;
  const perTarget = await Promise.all(
    plan.targets.map((id) => findingsOf(run, step, plan, run.target(id), deadline)),
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
  if (blocked.size === 0) return { kind: 'done', outcome: 'succeeded' };
  if (blocked.size === plan.targets.length) return failed('NotReady', words);
  step.output['message'] = words;
  return { kind: 'done', outcome: 'degraded' };
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
      [{ target, expect: plan.expect }],
    );
    run.logCalls(plan.id, result.calls);
    return result.findings;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const what = failureRecord(error).message;
    return [{ target: target.target, level: 'blocker', what, advice: null }];
  }
}

function targetsWith(
  findings: readonly ReadinessFinding[],
  level: ReadinessFinding['level'],
): readonly string[] {
  return findings.filter((finding) => finding.level === level).map(({ target }) => target);
}
