import { proxySinks, workflowInfo, type Sinks } from '@temporalio/workflow';
import type { JournalEntry } from './journal.js';

/** The replay worker of an audit is known by its task queue: nothing else reaches the sandbox. */
export const AUDIT_QUEUE = 'drillbook-audit';

/**
 * Out of the workflow, in an audit's replay alone: what it was told, what it wrote into its
 * journal, and the commands that it gave, in this order for each activation.
 */
export interface AuditSinks extends Sinks {
  audit: {
    told(jobs: readonly unknown[]): void;
    journal(entry: JournalEntry): void;
    gave(commands: readonly unknown[]): void;
  };
}

export const auditSinks = proxySinks<AuditSinks>();

/** Whether this is the replay of an audit. A run's own workers pay nothing for audits. */
export function isAudited(): boolean {
  return workflowInfo().taskQueue.startsWith(AUDIT_QUEUE);
}

/** Shows an entry of the journal to an audit. */
export function showJournalEntry(entry: JournalEntry): void {
  if (isAudited()) auditSinks.audit.journal(entry);
}
