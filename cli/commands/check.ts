import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CheckedFile } from '../../compiler/formats/checked-file.js';
import type { Mode } from '../../plan/plan.js';
import type { CheckFormat } from '../check-format.js';
import { wrongUse } from '../command-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { filesBeside, readRunbook } from '../runbook-file.js';
import { packageFolder, packageVersion } from '../version.js';

export interface CheckArgs {
  readonly files: readonly string[];
  /** null: every mode that the runbook allows. */
  readonly mode: Mode | null;
  /** null: text, or JSON with `--json`. */
  readonly format: CheckFormat | null;
  readonly globals: Pick<GlobalOptions, 'json'>;
}

/** Checks runbooks and prints what was found; exit 2 when one has errors. */
export async function check(args: CheckArgs, io: Io): Promise<ExitCode> {
  const format = chooseFormat(args);
  const { compile } = await import('../../compiler/compile.js');
  const runbooks = await Promise.all(args.files.map((file) => readRunbook(file, io)));
  const checked = runbooks.map((runbook) => ({
    ...runbook,
    ...compile(runbook.source, {
      file: runbook.file,
      mode: args.mode,
      files: filesBeside(runbook.file, io),
    }),
  }));
  io.stdout.write(await write(checked, format, io));
  const all = checked.flatMap(({ diagnostics }) => diagnostics);
  return all.some(({ severity }) => severity === 'error') ? EXIT.runbookErrors : EXIT.done;
}

function chooseFormat({ format, globals }: CheckArgs): CheckFormat {
  if (!globals.json) return format ?? 'text';
  if (format === null || format === 'json') return 'json';
  throw wrongUse(`--json and --format ${format} exclude each other: keep one of them`);
}

async function write(
  files: readonly CheckedFile[],
  format: CheckFormat,
  io: Pick<Io, 'colour'>,
): Promise<string> {
  switch (format) {
    case 'text': {
      const { formatText } = await import('../../compiler/formats/format-text.js');
      return formatText(files, { color: io.colour.stdout });
    }
    case 'json': {
      const { formatJson } = await import('../../compiler/formats/format-json.js');
      return formatJson(files);
    }
    case 'github': {
      const { formatGithub } = await import('../../compiler/formats/format-github.js');
      return formatGithub(files);
    }
    case 'sarif': {
      const { formatSarif } = await import('../../compiler/formats/format-sarif.js');
      return formatSarif(files, { version: packageVersion(), helpUri: diagnosticsPage() });
    }
  }
}

/** The page of this very version: it is installed with the command. */
function diagnosticsPage(): string {
  return pathToFileURL(join(packageFolder(), 'docs', 'diagnostics.md')).href;
}
