import type { MachineResult } from './outcome.js';
import type { MachinePolicy, Tolerance } from './plan.js';

/** A machine with the result it ended with. */
export interface JudgedMachine {
  readonly name: string;
  readonly result: MachineResult;
}

/** What the server said of the job as a whole; null: nothing. */
export type JobResult = 'succeeded' | 'warning' | 'failed' | null;

/** What the policy makes of a step's machines, and the rule that decided, for the record. */
export interface MachineVerdict {
  readonly outcome: 'succeeded' | 'degraded' | 'failed' | 'unknown';
  readonly rule: string;
}

/**
 * Applies `machines:` to the results of a failover or undo. In order: an unknown machine puts the
 * step before a person; a job that failed without naming machines is failed; then `critical`,
 * `tolerate`, `warning` and `unverified`. What is not a clean success within the tolerance is
 * `degraded`: nothing is upgraded silently.
 */
export function judgeMachines(
  policy: MachinePolicy,
  machines: readonly JudgedMachine[],
  job: JobResult,
): MachineVerdict {
  const unknown = machines.filter(({ result }) => result === 'unknown');
  if (unknown.length > 0) {
    const rule = `It is unknown what happened to ${names(unknown)}: a person decides.`;
    return { outcome: 'unknown', rule };
  }
  if (job === 'failed' && machines.length === 0) {
    return { outcome: 'failed', rule: 'The job failed and named no machine.' };
  }
  return (
    judgeCritical(policy, machines) ??
    judgeOthers(policy, machines) ??
    judgeJob(policy, machines, job) ??
    gradeRest(machines, job)
  );
}

function judgeCritical(
  policy: MachinePolicy,
  machines: readonly JudgedMachine[],
): MachineVerdict | null {
  const present = new Set(machines.map(({ name }) => name));
  const missing = policy.critical.filter((name) => !present.has(name));
  if (missing.length > 0) {
    const rule = `No machine of the job is called ${missing.join(', ')}, which is critical.`;
    return { outcome: 'failed', rule };
  }
  const critical = new Set(policy.critical);
  const failed = machines.filter(
    ({ name, result }) =>
      critical.has(name) && (result === 'skipped' || countsAsFailed(policy, result)),
  );
  if (failed.length === 0) return null;
  return { outcome: 'failed', rule: `Critical machines must succeed: ${listed(failed)}.` };
}

function judgeOthers(
  policy: MachinePolicy,
  machines: readonly JudgedMachine[],
): MachineVerdict | null {
  const critical = new Set(policy.critical);
  const others = machines.filter(({ name }) => !critical.has(name));
  const failed = others.filter(({ result }) => countsAsFailed(policy, result));
  const allowed = toleratedCount(policy.tolerate, others.length);
  if (failed.length <= allowed) return null;
  const rule = `${failed.length} of ${others.length} non-critical machines failed, ${allowed} tolerated: ${listed(failed)}.`;
  return { outcome: 'failed', rule };
}

/** A job's own result is not outweighed by machines of which nothing is known. */
function judgeJob(
  policy: MachinePolicy,
  machines: readonly JudgedMachine[],
  job: JobResult,
): MachineVerdict | null {
  if (job === 'warning' && policy.warning === 'fail') {
    return { outcome: 'failed', rule: 'The job ended with a warning, which counts as failed.' };
  }
  const untold = machines.filter(({ result }) => result === 'unverified');
  if (job !== 'failed' || untold.length === 0) return null;
  return { outcome: 'failed', rule: `The job failed and does not tell of ${names(untold)}.` };
}

function gradeRest(machines: readonly JudgedMachine[], job: JobResult): MachineVerdict {
  const blemished = machines.filter(({ result }) => result !== 'succeeded');
  if (blemished.length > 0) {
    return { outcome: 'degraded', rule: `Within the tolerance: ${listed(blemished)}.` };
  }
  if (job === 'failed') {
    return { outcome: 'degraded', rule: 'The job ended as failed, but no machine of it did.' };
  }
  if (job === 'warning') {
    return { outcome: 'degraded', rule: 'The job ended with a warning, but no machine of it did.' };
  }
  if (machines.length === 0) {
    return job === 'succeeded'
      ? { outcome: 'succeeded', rule: 'The job succeeded and named no machine.' }
      : { outcome: 'degraded', rule: 'The server tells neither a result nor a machine.' };
  }
  return { outcome: 'succeeded', rule: 'Every machine succeeded.' };
}

/** How many of these may end failed, unknown or cancelled. */
export function toleratedCount(tolerate: Tolerance, of: number): number {
  if (tolerate.kind === 'count') return tolerate.value;
  // Rounded down; the small term takes away what floating point adds to 29 % of 100.
  return Math.floor((tolerate.value * of) / 100 + 1e-9);
}

function countsAsFailed(policy: MachinePolicy, result: MachineResult): boolean {
  switch (result) {
    case 'failed':
    case 'cancelled':
    case 'unknown':
      return true;
    case 'warning':
      return policy.warning === 'fail';
    case 'unverified':
      return policy.unverified === 'fail';
    case 'succeeded':
    case 'skipped':
      return false;
    default:
      return assertNever(result);
  }
}

const SHOWN = 10;

function listed(machines: readonly JudgedMachine[]): string {
  return shorten(machines.map(({ name, result }) => `${name} ${result}`));
}

function names(machines: readonly JudgedMachine[]): string {
  return shorten(machines.map(({ name }) => name));
}

/** Keeps the sentence readable and the record small when hundreds of machines fail. */
function shorten(texts: readonly string[]): string {
  const shown = texts.slice(0, SHOWN).join(', ');
  return texts.length > SHOWN ? `${shown} and ${texts.length - SHOWN} more` : shown;
}

function assertNever(result: never): never {
  throw new Error(`Unknown machine result ${String(result)}`);
}
