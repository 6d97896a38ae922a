import type { WorkflowExecutionStatusName } from '@temporalio/client';
import type { RunSummary } from '../../plan/run-record.js';

/** The part of Temporal's list and describe answers that a summary is made of. */
export interface ExecutionFacts {
  readonly workflowId: string;
  readonly status: { readonly name: WorkflowExecutionStatusName };
  readonly startTime: Date;
  readonly closeTime?: Date;
  readonly memo?: Readonly<Record<string, unknown>>;
}

/**
 * The run part of a record from an execution's memo. A run that Temporal has closed while its memo
 * says that it runs was ended from outside (terminated, timed out): that is said, and its outcome
 * stays null, because nobody wrote one. A memo that is missing or foreign gives blanks.
 */
export function summaryFromMemo(execution: ExecutionFacts): RunSummary {
  const kept = readSummary(execution.memo?.['run']) ?? blankSummary(execution);
  // What a schedule gives its runs along knows neither, until a worker has taken them.
  if (kept.id === '') {
    const startedAt = execution.startTime.toISOString();
    return correctSummary({ ...kept, id: execution.workflowId, startedAt }, execution);
  }
  return correctSummary(kept, execution);
}

/** Sets a summary right that says `running` of an execution which is closed. */
export function correctSummary(
  summary: RunSummary,
  execution: Pick<ExecutionFacts, 'status' | 'closeTime'>,
): RunSummary {
  const status = execution.status.name;
  const isOpen = status === 'RUNNING' || status === 'PAUSED';
  if (isOpen || summary.state === 'finished') return summary;
  return {
    ...summary,
    state: 'finished',
    outcome: null,
    endedAt: execution.closeTime?.toISOString() ?? null,
    message: `ended outside Drillbook (${STATUS_WORDS[status] ?? status})`,
  };
}

const STATUS_WORDS: Readonly<Partial<Record<WorkflowExecutionStatusName, string>>> = {
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
  TERMINATED: 'Terminated',
  TIMED_OUT: 'Timed out',
  CONTINUED_AS_NEW: 'Continued as new',
};

function readSummary(memo: unknown): RunSummary | null {
  if (typeof memo !== 'object' || memo === null) return null;
  const { id, runbook, mode, state, startedAt } = memo as Partial<RunSummary>;
  const isOurs = [id, runbook, mode, state, startedAt].every((part) => typeof part === 'string');
  return isOurs ? (memo as RunSummary) : null;
}

function blankSummary(execution: ExecutionFacts): RunSummary {
  return {
    id: execution.workflowId,
    runbook: '',
    mode: 'drill',
    state: 'running',
    outcome: null,
    planHash: '',
    runbookHash: '',
    engine: '',
    startedAt: execution.startTime.toISOString(),
    endedAt: null,
    startedBy: '',
    reason: '',
    undoes: null,
    message: 'its memo is missing: started by something else than Drillbook',
  };
}
