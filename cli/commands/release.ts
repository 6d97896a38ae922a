import { setTimeout as delay } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import {
  type ReplicaReleaseNote,
  replicasKey,
  type ReplicaMark,
  toReplicaMark,
} from '../../plan/replica-mark.js';
import { markWorkflowId, RELEASE_SIGNAL, type ReleaseNote } from '../../plan/workflow-names.js';
import { wrongUse } from '../command-error.js';
import { confirm } from '../confirm.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { findTarget } from '../find-target.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { statedPerson } from '../person.js';
import { label, listDrivenTargets } from '../temporal/driven-targets.js';
import { openSession } from '../temporal/open-session.js';
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
  readonly workflowId: string;
  /** The one machine of a mark of many; null: the whole mark. */
  readonly machine: string | null;
}

/**
 * Takes the mark `failed over` off a target, because a person says that it is in production again.
 * Without a worker the mark's workflow is terminated with the reason, and that is said.
 */
export async function release(args: ReleaseArgs, io: Io): Promise<ExitCode> {
  const { reason } = args.globals;
  if (reason === '') throw wrongUse('release needs --reason: it is the only proof there will be');
  const session = await openSession(args.globals, io);
  try {
    const released = await find(session, args.target);
    await confirm(io, { what: released.what, word: released.word, yes: args.yes });
    const { name, osUser, host } = statedPerson(args.globals, io.env);
    const note: ReleaseNote = { by: name, osUser, host, reason, at: io.now().toISOString() };
    await take(session, released, note, io);
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
  if (whole !== undefined) return allReplicas(whole);
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
    workflowId: markWorkflowId(
      replica === undefined ? target.target : replicasKey(replica.connection),
    ),
    machine: replica?.key ?? null,
  };
}

function allReplicas({ connection, entries }: ReplicaMark): Released {
  const target = replicasKey(connection);
  const count = entries.reduce((sum, { machines }) => sum + machines.length, 0);
  const runs = [...new Set(entries.map(({ runId }) => runId))].join(', ');
  return {
    target,
    label: target,
    word: target,
    what: `${count} replicas of ${connection} were failed over by ${runs}. After their release runs may start them again.`,
    workflowId: markWorkflowId(target),
    machine: null,
  };
}

async function take(
  session: TemporalSession,
  { workflowId, machine }: Released,
  note: ReleaseNote,
  io: Io,
): Promise<void> {
  const handle = session.client.workflow.getHandle(workflowId);
  if (machine === null) {
    await handle.signal(RELEASE_SIGNAL, note);
    if (await waitUntilClosed(handle, CLOSE_LIMIT_MS)) return;
    await handle.terminate(`released by ${note.by} (${note.osUser}@${note.host}): ${note.reason}`);
    io.stderr.write('no worker answers; the mark was terminated, with your reason\n');
    return;
  }
  const one: ReplicaReleaseNote = { ...note, machines: [machine] };
  await handle.signal(RELEASE_SIGNAL, one);
  if (await waitUntilGone(handle, machine)) return;
  // The others are in the same mark: it can't be ended for this one.
  io.stderr.write('no worker answers; Temporal keeps the release, a worker will see to it\n');
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
