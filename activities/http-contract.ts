import type { HttpMethod } from '../plan/plan.js';
import type { Json } from '../plan/json.js';
import type { LoggedCall } from './call-log.js';

/** A request whose values are known. It holds no secret: those of the connection are put in later. */
export interface HttpTarget {
  readonly method: HttpMethod;
  /** Absolute, or with a connection a path below its url. */
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly connection: string | null;
}

export interface HttpInput {
  readonly step: string;
  readonly request: HttpTarget & { readonly body: string | null };
  readonly expect: { readonly status: readonly number[] | null; readonly body: string | null };
  /** For the whole request, at most; the connection may allow less. */
  readonly limitSeconds: number;
  /** How many characters of the answer come back as text, and of its JSON. */
  readonly kept: { readonly text: number; readonly json: number };
}

/** What a step keeps of an answer, without secrets and bounded. */
export interface HttpOutput {
  readonly status: number;
  /** null: the body is no JSON, or too long to be kept (`message` says so). */
  readonly json: Json;
  readonly text: string;
  readonly message: string | null;
}

/** A clear answer, and whether it is the expected one; `seen` says what it was. */
export interface HttpAnswered {
  readonly held: boolean;
  readonly seen: string;
  readonly output: HttpOutput;
}

export interface ReadHttpResult extends HttpAnswered {
  readonly calls: readonly LoggedCall[];
}

/**
 * What became of a request that changes something.
 * - answered: the server acted upon it (or, with `held`, gave the answer that was asked for);
 * - refused: it certainly did not act; `resend` says whether sending again can help;
 * - unclear: it may have acted.
 */
export type SendHttpResult = { readonly calls: readonly LoggedCall[] } & (
  | ({ readonly kind: 'answered' } & HttpAnswered)
  | {
      readonly kind: 'refused';
      readonly resend: boolean;
      readonly retryAfterSeconds: number | null;
      readonly message: string;
      readonly output: HttpOutput | null;
    }
  | {
      readonly kind: 'unclear';
      readonly message: string;
      readonly retryAfterSeconds: number | null;
      readonly output: HttpOutput | null;
    }
);
