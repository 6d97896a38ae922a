import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { ReadRunInput, ReadRunResult } from './contract.js';
import { temporalUnavailable } from './temporal-memo.js';

const NOT_THERE: ReadRunResult = {
  ...{ isOpen: false, outcome: null, message: null, parent: null },
  hasEndedWell: false,
};

/** How a run stands, as Temporal knows it: from its memo, which no worker is needed for. */
export async function readRun({ run }: ReadRunInput): Promise<ReadRunResult> {
  try {
    const found = await Context.current().client.workflow.getHandle(run).describe();
    const memo: unknown = found.memo?.['run'];
    const { outcome, message, parent } = (memo ?? {}) as Readonly<Record<string, unknown>>;
    return {
      isOpen: found.status.name === 'RUNNING',
      outcome: textOrNull(outcome),
      message: textOrNull(message),
      parent: textOrNull(parent),
      hasEndedWell: found.status.name === 'COMPLETED',
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return NOT_THERE;
    throw temporalUnavailable(run, error);
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
