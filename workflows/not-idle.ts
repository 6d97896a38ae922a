import type { Baseline, ResolvedTarget } from '../activities/contract.js';
import type { Run } from './run.js';
import { unknown, type Verdict } from './verdict.js';

const MOST_NAMES = 5;

/** Of a Console's plan that is failed over; a test may leave it too. */
const FINISHED = ['Completed', 'Success'];

/**
 * Why a target must not be started or rehearsed now; null: nothing is known against it. A drill
 * wants it wholly idle; a live start takes the machines that are left, for the server skips those
 * that are failed over already. `isOwnRetry`: what is failed over may be this run's own work.
 */
export function whyNotIdle(
  run: Run,
  target: ResolvedTarget,
  reading: Baseline,
  isOwnRetry: boolean,
): string | null {
  const { mark } = reading;
  if (reading.isRunning === true) {
    const session = reading.newestSession?.id ?? 'unknown';
    return `"${target.name}" has a job running already (session ${session}); nothing was sent`;
  }
  const isOwn = isOwnRetry && mark?.runId === run.id;
  if (isOwn) return null;
  if (mark !== null) {
    return `"${target.name}" is failed over since ${mark.since} by run ${mark.runId}; undo it, or release it with \`drillbook release\`, first`;
  }
  const status = reading.console?.status ?? 'Ready';
  if (run.isDrill && status !== 'Ready' && status !== 'Unknown') {
    return `the Console shows "${target.name}" as ${status}, not Ready; nothing was sent`;
  }
  // In a live run only what is certain holds it: a namesake of another tenant looks the same.
  const failedOver = run.isDrill
    ? (reading.failedOver ?? [])
    : [...new Set(reading.surelyFailedOver.map(({ name }) => name))];
  if (failedOver.length === 0) return null;
  if (!run.isDrill && failedOver.length < target.machines.length) return null;
  const names = failedOver.slice(0, MOST_NAMES).join(', ');
  const more = failedOver.length > MOST_NAMES ? ', ...' : '';
  return `"${target.name}" is failed over on the server (${names}${more}); nothing was sent`;
}

/**
 * Why a live start should be thought over first; null: there is no doubt. A Console's plan that
 * looks failed over, and is not by a run of ours, may be so, or may have been tested: a disaster must
 * not be stopped by that, so a person says whether it is started all the same.
 */
export function whyDoubtful(run: Run, target: ResolvedTarget, reading: Baseline): Verdict | null {
  const shown = reading.console ?? null;
  if (run.isDrill || reading.mark !== null) return null;
  if (shown === null || !FINISHED.includes(shown.status)) return null;
  const message = `the Console shows "${target.name}" as ${shown.status}: it is failed over already, or was tested; nothing was sent`;
  const evidence = {
    status: shown.status,
    lastSession: shown.lastSession === null ? null : { ...shown.lastSession },
    advice: 'look at its machines in Veeam; `resend` starts it all the same',
  };
  return { ...unknown('MayBeFailedOver', message, evidence), choices: ['resend', 'skip'] };
}
