import type { ClientErrorKind } from '../client-error.js';
import { ClientError } from '../client-error.js';
import type { Call, Caller } from './caller.js';
import type { CallOptions } from './options.js';
import type { LogonSession, LogonSessions } from './sessions.js';
import { sessionHeaders } from './sessions.js';

/** A call within a logon session; what it decodes may depend on which session it was. */
export interface SessionCall<T> extends Pick<Call<T>, 'operation' | 'body'> {
  readonly path: string | ((session: LogonSession) => string);
  readonly decode: (
    body: string,
    session: LogonSession,
    answer: Parameters<Call<T>['decode']>[1],
  ) => T;
  readonly judge?: Call<T>['judge'];
}

/** Calls within the present logon session: reads may log on anew, mutations and tasks never do. */
export class SessionCalls {
  readonly #caller: Caller;
  readonly #sessions: LogonSessions;
  readonly #isFollowing: () => boolean;
  readonly #warn: (message: string) => void;

  constructor(
    caller: Caller,
    sessions: LogonSessions,
    hooks: { readonly isFollowing: () => boolean; readonly warn: (message: string) => void },
  ) {
    this.#caller = caller;
    this.#sessions = sessions;
    this.#isFollowing = hooks.isFollowing;
    this.#warn = hooks.warn;
  }

  /** A GET. When the session turns out to be lost, logs on and asks once more. */
  async read<T>(call: SessionCall<T>, options: CallOptions): Promise<T> {
    const session = await this.#session(options);
    try {
      return await this.within(session, call, options);
    } catch (error) {
      if (!isKind(error, 'session-lost')) throw error;
      this.#warn('the logon session was lost, logging on again');
    }

    return this.within(await this.#sessions.use(options), call, options);
  }

  /** A POST, sent at most once, on a connection of its own. */
  async mutate<T>(call: SessionCall<T>, options: CallOptions): Promise<T> {
    const session = await this.#session(options).catch((error: unknown) => {
      throw notSentBecause(error, call);
    });

    return this.within(session, call, options);
  }

  /** A call within exactly this session. */
  async within<T>(session: LogonSession, call: SessionCall<T>, options: CallOptions): Promise<T> {
    const isMutation = call.body !== null;
    try {
      const value = await this.#caller.call(
        {
          operation: call.operation,
          method: isMutation ? 'POST' : 'GET',
          path: typeof call.path === 'string' ? call.path : call.path(session),
          body: call.body,
          headers: sessionHeaders(session),
          mutates: isMutation,
          decode: (body, answer) => call.decode(body, session, answer),
          ...(call.judge === undefined ? {} : { judge: call.judge }),
          secrets: [session.token],
        },
        options,
      );
      this.#sessions.touch();

      return value;
    } catch (error) {
      if (error instanceof ClientError && error.status === 401) this.#sessions.drop(session);
      throw error;
    }
  }

  async #session(options: CallOptions): Promise<LogonSession> {
    // With a task to follow, a session is never given up before the server says that it is gone.
    if (!this.#isFollowing()) this.#sessions.dropIfIdle();

    return this.#sessions.use(options);
  }
}

/** Whether an error is a ClientError of this kind. */
export function isKind(error: unknown, kind: ClientErrorKind): error is ClientError {
  return error instanceof ClientError && error.kind === kind;
}

/** An unclear logon leaves no doubt about the mutation behind it: it was never sent. */
function notSentBecause<T>(error: unknown, call: SessionCall<T>): unknown {
  if (!isKind(error, 'unclear') && !isKind(error, 'undecodable')) return error;

  return new ClientError({
    kind: 'not-sent',
    message: `${error.connection}: ${call.operation} was not sent, for ${error.message}`,
    connection: error.connection,
    operation: call.operation,
    method: 'POST',
    path: typeof call.path === 'string' ? `/api${call.path}` : error.path,
    status: null,
    serverMessage: error.serverMessage,
    retryAfterSeconds: null,
  });
}
