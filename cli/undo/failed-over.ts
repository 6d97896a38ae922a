import { label, type DrivenTarget } from '../temporal/driven-targets.js';

/** So many replicas are named; `targets` lists all. */
const MOST_NAMES = 20;

/** What of a run is failed over now. */
export interface FailedOver {
  readonly plans: readonly DrivenTarget[];
  /** Single replicas, which Enterprise Manager's API can't undo. */
  readonly replicas: readonly DrivenTarget[];
  /** What its child runs have failed over: it is under their ids, and theirs to undo. */
  readonly ofChildren: readonly DrivenTarget[];
}

/** Picks out of all targets what a run, or a child run of it, has failed over. */
export function failedOverBy(all: readonly DrivenTarget[], run: string): FailedOver {
  const ours = all.filter((one) => one.failedOverBy === run);
  return {
    plans: ours.filter((one) => !isReplica(one)),
    replicas: ours.filter(isReplica),
    ofChildren: all.filter((one) => one.failedOverBy?.startsWith(`${run}.`) === true),
  };
}

function isReplica({ target, connection }: DrivenTarget): boolean {
  return target.startsWith(`${connection}/replicas/`);
}

/** What is lost, by name and time: an undo throws away what was written since. */
export function lossOf({ plans, replicas }: FailedOver): string[] {
  const since = plans.map((one) => `  ${label(one)}: all changes since ${one.since} are discarded`);
  if (replicas.length === 0) return since;
  return [
    ...since,
    `  not undone, for Enterprise Manager's API has no undo of single replicas: ${namesOf(replicas)}`,
  ];
}

/** Of a run that goes on: child runs that go on too are undone with it, those that are over are not. */
export function lossOfOpen(failedOver: FailedOver): string[] {
  const children = failedOver.ofChildren.map(
    (one) =>
      `  ${label(one)}: all changes since ${one.since} are discarded, if run ${one.failedOverBy ?? ''} still goes on; else it is not undone`,
  );
  return [...lossOf(failedOver), ...children];
}

/** Of a run that is over: what has to be undone under another id. */
export function leftToChildren({ ofChildren }: FailedOver): string[] {
  return commandsFor(ofChildren).map(
    (command) => `  not undone by this, a child run did it: ${command}`,
  );
}

/** Why nothing of a run that is over can be undone. */
export function nothingToUndo(run: string, { replicas, ofChildren }: FailedOver): string {
  const commands = commandsFor(ofChildren);
  const children =
    commands.length === 0 ? '' : `; its child runs have, undo those: ${commands.join('; ')}`;
  if (replicas.length > 0) {
    return `run ${run} has itself only failed over single replicas, which Enterprise Manager's API can't undo: undo them in Veeam's console, then release them (see: drillbook targets)${children}`;
  }
  if (commands.length > 0) return `run ${run} has itself nothing failed over (any more)${children}`;
  return `nothing of run ${run} is failed over any more: it was undone or released (see: drillbook targets)`;
}

/** The newest first, as an undo goes. */
function commandsFor(targets: readonly DrivenTarget[]): string[] {
  const newestFirst = [...targets].sort((a, b) => b.since.localeCompare(a.since));
  const runs = new Set(newestFirst.map(({ failedOverBy: by }) => by ?? ''));
  return [...runs].map((id) => `drillbook undo ${id}`);
}

function namesOf(replicas: readonly DrivenTarget[]): string {
  const names = replicas.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = replicas.length > MOST_NAMES ? ` and ${replicas.length - MOST_NAMES} more` : '';
  return `${names.join(', ')}${more}`;
}
