import { EXIT, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { readRun, withTemporalsWord } from '../read-run.js';
import { exitCodeOf, showRun } from '../show-run.js';
import type { TemporalSession } from '../temporal/temporal-session.js';
import { followRun } from './follow-run.js';

/**
 * Follows a run, prints its record when it has ended, and gives the exit code that the run earned.
 * Stopped by the person, it gives 0: the run goes on and its outcome is not known.
 */
export async function followToEnd(
  session: TemporalSession,
  runId: string,
  options: { readonly isJson: boolean },
  io: Io,
): Promise<ExitCode> {
  const end = await followRun(session, runId, io);
  if (end.kind === 'stopped') {
    io.stderr.write(
      `stopped following; the run goes on. Follow it again with: drillbook status ${runId} --watch\n`,
    );
    return EXIT.done;
  }
  const reading =
    end.record === null
      ? await readRun(session, end.execution, io)
      : { source: 'worker' as const, record: withTemporalsWord(end.record, end.execution) };
  showRun(reading, options.isJson, io);
  return exitCodeOf(reading.record);
}
