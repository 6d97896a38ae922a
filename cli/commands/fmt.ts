import { resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Formatting } from '../../compiler/format-runbook.js';
import { CommandError, refused, wrongUse } from '../command-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { filesBeside, readRunbook, type RunbookFile } from '../runbook-file.js';

export interface FmtArgs {
  readonly files: readonly string[];
  /** Only say which files would change; exit 1 if there is one. */
  readonly check: boolean;
  /** Write each file that changes; else the one file is printed. */
  readonly write: boolean;
  readonly globals: Pick<GlobalOptions, 'json'>;
}

type Formatted = Extract<Formatting, { kind: 'formatted' }> & { readonly file: string };

/** Formats runbooks. Nothing is written unless all of them are proven to mean the same as before. */
export async function fmt(args: FmtArgs, io: Io): Promise<ExitCode> {
  if (args.check && args.write) throw wrongUse('--check and --write exclude each other');
  const isPrinted = !args.check && !args.write;
  if (isPrinted && args.files.length > 1) {
    throw wrongUse('several runbooks are formatted with --write, or looked at with --check');
  }
  const formatted: Formatted[] = [];
  for (const file of args.files) formatted.push(await format(await readRunbook(file, io), io));
  if (isPrinted) {
    io.stdout.write(formatted[0]?.text ?? '');
    return EXIT.done;
  }
  const changed = formatted.filter(({ hasChanged }) => hasChanged);
  if (args.write) {
    for (const { file, text } of changed) await write(resolve(io.cwd, file), file, text);
  }
  report(formatted, changed, args, io);
  return args.check && changed.length > 0 ? EXIT.failed : EXIT.done;
}

async function format({ file, source }: RunbookFile, io: Io): Promise<Formatted> {
  const { formatRunbook } = await import('../../compiler/format-runbook.js');
  const result = formatRunbook(source, { file, files: filesBeside(file, io) });
  switch (result.kind) {
    case 'formatted':
      return { ...result, file };
    case 'errors': {
      const { formatDiagnostics } = await import('../../compiler/format-diagnostics.js');
      const options = { color: io.colour.stderr, children: result.children };
      io.stderr.write(formatDiagnostics(result.diagnostics, source, options));
      throw new CommandError(
        `${file} has errors, so nobody can tell what it means; nothing was written`,
        EXIT.runbookErrors,
      );
    }
    case 'refused':
      throw refused(
        `${file} can't be formatted: ${result.why}, as far as can be told; nothing was written`,
      );
  }
}

/** A reader sees the old file or the new one, never a half. */
async function write(path: string, file: string, text: string): Promise<void> {
  try {
    await writeFileAtomic(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw wrongUse(`can't write the runbook ${file}: ${why}`, { cause: error });
  }
}

function report(
  all: readonly Formatted[],
  changed: readonly Formatted[],
  { check, globals }: FmtArgs,
  io: Pick<Io, 'stdout'>,
): void {
  if (globals.json) {
    const files = all.map(({ file, hasChanged }) => ({ file, changed: hasChanged }));
    io.stdout.write(`${JSON.stringify({ files }, null, 2)}\n`);
    return;
  }
  const what = check ? 'would be formatted' : 'formatted';
  for (const { file } of changed) io.stdout.write(`${file}: ${what}\n`);
}
