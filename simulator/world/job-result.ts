import type { Switches } from '../scenario/switches.js';

import type { Job, JobResult } from './model.js';

/** What a job's machines amount to. A job without machines is a success: nothing was to do. */
export function aggregateResult(job: Job, someFailed: Switches['someFailed']): JobResult {
  const results = job.machines.map((entry) => entry.result);
  const failed = results.filter((result) => result === 'Failed').length;
  if (failed > 0) return failed === results.length ? 'Failed' : someFailed;
  return results.includes('Warning') ? 'Warning' : 'Success';
}

/** The session's FailureMessage, null for a success. */
export function failureMessage(job: Job, result: JobResult): string | null {
  if (result === 'Success') return null;
  const failed = job.machines.filter((entry) => entry.result === 'Failed').length;
  const warnings = job.machines.filter((entry) => entry.result === 'Warning').length;
  return `${failed} of ${job.machines.length} machine(s) failed, ${warnings} ended with a warning.`;
}
