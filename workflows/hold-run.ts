import { condition, patched } from '@temporalio/workflow';
import { PausableLimit } from '../plan/pausable-limit.js';
import type { SteeringCommand } from '../plan/steering.js';
import { announce } from './announce.js';
import { tellParent } from './parent.js';
import { publishSummary } from './record.js';
import { now, type Run, type RunPause } from './run.js';
import { tellStory } from './story.js';

/** The patch since which a pause holds the time limits of what has not begun. */
export const PAUSE_HOLDS_LIMITS = 'pause-holds-limits';

/**
 * Holds the whole run for a person: what runs is followed, nothing begins. A drill that nobody
 * resumes within `pauseTimeout` is aborted; a live run waits as long as it takes.
 */
export function holdRun(run: Run, { person, reason }: SteeringCommand): void {
  const holdsLimits = patched(PAUSE_HOLDS_LIMITS);
  const pause: RunPause = { since: now(), by: person.name, reason, holdsLimits };
  run.setPause(pause);
  tellOf(run);
  const message = `paused by ${pause.by}${reason === '' ? '' : `: ${reason}`}; resume it, or abort`;
  announce(run, 'waiting', { step: null, message });
  if (run.isDrill) void abortUnlessResumed(run, pause);
}

/** Lets the run go on. */
export function resumeRun(run: Run): void {
  run.setPause(null);
  tellOf(run);
}

/** Waits while a person holds the run. An abort ends the waiting: look whether the run has stopped. */
export async function whileHeld(run: Run): Promise<void> {
  if (run.phase !== 'steps' || run.pause === null) return;
  await condition(() => run.pause === null);
}

/** A time limit that stands still while a person holds the run; `forget` ends that. */
export function limitBesidePauses(
  run: Run,
  deadline: number,
): { readonly limit: PausableLimit; readonly forget: () => void } {
  const limit = new PausableLimit(deadline);
  const follow = (): void => {
    if (run.pause?.holdsLimits === true) limit.hold(Date.now());
    else limit.release(Date.now());
  };
  follow();
  return { limit, forget: run.onPause(follow) };
}

async function abortUnlessResumed(run: Run, pause: RunPause): Promise<void> {
  const seconds = run.input.plan.limits.pauseTimeoutSeconds;
  const summary = 'how long a drill stays paused';
  if (await condition(() => run.pause !== pause, seconds * 1000, { summary })) return;
  run.abortAs(`paused by ${pause.by}, and nobody resumed it within ${seconds} s`);
}

function tellOf(run: Run): void {
  publishSummary(run);
  tellStory(run);
  tellParent(run);
}
