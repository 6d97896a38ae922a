import { proxySinks, type Sinks } from '@temporalio/workflow';
import type { RunRecord } from '../plan/run-record.js';

/**
 * Out of the workflow: the chain's head goes into the worker's log, so that a copy of it exists
 * outside Temporal; the final record is for who replays a history without a worker.
 */
export interface RecordSinks extends Sinks {
  record: {
    head(runId: string, head: string, length: number): void;
    final(record: RunRecord): void;
  };
}

export const sinks = proxySinks<RecordSinks>();
