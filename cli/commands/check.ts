import type { Mode } from '../../plan/plan.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { readRunbook } from '../runbook-file.js';

export interface CheckArgs {
  readonly files: readonly string[];
  /** null: every mode that the runbook allows. */
  readonly mode: Mode | null;
  readonly globals: Pick<GlobalOptions, 'json'>;
}

/** Checks runbooks and prints what was found; exit 2 when one has errors. */
export async function check(args: CheckArgs, io: Io): Promise<ExitCode> {
  const [{ compile }, { formatDiagnostics }] = await Promise.all([
    import('../../compiler/compile.js'),
    import('../../compiler/format-diagnostics.js'),
  ]);
  const runbooks = await Promise.all(args.files.map((file) => readRunbook(file, io)));
  const results = runbooks.map((runbook) => ({
    ...runbook,
    ...compile(runbook.source, { file: runbook.file, mode: args.mode }),
  }));
  const all = results.flatMap(({ diagnostics }) => diagnostics);
  if (args.globals.json) {
    io.stdout.write(`${JSON.stringify({ diagnostics: all }, null, 2)}\n`);
  } else {
    for (const { file, source, diagnostics } of results) {
      const text =
        diagnostics.length === 0
          ? `${file}: no problems\n`
          : formatDiagnostics(diagnostics, source, { color: io.colour.stdout });
      io.stdout.write(text);
    }
  }
  return all.some(({ severity }) => severity === 'error') ? EXIT.runbookErrors : EXIT.done;
}
