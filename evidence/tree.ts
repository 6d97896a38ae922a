import { historyFromJSON, type History } from '@temporalio/common/lib/proto-utils.js';
import { canonicalJson } from '../plan/canonical.js';
import { readJson } from './container/hostile-json.js';

export type HistoryEvent = NonNullable<History['events']>[number];

/** A workflow that belongs to a run, by what Temporal calls it. */
export interface WorkflowName {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  /** The id of the workflow that started it; null: the run itself. */
  readonly parent: string | null;
}

/** The history of a workflow: its text as it stands in the evidence, and read. */
export interface TreeHistory extends WorkflowName {
  readonly text: string;
  readonly history: History;
}

/** A run and all that it started: groups, child runs, holds, marks. */
export interface RunTree {
  /** The run itself first. */
  readonly histories: readonly TreeHistory[];
  /** Started by one of them, and its history was not to be had. */
  readonly missing: readonly (WorkflowName & { readonly why: string })[];
}

/**
 * Reads a history in Temporal's JSON form, canonical: so it says nothing twice, and hides nothing.
 *
 * @throws Error that says what is wrong with it.
 */
export function readHistory(text: string): History {
  const value = readJson(text);
  if (canonicalJson(value) !== text) throw new Error('the history is not in canonical JSON');
  const history = historyFromJSON(value);
  if ((history.events ?? []).length === 0) throw new Error('the history has no events');
  return history;
}

export function eventsOf({ history }: Pick<TreeHistory, 'history'>): readonly HistoryEvent[] {
  return history.events ?? [];
}
