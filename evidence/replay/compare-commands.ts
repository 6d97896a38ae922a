import { nameOf, type Command } from './command.js';
import { firstDifference } from './first-difference.js';
import { OWN_QUEUE } from './given-commands.js';

/** What of the record is not what the workflow code does, the first of it. */
export interface Difference {
  /** The event of the history; null: there is none. */
  readonly eventId: number | null;
  readonly message: string;
}

export interface Compared {
  readonly recorded: readonly Command[];
  readonly given: readonly Command[];
  /** The task queue of the workflow, by its first event. */
  readonly queue: string;
  /** An open workflow may have commanded what no event shows yet. */
  readonly isOpen: boolean;
}

/** Compares command by command: each on record must be given just so, and none given be missing. */
export function compareCommands({ recorded, given, queue, isOpen }: Compared): Difference | null {
  const left = byName(given);
  for (const one of recorded) {
    const found = left.get(keyOf(one))?.shift();
    const eventId = one.eventId ?? null;
    if (found === undefined) {
      const message = `${nameOf(one)} is on record, and today's replay does not command it`;
      return { eventId, message };
    }
    const differs = differenceOf(one, found, queue);
    if (differs !== null) return { eventId, message: `${nameOf(one)}: ${differs}` };
  }
  if (isOpen) return null;
  const extra = [...left.values()].flat().find((one) => !isTakenBack(one, left));
  return extra === undefined
    ? null
    : { eventId: null, message: `the replay commands ${nameOf(extra)}, which is not on record` };
}

function keyOf({ kind, id }: Command): string {
  return `${kind}\n${id}`;
}

function byName(commands: readonly Command[]): Map<string, Command[]> {
  const found = new Map<string, Command[]>();
  for (const command of commands) {
    const key = keyOf(command);
    const same = found.get(key);
    if (same === undefined) found.set(key, [command]);
    else same.push(command);
  }
  return found;
}

/** Begun and cancelled within one workflow task: neither is ever sent. */
function isTakenBack(command: Command, left: ReadonlyMap<string, readonly Command[]>): boolean {
  const has = (kind: Command['kind']): boolean =>
    (left.get(`${kind}\n${command.id}`) ?? []).length > 0;
  switch (command.kind) {
    case 'timer':
      return has('timer-cancel');
    case 'activity':
      return has('activity-cancel');
    // Of what was over by then, or never sent.
    case 'timer-cancel':
    case 'activity-cancel':
    case 'external-cancel':
      return true;
    default:
      return false;
  }
}

/** The server cuts these to what is left of the whole. */
const CUT = new Set(['schedule to close', 'schedule to start', 'start to close', 'heartbeat']);

function differenceOf(recorded: Command, given: Command, queue: string): string | null {
  for (const [name, fact] of Object.entries(given.facts)) {
    const found = recorded.facts[name] ?? null;
    const wanted = name === 'queue' && fact === OWN_QUEUE ? queue : fact;
    if (found === wanted) continue;
    if (CUT.has(name) && isCut(found, wanted, recorded)) continue;
    return `${name}: ${firstDifference(found, wanted)}`;
  }
  return null;
}

function isCut(found: string | number | null, wanted: string | number | null, { facts }: Command) {
  // Not asked for: the server fills it in.
  if (wanted === null) return true;
  const limits = [facts['schedule to close'], facts['start to close']];
  return typeof found === 'number' && found < Number(wanted) && limits.includes(found);
}
