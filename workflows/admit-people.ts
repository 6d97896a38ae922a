import { ApplicationFailure, TimeoutFailure, type ActivityFailure } from '@temporalio/workflow';
import type { AdmittedNotifications } from '../activities/contract.js';
import { peopleProblems } from '../plan/people.js';
import type { Run } from './run.js';

/** Who is to be told what, from now on; missing in what older workers recorded. */
export function noteNotifications(run: Run, admitted: AdmittedNotifications | undefined): void {
  if (admitted === undefined) return;
  run.eventChannels = admitted.events;
  // Never a reason to refuse a run: who was to be told is then not told, and that is said.
  for (const { plan } of [...run.steps, ...run.always]) {
    if (plan.verb !== 'notify' || admitted.channels[plan.channel.name] === plan.channel.kind)
      continue;
    const message = `the configuration has no notification "${plan.channel.name}" of type ${plan.channel.kind}`;
    run.log('no-channel', plan.id, { message });
  }
}

/** Also an admission that failed says who is to be told that. */
export function notificationsOf(error: ActivityFailure): AdmittedNotifications | undefined {
  const { cause } = error;
  const said = cause instanceof TimeoutFailure ? cause.cause : cause;
  const detail: unknown = said instanceof ApplicationFailure ? said.details?.[0] : undefined;
  if (typeof detail !== 'object' || detail === null || !('events' in detail)) return undefined;
  return detail as AdmittedNotifications;
}

/** Why the people whom the plan asks can't answer, by the configuration that was admitted. */
export function refusePeople(run: Run): string | null {
  const { plan, startedBy } = run.input;
  const problems = peopleProblems(plan, run.groups, startedBy);
  return problems.length === 0 ? null : problems.join('; ');
}
