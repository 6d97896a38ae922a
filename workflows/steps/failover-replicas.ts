import type { PointChoice, ResolvedReplicas } from '../../activities/replica-contract.js';
import { parseDatetime } from '../../plan/datetime.js';
import { type DrivenReplica, machineRecordOf, newReplica } from '../../plan/driven-replica.js';
import { judgeMachines } from '../../plan/machine-policy.js';
import type { PausableLimit } from '../../plan/pausable-limit.js';
import { MACHINES_PER_GROUP, type FailoverStep } from '../../plan/plan.js';
import { skipMarked } from '../replicas/skip-marked.js';
import { driveInGroups } from '../replicas/drive-groups.js';
import { driveReplicas } from '../replicas/drive-replicas.js';
import type { GroupFacts } from '../replicas/group.js';
import { isAskedAgain, leaveUnstarted } from '../replicas/leave-unstarted.js';
import { machinesOf } from '../replicas/machines-of.js';
import { otherDriver } from '../replicas/other-drivers.js';
import { chooseToStart } from '../replicas/choose-to-start.js';
import { limitBesidePauses } from '../hold-run.js';
import type { Run } from '../run.js';
import { senderOf } from '../sender.js';
import type { StepState } from '../step-state.js';
import { evaluate } from '../values.js';
import { failed, unknown, type AttemptCause, type Verdict } from '../verdict.js';
import { counts } from './machine-results.js';

/** Machines that a message names; the record has all of them. */
const MOST_NAMES = 20;

/**
 * Fails replicas over, each by itself and none a second time beside a job of ours, and follows them
 * to their end. An attempt after the first starts only what failed; what was not seen to end is
 * followed first.
 */
export async function runFailoverOfReplicas(
  run: Run,
  step: StepState,
  plan: FailoverStep,
  cause: AttemptCause,
): Promise<Verdict> {
  const target = run.replicaTarget(plan.target);
  const choice = pointChoice(run, step, plan);
  if ('problem' in choice) return failed('BadValue', choice.problem);
  const replicas = run.replicas.get(plan.id) ?? machinesOf(target).map(newReplica);
  run.replicas.set(plan.id, replicas);
  step.machinesNow = () => replicas.map(machineRecordOf);
  const deadline = Date.now() + (plan.timeoutSeconds ?? 3600) * 1000;
  const facts = factsOf(run, step, plan, target, choice, deadline);

  const chosen = await chooseToStart(run, facts, replicas, {
    cause,
    named: step.named,
    driverOf: otherDriver(run, plan),
  });
  if (chosen.instead !== null) return chosen.instead;
  try {
    const objection = await skipMarked(run, facts, replicas);
    if (objection !== null) return failed('TargetNotIdle', objection);
    for (const replica of replicas) {
      if (replica.state === 'queued') replica.retriesLeft = plan.machines.retry;
      // What is to be followed first may be started again once it is seen to have failed.
      if (replica.state === 'accepted') replica.retriesLeft = cause === 'retry' ? 1 : 0;
    }
    await driveWaves(run, plan, facts, replicas);
  } catch (error) {
    leaveUnstarted(replicas.filter(isAskedAgain), 'cancelled', 'the attempt was cut short');
    throw error;
  }
  return judge(run, step, plan, replicas);
}

type Facts = Omit<GroupFacts, 'prefix' | 'isAwaited'>;

interface Driven {
  readonly facts: Facts;
  /** The deadline of the facts, moved by pauses. */
  readonly limit: PausableLimit;
}

function factsOf(
  run: Run,
  step: StepState,
  plan: FailoverStep,
  target: ResolvedReplicas,
  choice: PointChoice,
  deadline: number,
): Facts {
  const { input, id } = run;
  const { connection, kind } = target;
  return {
    step: plan.id,
    attempt: step.attempts,
    mode: input.plan.mode,
    connection,
    kind,
    choice,
    pollSeconds: plan.pollSeconds,
    deadline,
    lagSeconds: run.lagSeconds(connection),
    concurrency: plan.concurrency ?? 1,
    owner: {
      runId: id,
      runbook: input.plan.runbook.id,
      mode: input.plan.mode,
      person: { osUser: input.startedBy.osUser, host: input.startedBy.host },
    },
  };
}

/** Wave after wave: the second and later ones start only what failed and may be started again. */
async function driveWaves(
  run: Run,
  plan: FailoverStep,
  facts: Facts,
  replicas: readonly DrivenReplica[],
): Promise<void> {
  const { limit, forget } = limitBesidePauses(run, facts.deadline);
  try {
    await driveWithin(run, plan, { facts, limit }, replicas);
  } finally {
    forget();
  }
}

async function driveWithin(
  run: Run,
  plan: FailoverStep,
  { facts, limit }: Driven,
  replicas: readonly DrivenReplica[],
): Promise<void> {
  const attempt = `${facts.step}/${facts.attempt}`;
  for (let round = 0; ; round++) {
    const wave = replicas.filter(({ state }) => state === 'queued' || state === 'accepted');
    if (wave.length === 0) return;
    await driveWave(
      run,
      { facts, limit },
      round === 0 ? attempt : `${attempt}/again-${round}`,
      wave,
    );
    const isOver = run.stop !== null || limit.isOver(Date.now());
    const driverOf = otherDriver(run, plan);
    const again = isOver
      ? []
      : replicas.filter((one) => mayBeStartedAgain(one) && driverOf(one) === null);
    for (const replica of again) {
      replica.state = 'queued';
      replica.result = null;
      replica.retriesLeft -= 1;
    }
    if (again.length === 0) return;
    run.log('machines-again', facts.step, {
      machines: again.slice(0, MOST_NAMES).map(({ machine }) => machine.name),
      count: again.length,
    });
  }
}

/** Failed, by what the server showed or before anything was sent: nothing of it can still run. */
function mayBeStartedAgain({ state, result, isEndSeen, retriesLeft }: DrivenReplica): boolean {
  if (result !== 'failed' || retriesLeft <= 0) return false;
  return state === 'idle' || (state === 'over' && isEndSeen);
}

/**
 * In this workflow where they are few; in workflows of their own where they are more, or where this
 * one has driven enough already: no history may outgrow what Temporal takes.
 */
async function driveWave(
  run: Run,
  { facts, limit }: Driven,
  wave: string,
  replicas: readonly DrivenReplica[],
): Promise<void> {
  if (run.replicasDriven + replicas.length > MACHINES_PER_GROUP) {
    await driveInGroups(run, { facts, limit }, wave, replicas);
    return;
  }
  run.replicasDriven += replicas.length;
  await driveReplicas(
    {
      facts: { ...facts, prefix: wave, isAwaited: false },
      sender: senderOf(run),
      limit,
      slots: () => (run.pause === null ? facts.concurrency : 0),
      report: () => undefined,
    },
    replicas,
  );
}

function judge(
  run: Run,
  step: StepState,
  plan: FailoverStep,
  replicas: readonly DrivenReplica[],
): Verdict {
  const records = replicas.map(machineRecordOf);
  step.machines = records;
  const judged = judgeMachines(
    plan.machines,
    replicas.map(({ machine, result }) => ({ name: machine.name, result: result ?? 'unknown' })),
    null,
  );
  step.output['rule'] = judged.rule;
  run.log('machines', plan.id, { rule: judged.rule, machines: counts(records) });
  const wasStopped = run.stop !== null && replicas.every(({ result }) => result === 'cancelled');
  if (wasStopped) return { kind: 'cancelled' };
  switch (judged.outcome) {
    case 'succeeded':
    case 'degraded':
      return { kind: 'done', outcome: judged.outcome };
    case 'failed':
      return judgeFailed(plan, replicas, judged.rule);
    case 'unknown':
      return unknown(typeOfUnknown(replicas), judged.rule, {
        machines: counts(records),
        ...evidenceOf(replicas),
      });
  }
}

/** Where only machines stand in the way whose end nobody shows, `retry` would start beside them. */
function judgeFailed(
  plan: FailoverStep,
  replicas: readonly DrivenReplica[],
  rule: string,
): Verdict {
  const bad = replicas.filter(({ result }) => result === 'failed' || result === 'cancelled');
  const untold = replicas.filter(({ result }) => result === 'unverified');
  if (bad.length === 0 && untold.length > 0 && plan.machines.unverified === 'fail') {
    const message =
      "the end of these machines can't be seen: they may still run, so nothing is sent beside them";
    return unknown('EndNotSeen', message, { machines: namesOf(untold) });
  }
  return failed('MachinesFailed', rule.replace(/\.$/, ''));
}

/** `retry` looks first where there is a job to look at; sending again blindly is `resend`. */
function typeOfUnknown(replicas: readonly DrivenReplica[]): string {
  const open = replicas.filter(({ result }) => result === 'unknown');
  return open.every(({ state }) => state === 'accepted') ? 'TimeLimit' : 'OutcomeUnknown';
}

function evidenceOf(replicas: readonly DrivenReplica[]) {
  const unknownOnes = replicas.filter(({ result }) => result === 'unknown');
  return {
    unknown: unknownOnes.slice(0, MOST_NAMES).map(({ machine, message, evidence }) => ({
      machine: machine.name,
      message,
      ...(evidence === null ? {} : { evidence }),
    })),
    more: Math.max(0, unknownOnes.length - MOST_NAMES),
  };
}

function namesOf(replicas: readonly DrivenReplica[]): string[] {
  return replicas.slice(0, MOST_NAMES).map(({ machine }) => machine.name);
}

/** The restore point that the runbook asks for, its time known. */
function pointChoice(
  run: Run,
  step: StepState,
  plan: FailoverStep,
): PointChoice | { readonly problem: string } {
  const { restorePoint } = plan;
  if (restorePoint.kind === 'latest' || restorePoint.kind === 'latestConsistent') {
    return { kind: restorePoint.kind };
  }
  const value = evaluate(run, step, restorePoint.time);
  if (value === null && restorePoint.kind === 'before') return { kind: 'latest' };
  const time = typeof value === 'string' ? parseDatetime(value) : null;
  if (time !== null) return { kind: restorePoint.kind, time };
  return {
    problem: `restorePoint.${restorePoint.kind} is no time with an offset: ${JSON.stringify(value)}`,
  };
}
