import { ClientError, isKind } from '../client-error.js';
import type { Caller } from '../transport/caller.js';
import { DecodeError } from '../transport/decode-error.js';
import type { KnownSecrets } from '../transport/known-secrets.js';
import type { CallOptions } from '../transport/options.js';
import { orAborted } from '../transport/or-aborted.js';
import { PREFIX } from './dialect.js';
import { parseObject } from './json-fields.js';
import type { Auth } from './options.js';

/** Tokens live an hour (documented default); what the answer says of it has no clear unit. */
const LIFETIME_MS = 60 * 60_000;
const RENEW_AFTER_MS = LIFETIME_MS * 0.8;

/** The tokens of one logon. */
interface Tokens {
  readonly access: string;
  readonly refresh: string | null;
  readonly since: number;
}

/** What the tokens need of the client. */
interface TokensOptions {
  readonly connection: string;
  readonly auth: Auth;
  readonly warn: (message: string) => void;
  readonly secrets: KnownSecrets;
}

/** Holds what calls are authorised with, and renews it: one renewal at a time. */
export class AccessTokens {
  readonly #caller: Caller;
  readonly #options: TokensOptions;
  #present: Tokens | null = null;
  #underWay: Promise<Tokens> | null = null;

  constructor(caller: Caller, options: TokensOptions) {
    this.#caller = caller;
    this.#options = options;
  }

  /**
   * What stands after `Bearer`.
   *
   * @throws ClientError of kind `unauthorized` when the credentials are refused.
   */
  async use(options: CallOptions): Promise<string> {
    const { auth } = this.#options;
    if (auth.kind === 'apiKey') {
      const key = await this.#secret(auth.key);
      this.#options.secrets.learn('key', key);
      return key;
    }
    const age = this.#present === null ? Infinity : performance.now() - this.#present.since;
    if (this.#present !== null && age < RENEW_AFTER_MS) return this.#present.access;
    try {
      return (await this.#renewed(auth, options)).access;
    } catch (error) {
      // An old token is still good for a while; a server that is busy now may not be then.
      if (this.#present === null || age >= LIFETIME_MS) throw error;
      this.#options.warn('the access token could not be renewed yet');
      return this.#present.access;
    }
  }

  /** Lets go of an access token that was not accepted; a newer one stays. */
  drop(access: string): void {
    if (this.#present?.access !== access) return;
    // The refresh token may still be good, and an old time makes the next call use it.
    this.#present = { ...this.#present, since: -Infinity };
  }

  #renewed(auth: Auth & { kind: 'password' }, options: CallOptions): Promise<Tokens> {
    this.#underWay ??= this.#renew(
      auth,
      options.onCall === undefined ? {} : { onCall: options.onCall },
    )
      .then((tokens) => {
        this.#present = tokens;
        return tokens;
      })
      .finally(() => {
        this.#underWay = null;
      });

    return orAborted(this.#underWay, options.signal, () =>
      this.#error('not-sent', 'was not waited for: the call was cancelled'),
    );
  }

  /** By the refresh token, which is good for once; without it, or when it is refused, by password. */
  async #renew(auth: Auth & { kind: 'password' }, options: CallOptions): Promise<Tokens> {
    const refresh = this.#present?.refresh ?? null;
    if (refresh !== null) {
      try {
        return await this.#grant({ grant_type: 'refresh_token', refresh_token: refresh }, options);
      } catch (error) {
        if (!isKind(error, 'unauthorized')) throw error;
        this.#present = null;
      }
    }
    const { username, password } = await this.#secret(auth.credentials);
    this.#options.secrets.learn('password', password);

    return this.#grant({ grant_type: 'password', username, password }, options);
  }

  async #grant(fields: Readonly<Record<string, string>>, options: CallOptions): Promise<Tokens> {
    const since = performance.now();
    const answer = await this.#caller.call(
      {
        operation: 'logon',
        method: 'POST',
        path: '/token',
        body: new URLSearchParams(fields).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        mutates: true,
        decode: (body) => this.#learnt(decodeTokens(body)),
        judge: (status) => ([400, 401, 403].includes(status) ? REFUSED : null),
        isConfidential: true,
      },
      options,
    );
    if (answer.access === null) throw this.#error('unauthorized', SECOND_FACTOR);

    return { access: answer.access, refresh: answer.refresh, since };
  }

  /** Learnt before the answer is recorded, so that its own record passes it too. */
  #learnt(tokens: ReturnType<typeof decodeTokens>): ReturnType<typeof decodeTokens> {
    if (tokens.access !== null) this.#options.secrets.learn('token', tokens.access);
    if (tokens.refresh !== null) this.#options.secrets.learn('refresh', tokens.refresh);

    return tokens;
  }

  async #secret<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      // By contract its messages name references (a variable, a file), never values.
      const why = error instanceof Error ? error.message : 'credentials can not be read';
      throw this.#error('not-sent', `was not sent: ${why}`);
    }
  }

  #error(kind: 'not-sent' | 'unauthorized', why: string): ClientError {
    const { connection } = this.#options;

    return new ClientError({
      kind,
      message: `${connection}: logon ${why}`,
      connection,
      operation: 'logon',
      method: 'POST',
      path: `${PREFIX}/token`,
      status: null,
      serverMessage: null,
      retryAfterSeconds: null,
    });
  }
}

const REFUSED = {
  kind: 'unauthorized',
  sentence: 'user name or password refused: check username and password of the connection',
} as const;

const SECOND_FACTOR =
  'needs a second factor for this user: use an API key (apiKey), or a user without it';

function decodeTokens(body: string): {
  readonly access: string | null;
  readonly refresh: string | null;
} {
  const { members } = parseObject(body, 'the answer');
  const access = tokenOf(members, 'access_token');
  if (access === null && tokenOf(members, 'mfa_token') === null) {
    throw new DecodeError('the answer holds no access_token');
  }

  return { access, refresh: tokenOf(members, 'refresh_token') };
}

/** A token as it stands, if it may stand in a header; with a second factor there is none. */
function tokenOf(members: ReadonlyMap<string, unknown>, name: string): string | null {
  const value = members.get(name) ?? '';
  if (value === '') return null;
  if (typeof value === 'string' && /^[\x21-\x7e]{1,16000}$/.test(value)) return value;

  throw new DecodeError(`${name} is no token`);
}
