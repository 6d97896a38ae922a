import path from 'node:path';
import { makeEvidence } from '../../worker/make-evidence.js';
import { refused } from '../command-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { describeExecution } from '../temporal/execution.js';
import { openSession } from '../temporal/open-session.js';
import { refuseExisting, writeNewFile } from '../write-new-file.js';

export interface ExportArgs {
  readonly run: string;
  /** `-` is stdout. */
  readonly output: string;
  readonly globals: GlobalOptions;
}

/** Writes the evidence of a run that is over; needs Temporal, and no worker. */
export async function exportEvidence(args: ExportArgs, io: Io): Promise<ExitCode> {
  const { run, output, globals } = args;
  const file = output === '-' ? null : path.resolve(io.cwd, output);
  if (file !== null) await refuseExisting(file);
  const session = await openSession(globals, io);
  try {
    const { client, config } = session;
    const { isOpen } = await describeExecution(session, run);
    if (isOpen) throw refused(`run ${run} is not over: its evidence is had when it has ended`);
    const evidence = await makeEvidence({ client, config, env: io.env, runId: run, now: io.now() });
    for (const warning of evidence.warnings) io.stderr.write(`warning: ${warning}\n`);
    if (file === null) {
      io.stdout.write(evidence.file);
      return EXIT.done;
    }
    await writeNewFile(file, evidence.file);
    const { keyId, histories } = evidence;
    const facts = { run, file, bytes: evidence.file.length, histories, signedBy: keyId };
    if (globals.json) io.stdout.write(`${JSON.stringify(facts, null, 2)}\n`);
    else {
      const by = keyId === null ? 'not signed' : `signed by ${keyId}`;
      const kilobytes = Math.ceil(facts.bytes / 1024);
      io.stdout.write(`${file}: ${kilobytes} KB, ${histories} histories, ${by}\n`);
    }
    return EXIT.done;
  } finally {
    await session.close();
  }
}
