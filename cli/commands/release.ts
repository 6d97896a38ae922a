import { setTimeout as delay } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { type ReplicaReleaseNote, replicasKey, toReplicaMark } from '../../plan/replica-mark.js';
import { markWorkflowId, RELEASE_SIGNAL, type ReleaseNote } from '../../plan/workflow-names.js';
import { refused, wrongUse } from '../command-error.js';
import { confirm } from '../confirm.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { findTarget } from '../find-target.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { statedPerson } from '../person.js';
import { label, listDrivenTargets } from '../temporal/driven-targets.js';
import { openSession } from '../temporal/open-session.js';
import {
  memoIfOpen,
  pinOpenWorkflow,
  unlessGone,
  type PinnedWorkflow,
} from '../temporal/pin-workflow.js';
import { listReplicaMarks, markedReplicas } from '../temporal/replica-marks.js';
import type { TemporalSession } from '../temporal/temporal-session.js';
import { waitUntilClosed } from '../temporal/wait-until-closed.js';

export interface ReleaseArgs {
  readonly target: string;
  readonly yes: boolean;
  readonly globals: GlobalOptions;
}

const CLOSE_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 200;

/** What is to be released, and how Temporal knows it. */
interface Released {
  readonly target: string;
  /** For people, and the word that confirms it. */
  readonly label: string;
  readonly word: string;
  readonly what: string;
  readonly mark: PinnedWorkflow;
  /** The one machine of a mark of many; null: the whole mark. */
  readonly machine: string | null;
}

/**
 * Takes the mark `failed over` off a target, because a person says that it is in production again:
 * that mark which the person was asked about, never one that a run made meanwhile. Without a worker the mark's workflow is terminated with the reason, and that is said.
 */
export async function release(args: ReleaseArgs, io: Io): Promise<ExitCode> {
  const { reason } = args.globals;
  if (reason === '') throw wrongUse('release needs --reason: it is the only proof there will be');
  const session = await openSession(args.globals, io);
  try {
    const released = await find(session, args.target);
    await confirm(io, { what: released.what, word: released.word, yes: args.yes, hasReason: true });
    const { name, osUser, host } = statedPerson(args.globals, io.env);
    const note: ReleaseNote = { by: name, osUser, host, reason, at: io.now().toISOString() };
    await take(released, note, io);
    const done = { released: released.target, name: released.label, by: name };
    io.stdout.write(
      args.globals.json ? `${JSON.stringify(done)}\n` : `${released.label} is released\n`,
    );
    return EXIT.done;
  } finally {
    await session.close();
  }
}

async function find(session: TemporalSession, wanted: string): Promise<Released> {
  const marks = await listReplicaMarks(session);
  const whole = marks.find(({ connection }) => replicasKey(connection) === wanted);
  if (whole !== undefined) return await allReplicas(session, whole.connection);
  const target = findTarget(await listDrivenTargets(session), wanted);
  if (target.failedOverBy === null) {
    throw wrongUse(
      `${label(target)} is not failed over; run ${target.heldBy ?? ''} holds it (see: drillbook unlock --help)`,
    );
  }
  const replica = marks.flatMap(markedReplicas).find((one) => one.target === target.target);
  return {
    target: target.target,
    label: label(target),
    word: target.name,
    what:
      `${label(target)} was failed over by ${target.failedOverBy} at ${target.since}. ` +
      'After its release runs may start it again.',
    mark: await pinMark(
      session,
      replica === undefined ? target.target : replicasKey(replica.connection),
      label(target),
    ),
    machine: replica?.key ?? null,
  };
}

async function allReplicas(session: TemporalSession, connection: string): Promise<Released> {
  const target = replicasKey(connection);
  const mark = await pinMark(session, target, target);
  const entries = toReplicaMark(mark.memo)?.entries ?? [];
  const count = entries.reduce((sum, { machines }) => sum + machines.length, 0);
  const runs = [...new Set(entries.map(({ runId }) => runId))].join(', ');
  return {
    target,
    label: target,
    word: target,
    what: `${count} replicas of ${connection} were failed over by ${runs}. After their release runs may start them again.`,
    mark,
    machine: null,
  };
}

/** The list of marks may be a moment old. */
async function pinMark(
  session: TemporalSession,
  key: string,
  what: string,
): Promise<PinnedWorkflow> {
  const mark = await pinOpenWorkflow(session, markWorkflowId(key));
  if (mark === null) throw notMarkedAnyMore(what);
  return mark;
}

function notMarkedAnyMore(what: string): Error {
  return refused(`${what} is not marked as failed over any more; nothing was released`);
}

async function take(released: Released, note: ReleaseNote, io: Io): Promise<void> {
  const { mark, machine, label: what } = released;
  const { handle } = mark;
  await refuseIfChanged(released);
  const named: ReleaseNote | ReplicaReleaseNote =
    machine === null ? note : { ...note, machines: [machine] };
  if ((await unlessGone(handle.signal(RELEASE_SIGNAL, named))) === null) {
    throw notMarkedAnyMore(what);
  }
  if (machine === null) {
    if (await waitUntilClosed(handle, CLOSE_LIMIT_MS)) return;
    const words = `released by ${note.by} (${note.osUser}@${note.host}): ${note.reason}`;
    // Closed in this very moment: then a worker has taken the release.
    if ((await unlessGone(handle.terminate(words))) === null) return;
    io.stderr.write('no worker answers; the mark was terminated, with your reason\n');
    return;
  }
  if (await waitUntilGone(handle, machine)) return;
  // The others are in the same mark: it can't be ended for this one.
  io.stderr.write('no worker answers; Temporal keeps the release, a worker will see to it\n');
}

/** A person may take a while to answer: of many replicas others may be failed over by then. */
async function refuseIfChanged({ mark, machine, label: what }: Released): Promise<void> {
  const now = await memoIfOpen(mark);
  if (now === null) throw notMarkedAnyMore(what);
  const before = entriesOf(mark.memo, machine);
  const after = entriesOf(now.memo, machine);
  if (after === before) return;
  if (machine !== null && after === '[]') throw notMarkedAnyMore(what);
  throw refused(
    `what is failed over of ${what} has changed since you were asked; nothing was released. ` +
      'See it with: drillbook targets',
  );
}

/** Which run has failed over what, as text; of one machine its run alone. Of a plan's mark nothing. */
function entriesOf(memo: PinnedWorkflow['memo'], machine: string | null): string {
  const entries = toReplicaMark(memo)?.entries ?? [];
  if (machine === null) return JSON.stringify(entries);
  const own = entries.filter(({ machines }) => machines.includes(machine));
  return JSON.stringify(own.map(({ runId, since }) => ({ runId, since })));
}

/** false: the mark still names the machine after the limit. */
async function waitUntilGone(handle: WorkflowHandle, machine: string): Promise<boolean> {
  const end = Date.now() + CLOSE_LIMIT_MS;
  for (;;) {
    const { status, memo } = await handle.describe();
    if (status.name !== 'RUNNING') return true;
    const entries = toReplicaMark(memo)?.entries ?? [];
    if (!entries.some(({ machines }) => machines.includes(machine))) return true;
    if (Date.now() >= end) return false;
    await delay(LOOK_EVERY_MS);
  }
}
