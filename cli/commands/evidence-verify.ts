import { renderVerdict } from '../../evidence/verify/render-verdict.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { readEvidence } from '../read-evidence.js';

export interface VerifyArgs {
  readonly file: string;
  /** Whose signature is wanted; null: any will do, or none. */
  readonly key: string | null;
  readonly globals: GlobalOptions;
}

/** Verifies an evidence file; asks nobody. */
export async function verify(args: VerifyArgs, io: Io): Promise<ExitCode> {
  const { verdict } = await readEvidence(args.file, args.key, io);
  if (args.globals.json) {
    const { statement, ...rest } = verdict;
    const about = statement === null ? null : { ...statement.predicate };
    io.stdout.write(`${JSON.stringify({ file: args.file, ...rest, about }, null, 2)}\n`);
  } else {
    io.stdout.write(renderVerdict(args.file, verdict, io.colour.stdout));
  }
  return verdict.isGood ? EXIT.done : EXIT.failed;
}
