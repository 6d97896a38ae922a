import { canonicalJson, sha256 } from '../plan/canonical.js';
import type { JsonObject } from '../plan/json.js';

export interface JournalEntry {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly step: string | null;
  readonly facts: JsonObject;
}

/** The hash before the first entry. */
const GENESIS = sha256('drillbook/journal/v1');

/**
 * The run's journal: entries are only ever added, and each is hashed together with the hash before
 * it, so that the head stands for all of them (head = SHA-256 of `previous\ncanonical entry`).
 */
export class Journal {
  readonly #entries: JournalEntry[] = [];
  #head = GENESIS;

  get head(): string {
    return this.#head;
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  /** Gives the entry that was added. */
  add(at: string, kind: string, step: string | null, facts: JsonObject): JournalEntry {
    const entry: JournalEntry = { seq: this.#entries.length + 1, at, kind, step, facts };
    this.#entries.push(entry);
    this.#head = sha256(`${this.#head}\n${canonicalJson(entry)}`);
    return entry;
  }
}
