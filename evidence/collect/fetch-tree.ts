import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { canonicalJson } from '../../plan/canonical.js';
import {
  eventsOf,
  readHistory,
  type RunTree,
  type TreeHistory,
  type WorkflowName,
} from '../tree.js';

/** So many histories are asked for at a time. */
const AT_ONCE = 8;

/**
 * Fetches the histories of a run and of all that it started, level by level. Of what Temporal keeps
 * no longer only the name is given.
 */
export async function fetchTree(client: Client, run: WorkflowName): Promise<RunTree> {
  const histories: TreeHistory[] = [];
  const missing: (WorkflowName & { readonly why: string })[] = [];
  let level: readonly WorkflowName[] = [run];
  while (level.length > 0) {
    const fetched: TreeHistory[] = [];
    for (let at = 0; at < level.length; at += AT_ONCE) {
      const read = await Promise.all(
        level.slice(at, at + AT_ONCE).map((name) => fetchOne(client, name, run)),
      );
      for (const one of read) {
        if ('why' in one) missing.push(one);
        else fetched.push(one);
      }
    }
    histories.push(...fetched);
    level = fetched.flatMap(childrenOf);
  }
  return { histories, missing };
}

async function fetchOne(
  client: Client,
  name: WorkflowName,
  run: WorkflowName,
): Promise<TreeHistory | (WorkflowName & { readonly why: string })> {
  const { WorkflowNotFoundError } = await import('@temporalio/client');
  try {
    const fetched = await client.workflow.getHandle(name.workflowId, name.runId).fetchHistory();
    // In its one order of keys: Temporal gives maps in another one each time.
    const text = canonicalJson(JSON.parse(historyToJSON(fetched)));
    // As it will be read again, so that what is derived from it is the same then.
    return { ...name, text, history: readHistory(text) };
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError) || name === run) throw error;
    return { ...name, why: 'Temporal keeps its history no longer' };
  }
}

/** What a workflow started, by its own events. */
export function childrenOf(workflow: TreeHistory): readonly WorkflowName[] {
  return eventsOf(workflow).flatMap((event): WorkflowName[] => {
    const started = event.childWorkflowExecutionStartedEventAttributes ?? null;
    if (started === null) return [];
    return [
      {
        workflowId: started.workflowExecution?.workflowId ?? '',
        runId: started.workflowExecution?.runId ?? '',
        type: started.workflowType?.name ?? '',
        parent: workflow.workflowId,
      },
    ];
  });
}
