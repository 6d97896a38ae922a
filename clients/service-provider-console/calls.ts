import { ClientError, isKind } from '../client-error.js';
import type { Call, Caller } from '../transport/caller.js';
import { asNotSent } from '../transport/not-sent.js';
import type { CallOptions } from '../transport/options.js';
import type { Auth } from './options.js';
import type { AccessTokens } from './tokens.js';

/** The API's version whose enumerations we know; the server says Unknown for newer values. */
const CLIENT_VERSION = '3.6.1';

/** A read; it may be asked again. */
export type Read<T> = Pick<Call<T>, 'operation' | 'path' | 'decode'>;

/** Something that changes the server's state, under an identity of the caller's. */
export interface Mutation<T> extends Pick<Call<T>, 'operation' | 'path' | 'decode' | 'body'> {
  readonly method: 'POST' | 'PATCH';
  /** The same id within 5 minutes of the first sending is the same operation to the server. */
  readonly requestId: string;
}

/** Authorised calls: reads may renew the token and ask again, mutations never do. */
export class ConsoleCalls {
  readonly #caller: Caller;
  readonly #tokens: AccessTokens;
  readonly #auth: Auth['kind'];

  constructor(caller: Caller, tokens: AccessTokens, auth: Auth['kind']) {
    this.#caller = caller;
    this.#tokens = tokens;
    this.#auth = auth;
  }

  /** A GET. When its token turns out to be void, renews it and asks once more. */
  async read<T>(read: Read<T>, options: CallOptions): Promise<T> {
    const call = { ...read, method: 'GET', body: null, headers: {}, mutates: false } as const;
    try {
      return await this.#authorised(call, await this.#tokens.use(options), options);
    } catch (error) {
      if (!isKind(error, 'session-lost')) throw error;
    }

    return this.#authorised(call, await this.#tokens.use(options), options);
  }

  /**
   * Sent at most once, on a connection of its own, after `prepare`, whose failure proves that
   * nothing was sent.
   */
  async mutate<T, P>(
    mutation: Mutation<T>,
    options: CallOptions,
    prepare: () => Promise<P>,
  ): Promise<{ readonly answer: T; readonly prepared: P }> {
    const { requestId, ...rest } = mutation;
    const ready = async (): Promise<readonly [P, string]> => [
      await prepare(),
      await this.#tokens.use(options),
    ];
    const [prepared, token] = await ready().catch((error: unknown) => {
      throw asNotSent(error, mutation);
    });
    const headers = { 'x-request-id': requestId };
    const answer = await this.#authorised({ ...rest, headers, mutates: true }, token, options);

    return { answer, prepared };
  }

  async #authorised<T>(call: Call<T>, token: string, options: CallOptions): Promise<T> {
    try {
      return await this.#caller.call(
        {
          ...call,
          headers: {
            ...call.headers,
            authorization: `Bearer ${token}`,
            'x-client-version': CLIENT_VERSION,
          },
          judge: (status) => (status === 401 && this.#auth === 'apiKey' ? KEY_REFUSED : null),
        },
        options,
      );
    } catch (error) {
      if (error instanceof ClientError && error.status === 401) this.#tokens.drop(token);
      throw error;
    }
  }
}

const KEY_REFUSED = {
  kind: 'unauthorized',
  sentence: 'the API key is not accepted: check apiKey of the connection, and whether it expired',
} as const;
