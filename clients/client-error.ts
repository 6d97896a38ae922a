/**
 * What a failed call proves.
 *
 * - `not-sent`: the connection was never established, so nothing happened on the server.
 * - `throttled`: 429, or 503 with Retry-After: not acted upon, come back later.
 * - `refused`: any other 4xx except 401 and 408: clear, not acted upon.
 * - `unauthorized`: the logon was refused: wrong credentials.
 * - `session-lost`: 401 on a call: the logon session is gone; the call was not acted upon.
 * - `task-lost`: the task asked for does not belong to the present logon session.
 * - `unclear`: the request left us and no clear answer came: it may have happened.
 * - `undecodable`: an answer came that can't be understood: it may have happened.
 */
export type ClientErrorKind =
  | 'not-sent'
  | 'throttled'
  | 'refused'
  | 'unauthorized'
  | 'session-lost'
  | 'task-lost'
  | 'unclear'
  | 'undecodable';

/** The facts of a failed call. Nothing here may hold a credential, a token or a header. */
export interface ClientErrorFacts {
  readonly kind: ClientErrorKind;
  /** One sentence for a person: what was seen and what to do. */
  readonly message: string;
  /** The connection's name in the configuration. */
  readonly connection: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  /** What the server said, at most 500 characters, without control characters. */
  readonly serverMessage: string | null;
  readonly retryAfterSeconds: number | null;
}

/** A call to a server that failed, with what is known about it; it has no `cause` on purpose. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly kind: ClientErrorKind;
  readonly connection: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly serverMessage: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(facts: ClientErrorFacts) {
    super(facts.message);
    this.kind = facts.kind;
    this.connection = facts.connection;
    this.operation = facts.operation;
    this.method = facts.method;
    this.path = facts.path;
    this.status = facts.status;
    this.serverMessage = facts.serverMessage;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }

  /** What it was made of, to make another of. */
  get facts(): ClientErrorFacts {
    const { kind, message, connection, operation, method, path } = this;
    const { status, serverMessage, retryAfterSeconds } = this;

    return {
      ...{ kind, message, connection, operation, method, path },
      ...{ status, serverMessage, retryAfterSeconds },
    };
  }
}

/** Whether an error is a ClientError of this kind. */
export function isKind(error: unknown, kind: ClientErrorKind): error is ClientError {
  return error instanceof ClientError && error.kind === kind;
}
