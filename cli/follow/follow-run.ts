import { setTimeout as delay } from 'node:timers/promises';
import type { RunRecord } from '../../plan/run-record.js';
import { stepLimits } from '../../plan/step-limits.js';
import type { StepLimits } from '../../report/terminal/render-steps.js';
import { withProgress } from '../../report/terminal/with-progress.js';
import { CommandError } from '../command-error.js';
import type { Io } from '../io.js';
import { describeExecution, type Execution } from '../temporal/execution.js';
import { troublesOf } from '../temporal/pending-activities.js';
import { readRunInput } from '../temporal/run-input.js';
import { queryRecord } from '../temporal/query-record.js';
import type { TemporalSession } from '../temporal/temporal-session.js';
import { makeDisplay, type Display } from './display.js';

const LOOK_EVERY_MS = 1000;
const LOOK_AT_LEAST_EVERY_MS = 15_000;
const QUERY_LIMIT_MS = 4000;
const NO_WORKER_AFTER_MS = 10_000;
const NOT_TAKEN_AFTER_MS = 5000;

/** `ended`: the run is closed. `stopped`: the person stopped following; the run goes on. */
export type FollowEnd =
  | { readonly kind: 'ended'; readonly execution: Execution; readonly record: RunRecord | null }
  | { readonly kind: 'stopped' };

/**
 * Follows a run to its end, showing it as it goes. A worker that is not there and a Temporal that
 * does not answer for a while are said and waited out: the run does not depend on this command.
 */
export async function followRun(
  session: TemporalSession,
  runId: string,
  io: Io,
): Promise<FollowEnd> {
  const stop = new AbortController();
  const removeHandler = io.onStop(() => {
    stop.abort();
  });
  const display = makeDisplay(io);
  try {
    return await lookUntilEnd({ session, runId, io, display, stop: stop.signal });
  } finally {
    display.end();
    removeHandler();
  }
}

interface Following {
  readonly session: TemporalSession;
  readonly runId: string;
  readonly io: Io;
  readonly display: Display;
  readonly stop: AbortSignal;
}

async function lookUntilEnd(following: Following): Promise<FollowEnd> {
  const { display, io, stop } = following;
  const say = sayOnce(display);
  const limits = await limitsOf(following);
  let answeredAt = io.now().getTime();
  while (!stop.aborted) {
    const begun = Date.now();
    const look = await lookOnce(following, say);
    if (look !== null) {
      const { execution } = look;
      if (look.record !== null) {
        const { progress, pending } = execution;
        const troubles = troublesOf(pending);
        display.show({ record: withProgress(look.record, progress), progress, troubles, limits });
        say('');
        answeredAt = io.now().getTime();
      } else if (execution.isOpen && io.now().getTime() - answeredAt > patience(execution)) {
        say(noWorkerWords(execution));
      }
      if (!execution.isOpen) return { kind: 'ended', execution, record: look.record };
    }
    // A big record takes its time: looking must not keep the worker from working.
    const rest = look === null || look.record === null ? 0 : 4 * (Date.now() - begun);
    await pause(Math.max(LOOK_EVERY_MS, rest), stop);
  }
  return { kind: 'stopped' };
}

/** From the plan that the run was started with; none where it can't be had: then they are not shown. */
async function limitsOf({ session, runId }: Following): Promise<StepLimits> {
  try {
    const input = await session.client.withDeadline(Date.now() + 5000, () =>
      readRunInput(session, runId),
    );
    return input === null ? {} : stepLimits(input.plan);
  } catch {
    return {};
  }
}

async function lookOnce(
  { session, runId }: Following,
  say: (text: string) => void,
): Promise<{ execution: Execution; record: RunRecord | null } | null> {
  try {
    const execution = await session.client.withDeadline(Date.now() + 5000, () =>
      describeExecution(session, runId),
    );
    // Nobody can answer for a run that no worker has begun: asking would only take time.
    if (execution.isUntouched && execution.isOpen) return { execution, record: null };
    return { execution, record: await queryRecord(session, runId, QUERY_LIMIT_MS) };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    say(`Temporal at ${session.address} does not answer; trying again (the run is kept there)`);
    return null;
  }
}

/** One late answer is no dead worker: a busy one may take its time. */
function patience({ isUntouched }: Execution): number {
  return isUntouched ? NOT_TAKEN_AFTER_MS : NO_WORKER_AFTER_MS;
}

function noWorkerWords(execution: Execution): string {
  return execution.isUntouched
    ? 'no worker has taken the run; start one with: drillbook worker'
    : 'no worker answers; the run goes on when one is back (start one with: drillbook worker)';
}

/** Says a sentence when it is another one than the last; an empty one only forgets the last. */
function sayOnce(display: Display): (text: string) => void {
  let last = '';
  return (text) => {
    if (text !== last && text !== '') display.note(text);
    last = text;
  };
}

async function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  try {
    await delay(Math.min(milliseconds, LOOK_AT_LEAST_EVERY_MS), undefined, { signal: stop });
  } catch {
    // Stopped: the caller looks at the signal.
  }
}
