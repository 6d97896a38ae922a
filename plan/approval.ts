import { isAmong, isSamePerson, membersOf, type Groups } from './people.js';
import type { ApproveStep, Mode, OnTimeout, Plan, TaskStep } from './plan.js';
import type { Person } from './run-input.js';

/** An approval that is asked for, and what was given so far. */
export interface Asked {
  readonly terms: Pick<ApproveStep, 'from' | 'min' | 'notRequester' | 'breakGlass'>;
  readonly groups: Groups;
  /** Who started the run. */
  readonly requester: Person;
  readonly planHash: string;
  readonly given: readonly Person[];
}

/** What somebody says to it. */
export interface Said {
  readonly person: Person;
  readonly reason: string;
  /** The plan that they have seen; null: they did not say. */
  readonly planHash: string | null;
  readonly isBreakGlass: boolean;
}

/** Why this person's approval does not count, in one sentence; null: it counts. */
export function whyNotApproved(asked: Asked, said: Said): string | null {
  const { terms, groups, requester, given } = asked;
  const { person } = said;
  const otherPlan = whyOtherPlan(asked, said);
  if (otherPlan !== null) return otherPlan;
  if (said.isBreakGlass) return whyNoBreakGlass(asked, said);
  if (!isAmong(person, membersOf(terms.from, groups))) {
    return `${person.name} is not one of ${describePeople(terms.from, groups)}; say who you are with --as`;
  }
  if (terms.notRequester && isSamePerson(person, requester)) {
    return `whoever started the run does not count: ${claim(requester)} did, and this is ${claim(person)}`;
  }
  const earlier = given.find((one) => isSamePerson(one, person));
  if (earlier === undefined) return null;
  return `${claim(earlier)} has approved already, and this is ${claim(person)}: one person counts once, whatever the name`;
}

/** Why this person can't reject it; null: they can. Who started the run may, for it could abort it too. */
export function whyNotRejected(asked: Asked, said: Said): string | null {
  const { terms, groups } = asked;
  const otherPlan = whyOtherPlan(asked, said);
  if (otherPlan !== null) return otherPlan;
  if (said.reason.trim() === '') return 'a rejection needs a reason: say why with --reason';
  const names = terms.breakGlass === null ? terms.from : [...terms.from, terms.breakGlass];
  if (isAmong(said.person, membersOf(names, groups))) return null;
  return `${said.person.name} is not one of ${describePeople(names, groups)}; say who you are with --as`;
}

/** How many approvals are missing; each of those given has passed `whyNotApproved`. */
export function missingApprovals({ terms, given }: Pick<Asked, 'terms' | 'given'>): number {
  return Math.max(0, terms.min - given.length);
}

/** Why this person can't answer a task; null: they can. */
export function whyNotAnswered(
  task: Pick<TaskStep, 'from'>,
  groups: Groups,
  person: Person,
): string | null {
  if (task.from.length === 0 || isAmong(person, membersOf(task.from, groups))) return null;
  return `${person.name} is not one of ${describePeople(task.from, groups)}; say who you are with --as`;
}

/**
 * How long people are waited for; null: as long as it takes. A drill holds its targets for nobody
 * longer than a pause may last.
 */
export function waitLimitSeconds(
  step: { readonly timeoutSeconds: number | null },
  mode: Mode,
  limits: Pick<Plan['limits'], 'pauseTimeoutSeconds'>,
): number | null {
  return step.timeoutSeconds ?? (mode === 'drill' ? limits.pauseTimeoutSeconds : null);
}

/**
 * What it means that nobody approved in time. `wait`: it goes on waiting, for so long (null: as
 * long as it takes); `abort`: a time limit set for a person ended the run; `ignore`: the run goes on
 * without, and is degraded.
 */
export type TimeoutMeaning =
  | { readonly kind: 'wait'; readonly seconds: number | null }
  | { readonly kind: 'abort' }
  | { readonly kind: 'ignore' };

/** `isSecond`: it has waited on once already. */
export function afterTimeout(
  onTimeout: OnTimeout,
  mode: Mode,
  limits: Pick<Plan['limits'], 'pauseTimeoutSeconds'>,
  isSecond: boolean,
): TimeoutMeaning {
  switch (onTimeout) {
    case 'pause':
      if (isSecond) return { kind: 'abort' };
      return { kind: 'wait', seconds: mode === 'drill' ? limits.pauseTimeoutSeconds : null };
    case 'abort':
      return { kind: 'abort' };
    case 'continue':
      return { kind: 'ignore' };
  }
}

function whyOtherPlan(asked: Asked, said: Said): string | null {
  if (said.planHash === asked.planHash) return null;
  const seen =
    said.planHash === null ? 'does not say which plan it is for' : `is for plan ${said.planHash}`;
  return `this answer ${seen}; the run's plan is ${asked.planHash}. Look at it, then answer again`;
}

function whyNoBreakGlass({ terms, groups }: Asked, { person, reason }: Said): string | null {
  if (terms.breakGlass === null) return 'this approval has no breakGlass: nobody may pass it alone';
  if (!isAmong(person, membersOf([terms.breakGlass], groups))) {
    return `${person.name} is not one of ${describePeople([terms.breakGlass], groups)}; say who you are with --as`;
  }
  return reason.trim() === '' ? 'breaking the glass needs a reason: say why with --reason' : null;
}

const MOST_NAMED = 20;

/** Groups with their people, for somebody who is none of them. */
function describePeople(names: readonly string[], groups: Groups): string {
  return names
    .map((name) => {
      if (!Object.hasOwn(groups, name)) return name;
      const members = groups[name] ?? [];
      const more = members.length > MOST_NAMED ? ', ...' : '';
      return `${name} (${members.slice(0, MOST_NAMED).join(', ')}${more})`;
    })
    .join(', ');
}

function claim({ name, osUser }: Person): string {
  return `${name} (OS user ${osUser})`;
}
