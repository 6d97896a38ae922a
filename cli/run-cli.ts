import { describeError } from './describe-error.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { buildProgram } from './program.js';
import { withJsonFile } from './report-json.js';

/** Runs one command line (without node and the script) and gives the exit code; never throws. */
export async function runCli(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  try {
    const program = buildProgram(io, (code) => {
      exitCode = code;
    });
    if (argv.length === 0) {
      io.stderr.write(program.helpInformation());
      return EXIT.wrongUse;
    }
    await program.parseAsync([...withJsonFile(argv)], { from: 'user' });
    return exitCode;
  } catch (error) {
    const report = describeError(error, io.env);
    if (report.text !== '') io.stderr.write(`drillbook: ${report.text}\n`);
    return report.exitCode;
  }
}
