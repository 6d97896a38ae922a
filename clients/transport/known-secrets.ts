import { Redactor } from './redact.js';

/** Of one kind so many stay known: an old token may still be repeated when there is a new one. */
const MOST_OF_A_KIND = 4;

/**
 * The secrets that a connection has used, to be taken out of all that is kept of it: a server may repeat
 * in one answer what came with another request, a password of the logon long after it.
 */
export class KnownSecrets {
  readonly #byKind = new Map<string, readonly string[]>();
  #redactor: Redactor | null = null;

  /** Of all that is known by now; the same as long as nothing is learnt. */
  get redactor(): Redactor {
    this.#redactor ??= new Redactor([...this.#byKind.values()].flat());

    return this.#redactor;
  }

  /** To be told before a secret is sent, or as soon as it has come; `kind`: "password", "token". */
  learn(kind: string, secret: string): void {
    const known = this.#byKind.get(kind) ?? [];
    if (known.at(-1) === secret) return;
    const others = known.filter((one) => one !== secret);
    this.#byKind.set(kind, [...others, secret].slice(-MOST_OF_A_KIND));
    this.#redactor = null;
  }
}
