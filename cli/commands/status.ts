import { EXIT, type ExitCode } from '../exit-code.js';
import { followToEnd } from '../follow/follow-to-end.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { readRun } from '../read-run.js';
import { showRun } from '../show-run.js';
import { withProgress } from '../../report/terminal/with-progress.js';
import { describeExecution } from '../temporal/execution.js';
import { openSession } from '../temporal/open-session.js';

export interface StatusArgs {
  readonly run: string;
  readonly watch: boolean;
  readonly globals: GlobalOptions;
}

/**
 * Shows how a run stands; with `watch` it follows it like `run` does, exit code and all. Without a
 * worker it shows what Temporal knows, marked so, and that is no error.
 */
export async function status(args: StatusArgs, io: Io): Promise<ExitCode> {
  const session = await openSession(args.globals, io);
  try {
    const execution = await describeExecution(session, args.run);
    if (args.watch) return await followToEnd(session, args.run, { isJson: args.globals.json }, io);
    const reading = await readRun(session, execution, io);
    if (reading.source === 'temporal') showRun(reading, args.globals.json, io);
    else {
      const record = withProgress(reading.record, execution.progress);
      showRun({ ...reading, record }, args.globals.json, io);
    }
    return EXIT.done;
  } finally {
    await session.close();
  }
}
