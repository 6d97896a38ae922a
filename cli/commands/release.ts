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
import { waitUntilClosed } from '../temporal/wait-until-closed.js';

export interface ReleaseArgs {
  readonly target: string;
  readonly yes: boolean;
  readonly globals: GlobalOptions;
}

const CLOSE_LIMIT_MS = 10_000;

/**
 * Takes the mark `failed over` off a target, because a person says that it is in production again.
 * Without a worker the mark's workflow is terminated with the reason, and that is said.
 */
export async function release(args: ReleaseArgs, io: Io): Promise<ExitCode> {
  const { reason } = args.globals;
  if (reason === '') throw wrongUse('release needs --reason: it is the only proof there will be');
  const session = await openSession(args.globals, io);
  try {
    const target = findTarget(await listDrivenTargets(session), args.target);
    if (target.failedOverBy === null) {
      throw wrongUse(
        `${label(target)} is not failed over; run ${target.heldBy ?? ''} holds it (see: drillbook unlock --help)`,
      );
    }
    const what =
      `${label(target)} was failed over by ${target.failedOverBy} at ${target.since}. ` +
      'After its release drills may start it again.';
    await confirm(io, { what, word: target.name, yes: args.yes });
    const { name, osUser, host } = statedPerson(args.globals, io.env);
    const handle = session.client.workflow.getHandle(markWorkflowId(target.target));
    const note: ReleaseNote = { by: name, osUser, host, reason, at: io.now().toISOString() };
    await handle.signal(RELEASE_SIGNAL, note);
    if (!(await waitUntilClosed(handle, CLOSE_LIMIT_MS))) {
      await handle.terminate(`released by ${name} (${osUser}@${host}): ${reason}`);
      io.stderr.write('no worker answers; the mark was terminated, with your reason\n');
    }
    const done = { released: target.target, name: label(target), by: name };
    io.stdout.write(
      args.globals.json ? `${JSON.stringify(done)}\n` : `${label(target)} is released\n`,
    );
    return EXIT.done;
  } finally {
    await session.close();
  }
}
