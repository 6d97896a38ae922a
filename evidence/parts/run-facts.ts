import type { RunInput, RunResult } from '../../plan/run-input.js';
import type { RunSummary } from '../../plan/run-record.js';
import { isGiven } from '../replay/is-given.js';
import { payloadText } from '../replay/payloads.js';
import { readJson } from '../container/hostile-json.js';
import { eventsOf, type TreeHistory } from '../tree.js';
import { argumentOf, timeOf } from './activities.js';

/** What a workflow was started with. */
export function inputOf(workflow: TreeHistory): unknown {
  const [first] = eventsOf(workflow);
  return argumentOf(first?.workflowExecutionStartedEventAttributes?.input?.payloads);
}

/**
 * What a run was started with; its form is that of the version that started it.
 *
 * @throws Error when it is no run's.
 */
export function runInputOf(workflow: TreeHistory): RunInput {
  const input = inputOf(workflow) as Partial<RunInput> | null;
  const isRun =
    typeof input?.planHash === 'string' &&
    typeof input.runbookHash === 'string' &&
    typeof input.plan === 'object';
  if (!isRun) throw new Error(`${workflow.workflowId} was not started as a run of Drillbook`);
  return input as RunInput;
}

/** What a workflow ended with, well or not; null: it came to no end of its own. */
export function resultOf(workflow: TreeHistory): unknown {
  const last = eventsOf(workflow).at(-1);
  const failure = last?.workflowExecutionFailedEventAttributes?.failure;
  return (
    argumentOf(last?.workflowExecutionCompletedEventAttributes?.result?.payloads) ??
    argumentOf(failure?.applicationFailureInfo?.details?.payloads)
  );
}

/** The result of a run; null: it came to no end of its own. */
export function runResultOf(workflow: TreeHistory): RunResult | null {
  const result = resultOf(workflow) as Partial<RunResult> | null;
  return typeof result?.recordHash === 'string' ? (result as RunResult) : null;
}

/** How a workflow was ended that came to no end of its own; null: it did, or is open. */
export function endFromOutside(workflow: TreeHistory): 'terminated' | 'timed out' | null {
  const last = eventsOf(workflow).at(-1);
  if (isGiven(last?.workflowExecutionTerminatedEventAttributes)) return 'terminated';
  return isGiven(last?.workflowExecutionTimedOutEventAttributes) ? 'timed out' : null;
}

/**
 * The run part as it was last published: of a run that was ended from outside, all that there is but
 * how it was ended.
 */
export function lastSummaryOf(workflow: TreeHistory): RunSummary | null {
  const summary = publishedSummary(workflow);
  const end = endFromOutside(workflow);
  const last = eventsOf(workflow).at(-1);
  if (summary === null || end === null || last === undefined) return summary;
  const message = `ended outside Drillbook (${end})`;
  return { ...summary, state: 'finished', outcome: null, endedAt: timeOf(last), message };
}

function publishedSummary(workflow: TreeHistory): RunSummary | null {
  const published = eventsOf(workflow).flatMap(
    (event) => event.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields?.['run'] ?? [],
  );
  const last = published.at(-1);
  return last === undefined ? null : (readJson(payloadText(last)) as RunSummary);
}
