import { MANIFEST, type Predicate, readEnvelope, readStatement } from './manifest.js';
import { readJson } from './container/hostile-json.js';
import { readFirstEntry, unpack } from './container/read-container.js';

/** The manifest stands first, and that of 10,000 entries has half of it. */
export const HEAD_BYTES = 4 * 1024 * 1024;

/**
 * Which run a file says that it is the evidence of, by the first `HEAD_BYTES` of it; null: it is no
 * evidence. That it says so is all that is looked at.
 */
export function runOfEvidence(head: Buffer): Predicate['run'] | null {
  try {
    const entry = readFirstEntry(head);
    if (entry.name !== MANIFEST) return null;
    const { payload } = readEnvelope(readJson(unpack(entry).toString('utf8')));
    const statement = readJson(Buffer.from(payload, 'base64').toString('utf8'));
    return readStatement(statement).predicate.run;
  } catch {
    return null;
  }
}
