import { canonicalJson } from '../../plan/canonical.js';
import type { RunInput, RunResult } from '../../plan/run-input.js';
import type { RunRecord } from '../../plan/run-record.js';
import { GROUP_WORKFLOW, RUN_WORKFLOW } from '../../plan/workflow-names.js';
import type { Content } from '../container/entry.js';
import { readJson } from '../container/hostile-json.js';
import { chainHead, type JournalPart } from '../parts/journal-chain.js';
import { approvalsText, type NamedRecord, type RecordPart } from '../parts/record-parts.js';
import { lastSummaryOf, resultOf, runInputOf, runResultOf } from '../parts/run-facts.js';
import type { RunTree, TreeHistory } from '../tree.js';
import { type Problem, wordsOf } from './problem.js';

/** Journals must be unbroken chains, whose heads the workflows returned; records must fit results. */
export function checkRecords(
  contents: ReadonlyMap<string, Content>,
  tree: RunTree,
): readonly Problem[] {
  try {
    const journals = journalsOf(contents);
    const records = recordsOf(contents, tree);
    return [
      ...journals.flatMap(brokenChain),
      ...tree.histories.flatMap((workflow) => [
        ...checkHead(workflow, journals),
        ...checkRecord(workflow, records, journals),
      ]),
      ...checkApprovals(contents, records),
    ];
  } catch (error) {
    return [{ entry: 'record.json', message: `can't be read: ${wordsOf(error)}` }];
  }
}

function json(contents: ReadonlyMap<string, Content>, name: string): unknown {
  const content = contents.get(name);
  if (content === undefined) throw new Error(`${name} is missing`);
  return readJson(content.bytes.toString('utf8'));
}

/** Their shape is trusted no further than that a wrong one throws, which is a problem too. */
function journalsOf(contents: ReadonlyMap<string, Content>): readonly JournalPart[] {
  return (json(contents, 'journal.json') as { readonly journals: readonly JournalPart[] }).journals;
}

function recordsOf(
  contents: ReadonlyMap<string, Content>,
  { histories }: RunTree,
): readonly NamedRecord[] {
  const [run] = histories;
  if (run === undefined) return [];
  const record = json(contents, 'record.json') as RecordPart;
  const own: NamedRecord = { workflowId: run.workflowId, runId: run.runId, record };
  if (!contents.has('child-records.json')) return [own];
  const { records } = json(contents, 'child-records.json') as {
    readonly records: readonly NamedRecord[];
  };
  return [own, ...records];
}

function brokenChain(journal: JournalPart): readonly Problem[] {
  const isWhole =
    journal.entries.length === journal.length && chainHead(journal.entries) === journal.head;
  if (isWhole) return [];
  const message = `the chain of ${journal.workflowId} is broken: its entries do not lead to its head`;
  return [{ entry: 'journal.json', message }];
}

/** What the workflow returned stands in its history. */
function checkHead(workflow: TreeHistory, journals: readonly JournalPart[]): readonly Problem[] {
  const wanted = headOf(workflow);
  if (wanted === null) return [];
  const journal = journals.find(({ runId }) => runId === workflow.runId);
  if (journal?.head === wanted) return [];
  const message = `the journal of ${workflow.workflowId} is not the one that the workflow ended with`;
  return [{ entry: 'journal.json', message }];
}

function headOf(workflow: TreeHistory): string | null {
  if (workflow.type === RUN_WORKFLOW) return runResultOf(workflow)?.recordHash ?? null;
  if (workflow.type !== GROUP_WORKFLOW) return null;
  const result = resultOf(workflow) as { readonly chain?: { readonly head?: string } } | null;
  return result?.chain?.head ?? null;
}

function checkRecord(
  workflow: TreeHistory,
  records: readonly NamedRecord[],
  journals: readonly JournalPart[],
): readonly Problem[] {
  if (workflow.type !== RUN_WORKFLOW) return [];
  const entry = workflow.parent === null ? 'record.json' : 'child-records.json';
  const record = records.find(({ runId }) => runId === workflow.runId)?.record;
  if (record === undefined) return [{ entry, message: `has no record of ${workflow.workflowId}` }];
  const journal = journals.find(({ runId }) => runId === workflow.runId);
  const problems: Problem[] = [];
  if (journal === undefined || !isSame(record.chain, pick(journal))) {
    problems.push({ entry, message: `the chain of ${workflow.workflowId} is not its journal's` });
  }
  const result = runResultOf(workflow);
  if (result === null || 'partial' in record) {
    const why = whyNotSo(workflow, record, result);
    return why === null ? problems : [...problems, { entry, message: why }];
  }
  for (const [what, said, found] of factsOf(workflow, record, result)) {
    if (isSame(said, found)) continue;
    problems.push({
      entry,
      message: `${what} of ${workflow.workflowId} is not what it ended with`,
    });
  }
  return problems;
}

/** A run that came to no end of its own has a record of what it had published, and no more. */
function whyNotSo(
  workflow: TreeHistory,
  record: RecordPart,
  result: RunResult | null,
): string | null {
  const { workflowId } = workflow;
  if (result !== null) return 'is partial, and the run has ended';
  if (!('partial' in record)) {
    return `is a whole record, and ${workflowId} came to no end of its own`;
  }
  return isSame(record.run, lastSummaryOf(workflow))
    ? null
    : `the record of ${workflowId} is not what it had published`;
}

/** The result has no more of it than the whole; the record has it machine by machine. */
function pointOf({ objectives }: Pick<RunRecord, 'objectives'>): unknown {
  const { target, worst, met } = objectives.rpo;
  return { target, worst, met };
}

function pick({ head, length }: JournalPart): RunRecord['chain'] {
  return { head, length };
}

/** What a result has of a record; the rest of the record only a replay gives. */
function factsOf(
  workflow: TreeHistory,
  record: RunRecord,
  result: RunResult,
): readonly (readonly [string, unknown, unknown])[] {
  return [
    ['the outcome', record.run, result.run],
    ['the steps', record.steps.map(({ id, status }) => ({ id, status })), result.steps],
    ['the clean-up', record.cleanup.verdict, result.cleanup],
    ['the recovery time', record.objectives.rto, result.objectives.rto],
    ['the recovery point', pointOf(record), pointOf(result)],
    ['the number of machines', total(record, runInputOf(workflow)), result.machines],
  ];
}

/** As the workflow counts them: without what always runs. */
function total({ steps }: RunRecord, { plan }: RunInput): Record<string, number> {
  const always = new Set(plan.always.map(({ id }) => id));
  const counts: Record<string, number> = {};
  for (const { machines } of steps.filter(({ id }) => !always.has(id))) {
    for (const { result } of machines) counts[result] = (counts[result] ?? 0) + 1;
  }
  return counts;
}

function checkApprovals(
  contents: ReadonlyMap<string, Content>,
  records: readonly NamedRecord[],
): readonly Problem[] {
  const found = contents.get('approvals.json')?.bytes.toString('utf8');
  if (found === approvalsText(records)) return [];
  return [{ entry: 'approvals.json', message: 'is not what the records say' }];
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
