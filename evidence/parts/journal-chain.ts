import { canonicalJson, sha256 } from '../../plan/canonical.js';
import type { JsonObject } from '../../plan/json.js';

/** The journal of one workflow, as it stands in the evidence. */
export interface JournalPart {
  readonly workflowId: string;
  readonly runId: string;
  readonly head: string;
  readonly length: number;
  readonly entries: readonly JsonObject[];
}

/** The hash before the first entry; `workflows/journal.ts` has the same. */
const GENESIS = sha256('drillbook/journal/v1');

/** The head of the chain over entries: SHA-256 of the head before, a line feed, and the entry. */
export function chainHead(entries: readonly object[]): string {
  return entries.reduce<string>(
    (head, entry) => sha256(`${head}\n${canonicalJson(entry)}`),
    GENESIS,
  );
}
