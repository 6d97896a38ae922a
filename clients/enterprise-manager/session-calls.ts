import { isKind } from '../client-error.js';
import { ClientError } from '../client-error.js';
import type { Call, Caller } from '../transport/caller.js';
import { asNotSent } from '../transport/not-sent.js';
import type { CallOptions } from '../transport/options.js';
import type { LogonSession, LogonSessions } from './sessions.js';
import { sessionHeaders } from './sessions.js';

/** A call within a logon session; what it decodes may depend on which session it was. */
export interface SessionCall<T> extends Pick<Call<T>, 'operation' | 'body'> {
  /** Missing: POST with a body, GET without one. */
  readonly method?: Call<T>['method'];
  /** Missing: whatever is no GET changes something. */
  readonly mutates?: boolean;
  readonly path: string | ((session: LogonSession) => string);
  /** Beside the session's own. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly decode: (
    body: string,
    session: LogonSession,
    answer: Parameters<Call<T>['decode']>[1],
  ) => T;
  readonly judge?: Call<T>['judge'];
}

/** What the calls need of the connection. */
interface Hooks {
  readonly isFollowing: () => boolean;
  readonly warn: (message: string) => void;
}

/** Calls within the present logon session: reads may log on anew, mutations and tasks never do. */
export class SessionCalls {
  readonly #caller: Caller;
  readonly #sessions: LogonSessions;
  readonly #hooks: Hooks;

  constructor(caller: Caller, sessions: LogonSessions, hooks: Hooks) {
    this.#caller = caller;
    this.#sessions = sessions;
    this.#hooks = hooks;
  }

  /** A call that changes nothing. When the session turns out to be lost, asks once more. */
  async read<T>(call: SessionCall<T>, options: CallOptions): Promise<T> {
    const session = await this.#session(options);
    try {
      return await this.within(session, call, options);
    } catch (error) {
      if (!isKind(error, 'session-lost')) throw error;
      this.#hooks.warn('the logon session was lost, logging on again');
    }

    return this.within(await this.#sessions.use(options), call, options);
  }

  /** A call that changes something, sent at most once, on a connection of its own. */
  async mutate<T>(call: SessionCall<T>, options: CallOptions): Promise<T> {
    const session = await this.#session(options).catch((error: unknown) => {
      throw asNotSent(error, { ...call, method: call.method ?? 'POST' });
    });

    return this.within(session, call, options);
  }

  /** A call within exactly this session. */
  async within<T>(session: LogonSession, call: SessionCall<T>, options: CallOptions): Promise<T> {
    try {
      const value = await this.#caller.call(fullCall(call, session), options);
      this.#sessions.touch();

      return value;
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      if (error.status === 401) this.#sessions.drop(session);
      if (!isSuspicious(error)) throw error;
      if (!(await this.#sessions.isLost(session, options))) throw error;
      throw lostInstead(error, call);
    }
  }

  async #session(options: CallOptions): Promise<LogonSession> {
    // With a task to follow, a session is never given up before the server says that it is gone.
    if (!this.#hooks.isFollowing()) this.#sessions.dropIfIdle();

    return this.#sessions.use(options);
  }
}

function fullCall<T>(call: SessionCall<T>, session: LogonSession): Call<T> {
  const method = call.method ?? (call.body === null ? 'GET' : 'POST');

  return {
    operation: call.operation,
    method,
    path: pathOf(call, session),
    body: call.body,
    headers: { ...call.headers, ...sessionHeaders(session) },
    mutates: call.mutates ?? method !== 'GET',
    decode: (body, answer) => call.decode(body, session, answer),
    ...(call.judge === undefined ? {} : { judge: call.judge }),
  };
}

function pathOf<T>(call: SessionCall<T>, session: LogonSession): string {
  return typeof call.path === 'string' ? call.path : call.path(session);
}

/** 401 is the documented answer to a lost session; whether 403 or 500 may come too is not known. */
function isSuspicious(error: ClientError): boolean {
  return (error.status === 403 || error.status === 500) && error.kind !== 'task-lost';
}

/** A mutation that was answered 500 may have happened all the same: it stays unclear. */
function lostInstead<T>(error: ClientError, call: SessionCall<T>): ClientError {
  const isMutation = call.mutates ?? (call.body !== null || call.method === 'DELETE');
  if (isMutation && error.kind !== 'refused') return error;
  const kind = call.judge?.(401, null)?.kind ?? 'session-lost';

  return new ClientError({
    ...error.facts,
    kind,
    message: `${error.message}; the logon session is gone`,
  });
}
