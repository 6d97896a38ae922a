import { ClientError } from '../clients/client-error.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type {
  CdpFailoverSpec,
  CdpIntervals,
  CdpTarget,
} from '../clients/enterprise-manager/resources.js';
import type { ReplicaMachine } from '../plan/driven-replica.js';
import type { EnterpriseManager } from './dependencies.js';
import type { PointChoice, ReplicaReading } from './replica-contract.js';

type Choice = Pick<ReplicaReading, 'start' | 'problem'>;

/** How far back states are asked for: long-term points may be weeks old. */
const SPAN_MS = 31 * 24 * 3_600_000;

/** Intervals and points that a problem names. */
const MOST_NAMED = 3;

/**
 * Chooses the state of a CDP replica, and says what there is when none fits. The server is asked for
 * the states that it lists; which one it takes for "latest" it decides itself, at the start.
 */
export async function chooseCdpState(
  server: EnterpriseManager,
  machine: ReplicaMachine,
  choice: PointChoice,
  serverTime: string,
  options: CallOptions,
): Promise<Choice> {
  const { id, replicaId } = machine;
  if (id === null) return { start: null, problem: 'it has no id of a CDP replica' };
  const target: CdpTarget =
    replicaId === null ? { kind: 'vApp', id } : { kind: 'vm', replicaId, id };
  const latest = 'time' in choice ? choice.time : serverTime;
  const to = latest < serverTime ? latest : serverTime;
  const from = new Date(Date.parse(to) - SPAN_MS).toISOString();
  // A second more, for times are told to the second and an end may be left out.
  const span = { from, to: new Date(Date.parse(to) + 1000).toISOString() };
  const start = ({ spec, name, time }: State): Choice => ({
    start: { kind: 'cdp', target, spec, name, time },
    problem: null,
  });
  try {
    const states = await server.client.cdp.cdpIntervals(target, span, options);
    const found = stateFor(choice, states);
    if (found !== null) return start(found);
    return { start: null, problem: `it has no ${wanted(choice)}; ${there(states)}` };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    // The latest state needs no choosing: a list that fails must not stop a disaster.
    if (choice.kind === 'latest' && isAboutTheList(error)) return start(latestState(null));
    // One replica that can't be asked about must not keep the others back.
    if (error.kind !== 'refused') throw error;
    return { start: null, problem: `its states could not be read: ${error.message}` };
  }
}

function isAboutTheList({ kind, status }: ClientError): boolean {
  return kind === 'refused' || kind === 'undecodable' || (kind === 'unclear' && status === 500);
}

interface State {
  readonly spec: CdpFailoverSpec;
  readonly name: string;
  readonly time: string | null;
}

/** `time`: the newest state that is listed; the server takes the latest that it has then. */
function latestState(time: string | null): State {
  return { spec: { kind: 'current' }, name: 'latest', time };
}

function stateFor(choice: PointChoice, states: CdpIntervals): State | null {
  switch (choice.kind) {
    case 'latest':
      return latestState(newestBefore(states, null));
    case 'latestConsistent': {
      const consistent = states.points.filter(({ isConsistent }) => isConsistent);
      const time = newest(consistent.map(({ at }) => at));
      if (time === null) return null;
      return { spec: { kind: 'currentVss' }, name: 'latest application-consistent', time };
    }
    case 'before': {
      const time = newestBefore(states, choice.time);
      if (time === null) return null;
      const spec = { kind: 'pointInTime', time: choice.time } as const;
      return { spec, name: `newest before ${choice.time}`, time };
    }
    case 'at': {
      if (!holds(states, choice.time)) return null;
      const spec = { kind: 'pointInTime', time: choice.time } as const;
      return { spec, name: `at ${choice.time}`, time: choice.time };
    }
  }
}

/** An interval keeps every state between its ends; a point is one state. */
function newestBefore(states: CdpIntervals, time: string | null): string | null {
  const limit = time === null ? Number.POSITIVE_INFINITY : Date.parse(time);
  const ends = states.intervals
    .filter(({ from }) => Date.parse(from) < limit)
    .map(({ to }) => (time !== null && Date.parse(to) > limit ? time : to));
  const points = states.points.map(({ at }) => at).filter((at) => Date.parse(at) < limit);
  return newest([...ends, ...points]);
}

/** Whether that very moment can be gone back to. Times of the server are told to the second. */
function holds(states: CdpIntervals, time: string): boolean {
  const at = Date.parse(time);
  const second = Math.floor(at / 1000);
  return (
    states.intervals.some(({ from, to }) => Date.parse(from) <= at && at <= Date.parse(to)) ||
    states.points.some((point) => Math.floor(Date.parse(point.at) / 1000) === second)
  );
}

function newest(times: readonly string[]): string | null {
  return times.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null;
}

function wanted(choice: PointChoice): string {
  switch (choice.kind) {
    case 'latest':
      return 'state to go to';
    case 'latestConsistent':
      return 'application-consistent point';
    case 'before':
      return `state before ${choice.time}`;
    case 'at':
      return `state at ${choice.time}`;
  }
}

function there({ intervals, points }: CdpIntervals): string {
  const spans = intervals.slice(-MOST_NAMED).map(({ from, to }) => `${from} to ${to}`);
  const times = points.slice(-MOST_NAMED).map(({ at }) => at);
  if (spans.length + times.length === 0) return 'the server lists none in 31 days';
  const kept = spans.length === 0 ? 'no interval' : `intervals ${spans.join(', ')}`;
  return `it has ${kept}, and ${times.length === 0 ? 'no point' : `points ${times.join(', ')}`}`;
}
