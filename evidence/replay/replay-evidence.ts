import type { WorkflowBundleOption } from '@temporalio/worker';
import type { Content } from '../container/entry.js';
import { historyName } from '../parts/derive-parts.js';
import { recordParts } from '../parts/record-parts.js';
import type { RunTree } from '../tree.js';
import { captureReplay, type Captured } from './capture.js';
import { firstDifference } from './first-difference.js';
import { judgeReplay } from './judge-replay.js';

/** Where the record is not what the workflow code does. */
export interface ReplayDifference {
  readonly entry: string;
  readonly workflowId: string | null;
  readonly eventId: number | null;
  readonly message: string;
}

export interface Replayed {
  readonly captured: readonly Captured[];
  /** The first one of each history, then those of the record; empty: it is the same. */
  readonly differences: readonly ReplayDifference[];
}

/**
 * Feeds the recorded answers to the workflow code and compares what it does, word for word, with what is
 * on record: commands and arguments, results, journals, records.
 */
export async function replayEvidence(
  workflowBundle: WorkflowBundleOption,
  tree: RunTree,
  contents: ReadonlyMap<string, Content>,
): Promise<Replayed> {
  const captured = await captureReplay(workflowBundle, tree.histories);
  const differences = tree.histories.flatMap((workflow, index): ReplayDifference[] => {
    const one = captured[index];
    const difference = one === undefined ? null : judgeReplay(workflow, one);
    const { workflowId } = workflow;
    return difference === null ? [] : [{ entry: historyName(index), workflowId, ...difference }];
  });
  for (const [entry, text] of recordParts(tree.histories, captured)) {
    const recorded = contents.get(entry)?.bytes.toString('utf8') ?? '';
    if (recorded === text) continue;
    const message = firstDifference(recorded, text);
    differences.push({ entry, workflowId: null, eventId: null, message });
  }
  return { captured, differences };
}
