import type { Baseline, ResolvedTarget } from '../../activities/contract.js';
import { parseDatetime } from '../../plan/datetime.js';
import { judgeMachines } from '../../plan/machine-policy.js';
import type { FailoverStep } from '../../plan/plan.js';
import type { Drive } from '../drive.js';
import { whyDrivenBeside } from '../driven-beside.js';
import { followDrive } from '../follow.js';
import type { FollowEnd } from '../follow-end.js';
import { describeMark, ensureMark, removeMark } from '../marks.js';
import { whyDoubtful, whyNotIdle } from '../not-idle.js';
import { sendOnce } from '../once.js';
import { planMutation } from '../plan-mutation.js';
import { senderOf } from '../sender.js';
import { readTarget } from '../read-target.js';
import { isHeldBeforeSending, readWhenResumed } from '../read-to-send.js';
import { now, type Run } from '../run.js';
import type { StepState } from '../step-state.js';
import { evaluate } from '../values.js';
import { failed, unknown, type AttemptCause, type Verdict } from '../verdict.js';
import { runFailoverOfReplicas } from './failover-replicas.js';
import { counts, jobResult, openMachines } from './machine-results.js';

/**
 * Starts (live) or rehearses (drill) a target and follows it to the end, machine by machine. An
 * attempt after the first looks at the job of the one before: never a second start beside it.
 */
export async function runFailover(
  run: Run,
  step: StepState,
  plan: FailoverStep,
  cause: AttemptCause,
): Promise<Verdict> {
  if (plan.action === 'skip') return { kind: 'done', outcome: 'skipped' };
  if (run.replicaTargets.has(plan.target))
    return await runFailoverOfReplicas(run, step, plan, cause);
  const deadline = Date.now() + (plan.timeoutSeconds ?? 3600) * 1000;
  const earlier = lastDrive(run, plan);
  if (earlier !== null) {
    const verdict = await lookAtEarlier(run, step, plan, earlier, cause, deadline);
    if (verdict !== null) return verdict;
  }
  const verdict = await startAndFollow(run, step, plan, cause, deadline);
  if (earlier?.state !== 'unclear' || lastDrive(run, plan) !== earlier) return verdict;
  // Nothing came of sending again: the first start is as open as it was.
  const why = verdict.kind === 'failed' ? verdict.error.message : 'the run has stopped';
  const message = `whether the first start happened is still not known; it was not sent again: ${why}`;
  return unknown('OutcomeUnknown', message, {});
}

/** This step's last driving that was not certainly refused; null: there is none. */
function lastDrive(run: Run, plan: FailoverStep): Drive | null {
  const own = (drive: Drive): boolean => drive.step === plan.id && drive.state !== 'refused';
  return run.drives.findLast(own) ?? null;
}

/** null: the earlier job is certainly at rest or never was, so that a new start may be sent. */
async function lookAtEarlier(
  run: Run,
  step: StepState,
  plan: FailoverStep,
  drive: Drive,
  cause: AttemptCause,
  deadline: number,
): Promise<Verdict | null> {
  if (drive.state === 'unclear') {
    if (cause === 'adopt') {
      adopt(run, drive);
      step.output['evidence'] = 'person';
    } else {
      const appeared = await newSession(run, plan, drive, step.attempts);
      if (appeared === null) return null;
      // Shown to the person once more: it changes what sending again would mean.
      return unknown('OutcomeUnknown', 'a session has appeared since it was sent', {
        session: appeared,
        advice: 'adopt it if it is of this start; to send again, skip and run anew',
      });
    }
  }
  if (drive.state === 'over' && cause === 'adopt') drive.state = 'accepted';
  if (drive.state === 'accepted') {
    const verdict = await follow(run, step, plan, drive, deadline);
    // What ended badly may be started again; what ended well must not be.
    if (verdict.kind !== 'failed' || cause === 'adopt') return verdict;
  }
  if (drive.isEndSeen || drive.state === 'unclear' || cause === 'resend') return null;
  const message =
    "the end of the job can't be seen: it may still run, so nothing is sent beside it";
  return unknown('EndNotSeen', message, { session: drive.sessionId });
}

/** A person says that it happened; which session it became is searched for. */
function adopt(run: Run, drive: Drive): void {
  const nothing = { taskId: null, logonSession: null, taskQueue: null, sessionId: null };
  drive.job = { evidence: 'person', ...nothing, sentAt: now() };
  drive.state = 'accepted';
  run.log('adopted', drive.step, { evidence: 'person', target: drive.target.planId });
}

/** The id of a session (or restore session) that is new against the baseline; null: none. */
async function newSession(
  run: Run,
  plan: FailoverStep,
  drive: Drive,
  attempt: number,
): Promise<string | null> {
  if (!drive.baseline.hasSessions) return null;
  const reading = await readTarget(run, drive.target, `${plan.id}/${attempt}/look`);
  const before = new Set([...drive.baseline.sessionIds, ...drive.baseline.restoreSessionIds]);
  const ids = [...reading.sessionIds, ...reading.restoreSessionIds];
  return ids.find((id) => !before.has(id)) ?? null;
}

async function startAndFollow(
  run: Run,
  step: StepState,
  plan: FailoverStep,
  cause: AttemptCause,
  limit: number,
): Promise<Verdict> {
  // Evaluated before anything else: a bad time must neither leave a mark nor mean "latest".
  const before = restorePointBefore(run, step, plan);
  if ('problem' in before) return failed('BadValue', before.problem);
  const target = run.target(plan.target);
  const id = `${plan.id}/${step.attempts}/baseline`;
  let baseline = await readTarget(run, target, id, limit);
  let deadline = limit;
  if (isHeldBeforeSending(run)) {
    const again = await readWhenResumed(run, target, id, limit);
    if (again === null) return { kind: 'cancelled' };
    ({ reading: baseline, deadline } = again);
  }
  const isOwnRetry = run.drives.some((one) => one.step === plan.id && one.isMarked);
  const objection = whyNotIdle(run, target, baseline, isOwnRetry);
  if (objection !== null) return failed('TargetNotIdle', objection);
  const doubt = cause === 'resend' ? null : whyDoubtful(run, target, baseline);
  if (doubt !== null) return doubt;
  if (run.stop !== null) return { kind: 'cancelled' };
  const beside = whyDrivenBeside(run, plan, target);
  if (beside !== null) return failed('TargetNotIdle', beside);

  // Registered before the act: from here on clean-up knows that something may have been started.
  const drive = newDrive(plan, target, baseline);
  run.drives.push(drive);
  run.log('baseline', plan.id, {
    target: target.planId,
    serverTime: baseline.serverTime,
    newestSession: baseline.newestSession?.id ?? null,
    failedOver: baseline.failedOver === null ? null : [...baseline.failedOver],
  });
  if (drive.verb === 'start') await ensureMark(run, drive);
  const mutation = planMutation(run, {
    step: plan.id,
    attempt: step.attempts,
    verb: drive.verb,
    target,
    baseline,
    restorePointBefore: before.time,
    expectedSession: null,
    deadline,
    evenWhenStopped: false,
  });
  const sent = await sendOnce(senderOf(run), mutation);
  switch (sent.kind) {
    case 'stopped':
    case 'refused':
      drive.state = 'refused';
      if (drive.isMarked && !isMarkedBefore(run, drive)) {
        await removeMark(run, drive, 'the start was not acted upon');
      }
      if (sent.kind === 'stopped') return { kind: 'cancelled' };
      return failed('StartRefused', sent.message);
    case 'unclear':
      drive.state = 'unclear';
      return unknown('OutcomeUnknown', sent.message, sent.evidence);
    case 'accepted':
      drive.state = 'accepted';
      drive.job = sent.job;
      drive.sessionId = sent.job.sessionId;
      drive.sessionBy = sent.job.sessionId === null ? null : 'search';
      step.output['evidence'] = sent.job.evidence;
      return await follow(run, step, plan, drive, deadline + sent.heldMs);
  }
}

function newDrive(plan: FailoverStep, target: ResolvedTarget, baseline: Baseline): Drive {
  return {
    step: plan.id,
    target,
    verb: plan.action === 'test' ? 'test' : 'start',
    baseline,
    state: 'sending',
    job: null,
    sessionId: null,
    sessionBy: null,
    overAt: null,
    isEndSeen: false,
    isUndoOpen: false,
    isMarked: false,
    objectSessions: null,
  };
}

async function follow(
  run: Run,
  step: StepState,
  plan: FailoverStep,
  drive: Drive,
  deadline: number,
): Promise<Verdict> {
  const end = await followDrive(run, drive, {
    step: plan.id,
    activityId: `${plan.id}/${step.attempts}/follow`,
    pollSeconds: plan.pollSeconds,
    deadline,
  });
  step.output['session'] = drive.sessionId;
  // `search`: the only new session of this plan, but no proof that it is ours.
  step.output['sessionBy'] = drive.sessionBy;
  step.output['result'] = end.result;
  if (end.message !== null) step.output['message'] = end.message;
  if (drive.isMarked) await describeMark(run, drive);
  if (end.kind === 'limit') {
    step.machines = openMachines(end, drive, step.attempts);
    run.log('time-limit', plan.id, { machines: counts(step.machines) });
    return unknown('TimeLimit', `the job was not over within its time limit${said(end)}`, {
      session: drive.sessionId,
      machines: counts(step.machines),
    });
  }
  drive.state = end.kind === 'failed' ? 'failed' : 'over';
  drive.overAt = Date.now();
  step.machines = end.machines.map((machine) => ({ ...machine, attempts: step.attempts }));
  return judge(run, step, plan, end);
}

function judge(run: Run, step: StepState, plan: FailoverStep, end: FollowEnd): Verdict {
  const machines = step.machines.flatMap(({ name, result }) =>
    result === 'running' ? [] : [{ name, result }],
  );
  const judged = judgeMachines(plan.machines, machines, jobResult(end.result));
  step.output['rule'] = judged.rule;
  run.log('machines', plan.id, { rule: judged.rule, machines: counts(step.machines) });
  switch (judged.outcome) {
    case 'succeeded':
    case 'degraded':
      return { kind: 'done', outcome: judged.outcome };
    case 'failed':
      return failed('MachinesFailed', `${withoutStop(judged.rule)}${said(end)}`);
    case 'unknown':
      return unknown('OutcomeUnknown', judged.rule, { machines: counts(step.machines) });
  }
}

/** An earlier attempt of this run may have failed the target over: then its mark stays. */
function isMarkedBefore(run: Run, drive: Drive): boolean {
  return run.drives.some(
    (other) => other !== drive && other.isMarked && other.target.planId === drive.target.planId,
  );
}

/** null: the latest, because the runbook says so or its input is not given. */
function restorePointBefore(
  run: Run,
  step: StepState,
  plan: FailoverStep,
): { readonly time: string | null } | { readonly problem: string } {
  const { restorePoint } = plan;
  if (restorePoint.kind === 'latest' || plan.action === 'test') return { time: null };
  if (restorePoint.kind !== 'before') {
    // Never the latest instead: that would be another state than the one that was asked for.
    return { problem: `a failover plan takes no restore point "${restorePoint.kind}"` };
  }
  const value = evaluate(run, step, restorePoint.time);
  if (value === null) return { time: null };
  const time = typeof value === 'string' ? parseDatetime(value) : null;
  if (time !== null) return { time };
  return { problem: `restorePoint.before is no time with an offset: ${JSON.stringify(value)}` };
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function said(end: FollowEnd): string {
  return end.message === null ? '' : `: ${end.message}`;
}
