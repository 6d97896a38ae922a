import path from 'node:path';
import { renderHtml } from '../../report/html/render-html.js';
import { renderJunit } from '../../report/junit/render-junit.js';
import { renderMarkdown } from '../../report/markdown/render-markdown.js';
import type { ReportInput } from '../../report/report-input.js';
import { wrongUse } from '../command-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { readReport } from '../read-report.js';
import { readRun } from '../read-run.js';
import { showRun } from '../show-run.js';
import { describeExecution } from '../temporal/execution.js';
import { openSession } from '../temporal/open-session.js';
import { writeReport } from '../write-report.js';

/** The forms of a report that go to a file; `-` is stdout. */
export interface ReportFiles {
  readonly html?: string;
  readonly json?: string;
  readonly md?: string;
  readonly junit?: string;
}

export interface ReportArgs {
  readonly run: string;
  readonly files: ReportFiles;
  readonly globals: GlobalOptions;
}

/** Writes the report of a run in one or more forms; without one it shows the run as `status` does. */
export async function report(args: ReportArgs, io: Io): Promise<ExitCode> {
  const { files, globals } = args;
  const toStdout = Object.values(files).filter((file) => file === '-').length;
  if (toStdout > 1) throw wrongUse('only one form of a report can go to stdout (-)');
  const session = await openSession(globals, io);
  try {
    const execution = await describeExecution(session, args.run);
    const reading = await readRun(session, execution, io);
    const hasFile = Object.keys(files).length > 0;
    if (reading.source === 'temporal') {
      if (hasFile) {
        throw wrongUse(
          `no worker answers and the record of run ${args.run} can't be made here: start a worker, then repeat this`,
        );
      }
      showRun(reading, globals.json, io);
      return EXIT.done;
    }
    if (!hasFile) {
      showRun(reading, globals.json, io);
      return EXIT.done;
    }
    const input = await readReport(session, reading.record, io.now());
    if (input.journal.length === 0) {
      io.stderr.write('warning: no worker answers for the journal: the report has no calls\n');
    }
    await write(input, files, io);
    return EXIT.done;
  } finally {
    await session.close();
  }
}

async function write(input: ReportInput, files: ReportFiles, io: Io): Promise<void> {
  const forms: readonly (readonly [string | undefined, () => string])[] = [
    [files.html, () => renderHtml(input)],
    [files.json, () => `${JSON.stringify(input.record, null, 2)}\n`],
    [files.md, () => renderMarkdown(input)],
    [files.junit, () => renderJunit(input)],
  ];
  for (const [file, render] of forms) {
    if (file === undefined) continue;
    const text = render();
    if (file === '-') {
      io.stdout.write(text);
      continue;
    }
    await writeReport(path.resolve(io.cwd, file), text);
    const kilobytes = Math.ceil(Buffer.byteLength(text) / 1024);
    io.stderr.write(`${file}: ${kilobytes} KB\n`);
  }
}
