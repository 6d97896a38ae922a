import type { ClientErrorKind } from '../client-error.js';
import type { Answer, Request } from './exchange.js';
import type { Redactor } from './redact.js';

/** What an answer proves when it is not the one that was hoped for. */
export interface Verdict {
  readonly kind: ClientErrorKind;
  /** How long to wait before asking again; only with `throttled`. */
  readonly retryAfterSeconds: number | null;
  readonly sentence: string;
}

/** How one kind of server speaks. */
export interface Dialect {
  /** What stands before each path in errors and records: `/api`. */
  readonly prefix: string;
  /** The server's own words in an answer's body, safe to show; null: it says nothing usable. */
  readonly serverMessage: (body: string, redactor: Redactor) => string | null;
  /** null: the answer is a success, and its body may be decoded. */
  readonly judge: (answer: Answer, request: Pick<Request, 'mutates'>) => Verdict | null;
}
