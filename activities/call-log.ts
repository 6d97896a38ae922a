import type { CallRecord } from '../clients/call-record.js';

/** A call, or a row of polls that gave the same answer. */
export interface LoggedCall extends CallRecord {
  /** How many calls of the row gave this answer, and when the last of them began. */
  readonly count: number;
  readonly lastAt: string;
}

/** Changes of one poll that are kept, and bytes of bodies in one activity's result. */
const MOST_ROWS_PER_POLL = 40;
/** Of the polls that follow hundreds of machines: the first ones, and a count. */
const MOST_ROWS_OF_MANY = 4;
const MOST_BODY_CHARACTERS = 64_000;

/**
 * The calls of one activity, for the run's evidence: each mutation and each read that decided
 * something; polls with an unchanged answer are one row with a count.
 */
export class CallLog {
  readonly #rows: LoggedCall[] = [];
  readonly #rowsPerPoll = new Map<string, number>();
  readonly #latest = new Map<string, number>();
  #bodies = 0;

  /** Takes a call; an arrow so that it can be handed over as `onCall`. */
  readonly add = (call: CallRecord): void => {
    this.#take(call, `${call.method} ${call.operation} ${call.path}`, MOST_ROWS_PER_POLL);
  };

  /** As `add`, for calls that are repeated with another path each time: one row for all of them. */
  readonly addPoll = (call: CallRecord): void => {
    this.#take(call, `${call.method} ${call.operation}`, MOST_ROWS_OF_MANY);
  };

  get calls(): readonly LoggedCall[] {
    return this.#rows;
  }

  #take(call: CallRecord, poll: string, most: number): void {
    const index = this.#latest.get(poll);
    const row = index === undefined ? undefined : this.#rows[index];
    const rows = this.#rowsPerPoll.get(poll) ?? 0;
    const isSame =
      row?.responseDigest === call.responseDigest &&
      row.status === call.status &&
      row.failure === call.failure;
    if (row !== undefined && index !== undefined && (isSame || rows >= most)) {
      this.#rows[index] = { ...row, count: row.count + 1, lastAt: call.startedAt };
      return;
    }
    this.#latest.set(poll, this.#rows.length);
    this.#rowsPerPoll.set(poll, rows + 1);
    this.#rows.push({ ...this.#bounded(call), count: 1, lastAt: call.startedAt });
  }

  /** The digest stands for a body that is left out. */
  #bounded(call: CallRecord): CallRecord {
    const size = (call.requestBody?.length ?? 0) + (call.responseBody?.length ?? 0);
    if (this.#bodies + size > MOST_BODY_CHARACTERS) return { ...call, responseBody: null };
    this.#bodies += size;
    return call;
  }
}
