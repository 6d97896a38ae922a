import { randomUUID } from 'node:crypto';

import type { ServerTime } from '../clock.js';
import { deterministicId } from '../deterministic-id.js';
import type { ConsoleRole, ConsoleSpec } from '../scenario/console-schema.js';

/** Who calls: a person with a token, or an API key. */
export interface Caller {
  readonly uid: string;
  readonly name: string;
  readonly role: ConsoleRole;
  readonly readOnly: boolean;
}

export interface TokenPair {
  readonly access: string;
  readonly refresh: string;
}

interface Grant {
  readonly caller: Caller;
  readonly expiresAt: number;
}

/** API keys, and the tokens that are out. A refresh token is good for one refresh. */
export class Tokens {
  readonly #spec: ConsoleSpec;
  readonly #time: ServerTime;
  readonly #access = new Map<string, Grant>();
  readonly #refresh = new Map<string, Grant>();

  constructor(spec: ConsoleSpec, time: ServerTime) {
    this.#spec = spec;
    this.#time = time;
  }

  /** The caller of an Authorization header; null when it opens nothing. */
  caller(header: string | undefined): Caller | null {
    const bearer = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
    if (bearer === undefined) return null;
    const index = this.#spec.apiKeys.findIndex(({ key }) => key === bearer);
    const apiKey = this.#spec.apiKeys[index];
    if (apiKey !== undefined) {
      const name = `API key ${index + 1}`;
      return { uid: uidOf(name), name, role: apiKey.role, readOnly: apiKey.readOnly };
    }
    return this.#live(this.#access, bearer);
  }

  /** A new pair for a user; null when name or password is wrong. */
  logOn(name: string, password: string, readOnly: boolean): TokenPair | null {
    const user = this.#spec.users.find((one) => one.name === name && one.password === password);
    if (user === undefined) return null;
    return this.#issue({ uid: uidOf(name), name, role: user.role, readOnly });
  }

  /** A new pair for a refresh token, which is used up; null when it is not good (any more). */
  refresh(token: string): TokenPair | null {
    const caller = this.#live(this.#refresh, token);
    this.#refresh.delete(token);
    return caller === null ? null : this.#issue(caller);
  }

  /** Forgets one access token, or every token. API keys stay. */
  drop(header: string | undefined): void {
    this.#access.delete((header ?? '').replace(/^Bearer\s+/i, ''));
  }

  clear(): void {
    this.#access.clear();
    this.#refresh.clear();
  }

  #issue(caller: Caller): TokenPair {
    const now = this.#time.now();
    const pair = { access: randomUUID(), refresh: randomUUID() };
    this.#access.set(pair.access, { caller, expiresAt: now + this.#spec.tokenLife });
    this.#refresh.set(pair.refresh, { caller, expiresAt: now + this.#spec.refreshLife });
    return pair;
  }

  #live(grants: ReadonlyMap<string, Grant>, token: string): Caller | null {
    const grant = grants.get(token);
    return grant !== undefined && this.#time.now() < grant.expiresAt ? grant.caller : null;
  }
}

function uidOf(name: string): string {
  return deterministicId('consoleUser', name);
}
