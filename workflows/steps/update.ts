import { ActivityFailure } from '@temporalio/workflow';
import type { NewCommands } from '../../activities/console-contract.js';
import type { ResolvedTarget } from '../../activities/contract.js';
import type { JsonObject } from '../../plan/json.js';
import type { UpdateStep } from '../../plan/plan.js';
import { follows, reads } from '../activities.js';
import { failureRecord } from '../failure-words.js';
import { whileHeld } from '../hold-run.js';
import { sendOnce } from '../once.js';
import { isHeldBeforeSending } from '../read-to-send.js';
import type { Run } from '../run.js';
import { senderOf } from '../sender.js';
import type { StepState } from '../step-state.js';
import { updateMutation } from '../update-mutation.js';
import { evaluate } from '../values.js';
import { failed, unknown, type AttemptCause, type Verdict } from '../verdict.js';

/** Windows takes no longer command line. */
const LONGEST_COMMAND = 32_767;

/** The record keeps so much of a command; the whole is in Temporal's history. */
const KEPT_CHARACTERS = 4_000;

const NAMES = ['preFailoverCommand', 'postFailoverCommand'] as const;

/**
 * Changes the commands of a Console's plan. The old ones are read and recorded before; the Console
 * only says that it took the change, so the step waits, bounded, until it shows it.
 */
export async function runUpdate(
  run: Run,
  step: StepState,
  plan: UpdateStep,
  cause: AttemptCause,
): Promise<Verdict> {
  const target = run.target(plan.target);
  const deadline = Date.now() + (plan.timeoutSeconds ?? 600) * 1000;
  const commands = commandsOf(run, step, plan);
  if ('problem' in commands) return failed('BadValue', commands.problem);
  const { wanted } = commands;
  if (cause === 'adopt') {
    step.isOpen = false;
    step.output['evidence'] = 'person';
    return await follow(run, step, target, wanted, deadline);
  }
  await recordOld(run, step, target, wanted, deadline);
  // A person may have held the run meanwhile; the time of that is not the step's.
  const readAt = Date.now();
  if (isHeldBeforeSending(run)) await whileHeld(run);
  const heldFor = Date.now() - readAt;
  if (run.stop !== null) return { kind: 'cancelled' };
  const sent = await sendOnce(
    senderOf(run),
    updateMutation(run, {
      step: plan.id,
      attempt: step.attempts,
      target,
      commands: wanted,
      deadline: deadline + heldFor,
    }),
  );
  switch (sent.kind) {
    case 'stopped':
      return { kind: 'cancelled' };
    case 'refused':
      // Nothing came of sending again: the first one is as open as it was.
      return cause === 'resend'
        ? unknown('OutcomeUnknown', `whether it happened is still not known: ${sent.message}`, {})
        : failed('UpdateRefused', sent.message);
    case 'unclear':
      step.isOpen = true;
      return unknown('OutcomeUnknown', sent.message, sent.evidence);
    case 'accepted':
      step.isOpen = false;
      step.output['evidence'] = sent.job.evidence;
      return await follow(run, step, target, wanted, deadline + heldFor);
  }
}

/** The commands as they are to be; evaluated before anything else. */
function commandsOf(
  run: Run,
  step: StepState,
  plan: UpdateStep,
): { readonly wanted: NewCommands } | { readonly problem: string } {
  const wanted: Partial<Record<(typeof NAMES)[number], string>> = {};
  for (const name of NAMES) {
    const written = plan[name];
    if (written === null) continue;
    const value = evaluate(run, step, written);
    if (typeof value !== 'string') {
      return { problem: `${name} is no text: ${JSON.stringify(value)}` };
    }
    if (value.length > LONGEST_COMMAND) {
      return { problem: `${name} has ${value.length} characters, more than ${LONGEST_COMMAND}` };
    }
    wanted[name] = value;
  }
  return { wanted };
}

async function recordOld(
  run: Run,
  step: StepState,
  target: ResolvedTarget,
  wanted: NewCommands,
  deadline: number,
): Promise<void> {
  const { id } = step.plan;
  const { commands, calls } = await reads.readCommands.executeWithOptions(
    {
      activityId: `${id}/${step.attempts}/old`,
      summary: `read the commands of ${target.name}`,
      scheduleToCloseTimeout: Math.max(1000, deadline - Date.now()),
    },
    [{ target }],
  );
  run.logCalls(id, calls);
  // An attempt after one whose answer was lost may find its own values: the first ones are the old.
  step.output['old'] ??= kept({ ...commands });
  step.output['new'] = kept({ ...wanted });
  run.log('commands', id, { old: step.output['old'], new: step.output['new'] });
}

function kept(commands: Readonly<Record<string, string | null>>): JsonObject {
  return Object.fromEntries(
    Object.entries(commands).map(([name, text]) => [name, text === null ? null : cut(text)]),
  );
}

function cut(text: string): string {
  if (text.length <= KEPT_CHARACTERS) return text;
  return `${text.slice(0, KEPT_CHARACTERS)}… (${text.length} characters)`;
}

async function follow(
  run: Run,
  step: StepState,
  target: ResolvedTarget,
  commands: NewCommands,
  deadline: number,
): Promise<Verdict> {
  const { id } = step.plan;
  const until = Math.min(deadline, Date.now() + run.lagSeconds(target.connection) * 1000);
  try {
    const { isShown, calls } = await follows.followUpdate.executeWithOptions(
      {
        activityId: `${id}/${step.attempts}/follow`,
        summary: `${target.name}: has it the new commands?`,
        scheduleToCloseTimeout: Math.max(1000, until - Date.now()) + 60_000,
      },
      [{ step: id, target, commands, until: new Date(until).toISOString() }],
    );
    run.logCalls(id, calls);
    step.output['shown'] = isShown;
    if (isShown) return { kind: 'done', outcome: 'succeeded' };
    step.output['message'] = 'the Console took the change and does not show it yet';
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    step.output['shown'] = null;
    step.output['message'] =
      `the Console took the change; whether it shows it could not be read: ${failureRecord(error).message}`;
  }
  return { kind: 'done', outcome: 'degraded' };
}
