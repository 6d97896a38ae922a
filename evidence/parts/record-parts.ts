import { RUN_WORKFLOW } from '../../plan/workflow-names.js';
import type { RunRecord } from '../../plan/run-record.js';
import type { Captured } from '../replay/capture.js';
import type { TreeHistory } from '../tree.js';
import { text } from './derive-parts.js';
import { chainHead, type JournalPart } from './journal-chain.js';
import { lastSummaryOf } from './run-facts.js';

/** Of a run that came to no end of its own: what it had published, and its journal so far. */
export interface UnfinishedRecord {
  readonly partial: true;
  readonly run: RunRecord['run'] | null;
  readonly chain: RunRecord['chain'];
}

export type RecordPart = RunRecord | UnfinishedRecord;

/** A record of a run of the tree; the first one is the run's own. */
export interface NamedRecord {
  readonly workflowId: string;
  readonly runId: string;
  readonly record: RecordPart;
}

/** The parts that only a replay brings to light: records and journals. */
export function recordParts(
  histories: readonly TreeHistory[],
  captured: readonly Captured[],
): ReadonlyMap<string, string> {
  const journals: JournalPart[] = [];
  const records: NamedRecord[] = [];
  histories.forEach((workflow, index) => {
    const { workflowId, runId, type } = workflow;
    const { happenings = [], record = null } = captured[index] ?? {};
    const entries = happenings.flatMap((one) => (one.kind === 'journal' ? [{ ...one.entry }] : []));
    const chain = { head: chainHead(entries), length: entries.length };
    if (entries.length > 0) journals.push({ workflowId, runId, ...chain, entries });
    if (type !== RUN_WORKFLOW) return;
    const part = record ?? { partial: true as const, run: lastSummaryOf(workflow), chain };
    records.push({ workflowId, runId, record: part });
  });
  const [own, ...children] = records;
  return new Map([
    ['record.json', text(own?.record ?? null)],
    ...(children.length === 0
      ? []
      : [['child-records.json', text({ records: children })] as const]),
    ['journal.json', text({ journals })],
    ['approvals.json', approvalsText(records)],
  ]);
}

/** Who decided and stepped in, of all runs in one place. */
export function approvalsText(records: readonly NamedRecord[]): string {
  return text({
    runs: records.map(({ workflowId, record }) => ({
      run: workflowId,
      approvals: 'partial' in record ? [] : record.approvals,
      interventions: 'partial' in record ? [] : record.interventions,
    })),
  });
}
