import type { Baseline, ResolvedTarget } from '../activities/contract.js';
import type { Run } from './run.js';

const MOST_NAMES = 5;

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
