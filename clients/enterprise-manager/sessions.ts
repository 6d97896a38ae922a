import { ClientError } from '../client-error.js';
import type { Call, Caller } from '../transport/caller.js';
import { DecodeError } from '../transport/decode-error.js';
import type { Answer } from '../transport/exchange.js';
import { header } from '../transport/exchange.js';
import type { KnownSecrets } from '../transport/known-secrets.js';
import type { CallOptions, Credentials } from '../transport/options.js';
import { orAborted } from '../transport/or-aborted.js';
import { accountBody } from './account-body.js';
import { decodeLogonSession } from './decode-logon.js';
import type { Account, Wire } from './options.js';
import type { LogonInfo } from './resources.js';

/** The API version that is asked for; `latest` would change what bodies mean at an upgrade. */
const API_VERSION = 'v1_7';

const TOKEN_HEADER = 'X-RestSvcSessionId';

/** A session ends after 15 minutes without a request (documented); one minute less, to be sure. */
const IDLE_LIMIT_MS = 14 * 60_000;

/** A logon session that we hold. The token is not the session's id. */
export interface LogonSession {
  readonly info: LogonInfo;
  readonly token: string;
}

/** What the sessions need of the client. */
interface SessionsOptions {
  readonly connection: string;
  readonly credentials: () => Promise<Credentials>;
  readonly account: Account;
  readonly wire: Wire;
  readonly secrets: KnownSecrets;
}

/** Holds the one present logon session, and makes it when it is needed. */
export class LogonSessions {
  readonly #caller: Caller;
  readonly #options: SessionsOptions;
  #present: LogonSession | null = null;
  #underWay: Promise<LogonSession> | null = null;
  #trial: Promise<void> | null = null;
  #lastUsed = 0;

  constructor(caller: Caller, options: SessionsOptions) {
    this.#caller = caller;
    this.#options = options;
  }

  /** The session that is held now; asks no one. */
  get present(): LogonSession | null {
    return this.#present;
  }

  get idleMilliseconds(): number {
    return this.#present === null ? 0 : performance.now() - this.#lastUsed;
  }

  /**
   * The present session, or a new one. All who ask meanwhile share one logon; it does not end
   * when one of them gives up.
   *
   * @throws ClientError of kind `unauthorized` when the credentials are refused (asking again
   *   may lock the account), or any other kind when the logon fails.
   */
  async use(options: CallOptions): Promise<LogonSession> {
    const session = this.#present ?? (await this.#shared(options));
    this.touch();

    return session;
  }

  /** Lets go of a session that has surely expired, so that the next call logs on first. */
  dropIfIdle(): void {
    if (this.idleMilliseconds > IDLE_LIMIT_MS) this.#present = null;
  }

  /** Lets go of a session that the server no longer knows; a newer one stays. */
  drop(session: LogonSession): void {
    if (this.#present === session) this.#present = null;
  }

  /**
   * Whether a session is gone, asked once of the server after a 403 or 500 that does not tell: its
   * own resource says 401 or 404, or it refuses while it welcomes a new session (which is then
   * the present one). A server that fails altogether, or does not answer, proves nothing.
   */
  async isLost(session: LogonSession, options: CallOptions): Promise<boolean> {
    if (this.#present !== session) return true;
    const status = await this.#statusOf(session, options);
    if (status === 401 || status === 404) this.drop(session);
    if (status === 403 || status === 500) await this.#replace(session, options);

    return this.#present !== session;
  }

  /** The status of a session's own resource; null: no answer came. */
  async #statusOf(session: LogonSession, options: CallOptions): Promise<number | null> {
    try {
      await this.#caller.call(lookAt(session), options);
      this.touch();
      return 200;
    } catch (error) {
      return error instanceof ClientError ? error.status : null;
    }
  }

  /** Puts a new session in the place of one that seems lost, if the new one is better off. */
  async #replace(session: LogonSession, options: CallOptions): Promise<void> {
    this.#trial ??= this.#logon(options)
      .then(async (candidate) => {
        // Asked once more now that the server answers: it may have been its trouble, not the session's.
        const isBetter =
          (await this.#statusOf(candidate, options)) === 200 &&
          (await this.#statusOf(session, options)) !== 200;
        if (isBetter && this.#present === session) this.#present = candidate;
        else await this.#end(candidate, options);
      })
      .catch(() => undefined)
      .finally(() => {
        this.#trial = null;
      });
    await this.#trial;
  }

  /** Notes that the server has just heard from the session. */
  touch(): void {
    this.#lastUsed = performance.now();
  }

  /** Ends the present session on the server. @throws ClientError when that fails. */
  async logoff(options: CallOptions): Promise<void> {
    const session = this.#present ?? (await this.#underWay?.catch(() => null)) ?? null;
    if (session === null) return;
    this.drop(session);
    await this.#end(session, options);
  }

  async #end(session: LogonSession, options: CallOptions): Promise<void> {
    await this.#caller.call({ ...lookAt(session), operation: 'logoff', method: 'DELETE' }, options);
  }

  async #shared(options: CallOptions): Promise<LogonSession> {
    this.#underWay ??= this.#logon(options)
      .then((session) => {
        this.#present = session;
        return session;
      })
      .finally(() => {
        this.#underWay = null;
      });

    return orAborted(this.#underWay, options.signal, () => this.#notSent('the call was cancelled'));
  }

  async #logon(options: CallOptions): Promise<LogonSession> {
    const { username, password } = await this.#credentials();
    const { account, wire, secrets } = this.#options;
    const pair = `${username}:${password}`;
    secrets.learn('password', password);
    secrets.learn('pair', pair);
    const basic = Buffer.from(pair).toString('base64');
    const isUser = account.kind === 'user';

    return this.#caller.call(
      {
        operation: 'logon',
        method: 'POST',
        path: `/sessionMngr/?v=${API_VERSION}`,
        body: accountBody(wire, account, { username, password }),
        // The vendor's pages log tenants on by the body alone.
        headers: isUser ? { authorization: `Basic ${basic}` } : {},
        mutates: true,
        decode: (body, answer) => decodeLogon(body, answer, secrets),
        judge: (status) => (status === 401 ? CREDENTIALS_REFUSED : null),
      },
      options.onCall === undefined ? {} : { onCall: options.onCall },
    );
  }

  async #credentials(): Promise<Credentials> {
    try {
      return await this.#options.credentials();
    } catch (error) {
      // By contract its messages name references (a variable, a file), never values.
      throw this.#notSent(error instanceof Error ? error.message : 'credentials can not be read');
    }
  }

  #notSent(why: string): ClientError {
    const connection = this.#options.connection;

    return new ClientError({
      kind: 'not-sent',
      message: `${connection}: logon was not sent: ${why}`,
      connection,
      operation: 'logon',
      method: 'POST',
      path: '/api/sessionMngr/',
      status: null,
      serverMessage: null,
      retryAfterSeconds: null,
    });
  }
}

const CREDENTIALS_REFUSED = {
  kind: 'unauthorized',
  sentence: 'user name or password refused: check username and password of the connection',
} as const;

/** The headers of a call within a session. A cookie would win over it, so none is ever sent. */
export function sessionHeaders(session: LogonSession): Readonly<Record<string, string>> {
  return { [TOKEN_HEADER]: session.token };
}

function lookAt(session: LogonSession): Call<null> {
  return {
    operation: 'lookAtSession',
    method: 'GET',
    path: `/logonSessions/${session.info.sessionId}`,
    body: null,
    headers: sessionHeaders(session),
    mutates: false,
    decode: () => null,
  };
}

function decodeLogon(body: string, answer: Answer, secrets: KnownSecrets): LogonSession {
  const token = header(answer, TOKEN_HEADER);
  if (token !== null) secrets.learn('token', token);
  const isHtml = /^\s*<(?:!doctype html|html)/i.test(body);
  if (isHtml || token === null) {
    throw new DecodeError(
      `${isHtml ? 'an HTML page came' : 'no session token came'}: this looks like the web UI's ` +
        "port; the API's is 9398",
    );
  }

  return { token, info: decodeLogonSession(body) };
}
