import type { History } from '@temporalio/common/lib/proto-utils.js';
import type { InjectedSinks, WorkflowBundleOption } from '@temporalio/worker';
import type { RunRecord } from '../../plan/run-record.js';
import type { AuditSinks } from '../../workflows/audit.js';
import type { JournalEntry } from '../../workflows/journal.js';
import type { RecordSinks } from '../../workflows/record-sinks.js';
import type { GivenCommand } from './command.js';
import { isGiven } from './is-given.js';
import { quietRuntime } from './quiet-runtime.js';

/** The history of a workflow. */
export interface ReplayedHistory {
  readonly workflowId: string;
  readonly runId: string;
  readonly history: History;
}

/** What a workflow was told, wrote and commanded, in order. */
export type Happening =
  | { readonly kind: 'told'; readonly jobs: readonly Job[] }
  | { readonly kind: 'journal'; readonly entry: JournalEntry }
  | { readonly kind: 'gave'; readonly commands: readonly GivenCommand[] };

/** A job of a workflow activation, as far as the story needs it. */
export type Job = Readonly<Record<string, unknown>>;

/** What a replay of one history brought to light. */
export interface Captured {
  readonly happenings: readonly Happening[];
  /** The record as the run made it at its end; null: it came to none, or is no run. */
  readonly record: RunRecord | null;
  /** Why the code does not fit the history, by Temporal's own replay; null: it does. */
  readonly error: string | null;
}

/** `workflows/audit.ts` has the same: only types come from there. */
export const AUDIT_QUEUE = 'drillbook-audit';

/** Replays histories with the given workflow code, without any server; the results in their order. */
export async function captureReplay(
  workflowBundle: WorkflowBundleOption,
  histories: readonly ReplayedHistory[],
): Promise<readonly Captured[]> {
  await quietRuntime();
  const { Worker } = await import('@temporalio/worker');
  const happenings = new Map<string, Happening[]>();
  const records = new Map<string, RunRecord>();
  const add = ({ runId }: Told, happening: Happening): void => {
    const list = happenings.get(runId);
    if (list === undefined) happenings.set(runId, [happening]);
    else list.push(happening);
  };
  const results = Worker.runReplayHistories(
    { workflowBundle, sinks: sinksInto(add, records), replayName: AUDIT_QUEUE },
    histories.map((one) => ({ workflowId: one.workflowId, history: asItsOwn(one) })),
  );
  const errors = new Map<string, string>();
  for await (const { runId, error } of results) {
    if (error !== undefined) errors.set(runId, error.message);
  }
  return histories.map(({ runId }) => ({
    happenings: happenings.get(runId) ?? [],
    record: records.get(runId) ?? null,
    error: errors.get(runId) ?? null,
  }));
}

/**
 * The first event of a run that was reset names the execution before it, and a replay takes the run's
 * id from there; but a run knows by its id that it was reset.
 */
function asItsOwn({ runId, history }: ReplayedHistory): History {
  const [first, ...rest] = history.events ?? [];
  const started = first?.workflowExecutionStartedEventAttributes;
  if (!isGiven(started) || started.originalExecutionRunId === runId) return history;
  const own = { ...started, originalExecutionRunId: runId };
  return {
    ...history,
    events: [{ ...first, workflowExecutionStartedEventAttributes: own }, ...rest],
  };
}

interface Told {
  readonly runId: string;
}

function sinksInto(
  add: (info: Told, happening: Happening) => void,
  records: Map<string, RunRecord>,
): InjectedSinks<AuditSinks & RecordSinks> {
  const always = { callDuringReplay: true } as const;
  return {
    record: {
      head: { fn: () => undefined, callDuringReplay: false },
      final: {
        fn: (info: Told, record: RunRecord) => {
          records.set(info.runId, record);
        },
        ...always,
      },
    },
    audit: {
      told: {
        fn: (info: Told, jobs: readonly unknown[]) => {
          add(info, { kind: 'told', jobs: jobs as readonly Job[] });
        },
        ...always,
      },
      journal: {
        fn: (info: Told, entry: JournalEntry) => {
          add(info, { kind: 'journal', entry });
        },
        ...always,
      },
      gave: {
        fn: (info: Told, commands: readonly unknown[]) => {
          add(info, { kind: 'gave', commands: commands as readonly GivenCommand[] });
        },
        ...always,
      },
    },
  };
}
