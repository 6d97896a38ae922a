import { childrenOf } from '../collect/fetch-tree.js';
import type { Content } from '../container/entry.js';
import { readJson } from '../container/hostile-json.js';
import type { Predicate } from '../manifest.js';
import { historyName } from '../parts/derive-parts.js';
import { isClosed } from '../replay/judge-replay.js';
import {
  eventsOf,
  readHistory,
  type RunTree,
  type TreeHistory,
  type WorkflowName,
} from '../tree.js';
import { type Problem, wordsOf } from './problem.js';

const INDEX = 'histories/index.json';

/** Reads the histories, and looks whether they belong together and are whole. */
export function readTree(
  contents: ReadonlyMap<string, Content>,
  predicate: Predicate,
): { readonly tree: RunTree | null; readonly problems: readonly Problem[] } {
  let index: Index;
  try {
    index = readIndex(readJson(textOf(contents, INDEX)));
  } catch (error) {
    return { tree: null, problems: [{ entry: INDEX, message: wordsOf(error) }] };
  }
  const problems: Problem[] = [];
  const histories: TreeHistory[] = [];
  index.histories.forEach((name, position) => {
    const entry = historyName(position);
    try {
      const text = textOf(contents, entry);
      histories.push({ ...name, text, history: readHistory(text) });
    } catch (error) {
      problems.push({ entry, message: wordsOf(error) });
    }
  });
  if (problems.length > 0) return { tree: null, problems };
  const tree = { histories, missing: index.missing };
  problems.push(
    ...histories.flatMap((workflow, position) =>
      whyNotWhole(workflow).map((message) => ({ entry: historyName(position), message })),
    ),
    ...whyNotTogether(tree, predicate).map((message) => ({ entry: INDEX, message })),
  );
  return { tree, problems };
}

function textOf(contents: ReadonlyMap<string, Content>, name: string): string {
  const content = contents.get(name);
  if (content === undefined) throw new Error('is missing');
  return content.bytes.toString('utf8');
}

interface Index {
  readonly histories: readonly WorkflowName[];
  readonly missing: RunTree['missing'];
}

function readIndex(value: unknown): Index {
  const { histories, missing } = (value ?? {}) as Record<string, unknown>;
  if (!Array.isArray(histories) || !Array.isArray(missing)) throw new Error('is no index');
  const names = histories.map(readName);
  if (names.length === 0) throw new Error('lists no history');
  return {
    histories: names,
    missing: missing.map((one: unknown) => {
      const { why } = (one ?? {}) as Record<string, unknown>;
      return { ...readName(one), why: typeof why === 'string' ? why : '' };
    }),
  };
}

function readName(value: unknown): WorkflowName {
  const { workflowId, runId, type, parent } = (value ?? {}) as Record<string, unknown>;
  const isName =
    typeof workflowId === 'string' &&
    typeof runId === 'string' &&
    typeof type === 'string' &&
    (parent === null || typeof parent === 'string');
  if (!isName) throw new Error('lists a history that is not wholly named');
  return { workflowId, runId, type, parent };
}

function whyNotWhole(workflow: TreeHistory): readonly string[] {
  const events = eventsOf(workflow);
  const gap = events.findIndex((event, position) => Number(event.eventId) !== position + 1);
  if (gap >= 0) return [`event ${gap + 1} is not there: the history has a gap`];
  const strange = events.find(({ eventType }) => !eventType);
  if (strange !== undefined)
    return [`event ${String(strange.eventId)} is of no kind that is known`];
  const started = events[0]?.workflowExecutionStartedEventAttributes ?? null;
  if (started === null) return ['does not begin with the start of a workflow'];
  const problems: string[] = [];
  if (started.workflowType?.name !== workflow.type) {
    problems.push(`is of a workflow ${started.workflowType?.name ?? ''}, not ${workflow.type}`);
  }
  const parent = started.parentWorkflowExecution?.workflowId ?? '';
  if (parent !== '' && parent !== workflow.parent && workflow.parent !== null) {
    problems.push(`was started by ${parent}, not by ${workflow.parent}`);
  }
  // Of a run that was reset it names the execution before it, and another event tells of the reset.
  const isReset = events.some(
    (event) => event.workflowTaskFailedEventAttributes?.newRunId === workflow.runId,
  );
  if (!isReset && started.originalExecutionRunId !== workflow.runId) {
    problems.push(`is the one of execution ${started.originalExecutionRunId ?? ''}`);
  }
  return problems;
}

/** The run, all that it started, and nothing else. */
function whyNotTogether({ histories, missing }: RunTree, predicate: Predicate): readonly string[] {
  const problems: string[] = [];
  const [run] = histories;
  if (run?.workflowId !== predicate.run.id || run.runId !== predicate.run.temporalRunId) {
    problems.push(`the first history is not that of run ${predicate.run.id}`);
  }
  if (run !== undefined && !isClosed(eventsOf(run))) {
    problems.push('the history of the run has no event that closes it: its end was cut off');
  }
  const keyOf = ({ workflowId, runId }: WorkflowName): string => `${workflowId} (${runId})`;
  const known = new Set([...histories, ...missing].map(keyOf));
  const started = new Set(histories.flatMap(childrenOf).map(keyOf));
  for (const child of started) {
    if (!known.has(child)) problems.push(`the history of ${child} is missing`);
  }
  for (const one of histories.slice(1)) {
    if (!started.has(keyOf(one))) problems.push(`${keyOf(one)} was started by none of the others`);
  }
  return problems;
}
