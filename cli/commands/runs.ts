import type { RunSummary } from '../../plan/run-record.js';
import { RUN_WORKFLOW } from '../../plan/workflow-names.js';
import { renderRuns } from '../../report/terminal/render-runs.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { openSession } from '../temporal/open-session.js';
import { summaryFromMemo } from '../temporal/run-summary.js';
import type { TemporalSession } from '../temporal/temporal-session.js';

export interface RunsArgs {
  readonly limit: number;
  readonly globals: GlobalOptions;
}

/** Lists the runs that Temporal still keeps, the newest first; needs no worker. */
export async function runs(args: RunsArgs, io: Io): Promise<ExitCode> {
  const session = await openSession(args.globals, io);
  try {
    const newest = await listRuns(session, args.limit);
    if (args.globals.json) io.stdout.write(`${JSON.stringify({ runs: newest }, null, 2)}\n`);
    else io.stdout.write(renderRuns(newest, { colour: io.colour.stdout, now: io.now() }));
    return EXIT.done;
  } finally {
    await session.close();
  }
}

// Temporal gives open runs first, then by their end: a bounded part is read and sorted by start.
const READ_AT_MOST = 5000;

async function listRuns(session: TemporalSession, limit: number): Promise<RunSummary[]> {
  const found: RunSummary[] = [];
  const query = `WorkflowType="${RUN_WORKFLOW}"`;
  for await (const execution of session.client.workflow.list({ query })) {
    found.push(summaryFromMemo(execution));
    if (found.length >= Math.max(READ_AT_MOST, limit)) break;
  }
  found.sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  return found.slice(0, limit);
}
