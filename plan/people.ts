import type { Plan, PlanStep } from './plan.js';
import type { Person } from './run-input.js';

/** Groups and their people, as the run was admitted with them. */
export type Groups = Readonly<Record<string, readonly string[]>>;

/** Whether a person is one of these names. Case is no difference between people. */
export function isAmong(person: Pick<Person, 'name'>, names: readonly string[]): boolean {
  return names.some((name) => sameName(name, person.name));
}

/** Two claims that may come from one person: the same name, or the same OS user under two names. */
export function isSamePerson(one: Person, other: Person): boolean {
  return sameName(one.name, other.name) || sameName(one.osUser, other.osUser);
}

/** The people behind names of groups and people, each once. */
export function membersOf(names: readonly string[], groups: Groups): readonly string[] {
  const found = new Map<string, string>();
  for (const name of names.flatMap((one) => ofGroup(groups, one) ?? [one])) {
    if (!found.has(normal(name))) found.set(normal(name), name);
  }
  return [...found.values()];
}

/**
 * What is wrong with the people that a plan asks, held against the configuration: names that are
 * neither group nor person there, and approvals that could never be complete. Child plans included.
 */
export function peopleProblems(plan: Plan, groups: Groups, requester: Person): readonly string[] {
  const own = [...plan.steps, ...plan.always].flatMap((step) =>
    stepProblems(step, groups, requester),
  );
  return [...new Set(own)];
}

function stepProblems(step: PlanStep, groups: Groups, requester: Person): readonly string[] {
  switch (step.verb) {
    case 'task':
      return unknownNames(step.id, step.from, groups);
    case 'approve': {
      const unknown = unknownNames(step.id, step.from, groups);
      const { breakGlass } = step;
      const noGroup = breakGlass === null ? null : noSuchGroup(step.id, breakGlass, groups);
      if (noGroup !== null) return [...unknown, noGroup];
      if (unknown.length > 0) return unknown;
      const members = membersOf(step.from, groups);
      const able = step.notRequester
        ? members.filter((name) => !sameName(name, requester.name))
        : members;
      if (able.length >= step.min || breakGlass !== null) return [];
      const but = able.length < members.length ? `, without ${requester.name}, who started it` : '';
      return [
        `step ${step.id}: ${step.min} must approve, and ${step.from.join(', ')} has ${able.length}${but}`,
      ];
    }
    case 'runbook':
      return peopleProblems(step.plan, groups, requester).map(
        (problem) => `${step.id}: ${problem}`,
      );
    default:
      return [];
  }
}

function unknownNames(step: string, names: readonly string[], groups: Groups): readonly string[] {
  const people = Object.values(groups).flat();
  return names.flatMap((name) => {
    if (ofGroup(groups, name) !== null || isAmong({ name }, people)) return [];
    return [
      `step ${step}: "${name}" is neither a group nor a person of a group in the configuration; groups: ${listOf(groups)}`,
    ];
  });
}

function noSuchGroup(step: string, name: string, groups: Groups): string | null {
  const members = ofGroup(groups, name);
  if (members === null) {
    return `step ${step}: breakGlass: there is no group "${name}" in the configuration; groups: ${listOf(groups)}`;
  }
  return members.length > 0 ? null : `step ${step}: breakGlass: the group "${name}" is empty`;
}

function ofGroup(groups: Groups, name: string): readonly string[] | null {
  return Object.hasOwn(groups, name) ? (groups[name] ?? null) : null;
}

function listOf(groups: Groups): string {
  const names = Object.keys(groups);
  return names.length === 0 ? 'none' : names.join(', ');
}

function sameName(one: string, other: string): boolean {
  return normal(one) === normal(other);
}

function normal(name: string): string {
  return name.trim().toLowerCase();
}
