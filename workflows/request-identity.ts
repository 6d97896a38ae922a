import type { RequestIdentity } from '../activities/contract.js';
import { sha256 } from '../plan/canonical.js';

/**
 * The Console holds a repeated X-Request-id for the same operation within 5 minutes of the first
 * sending, and acts again after that (vendor's pages). One minute is kept for clocks that differ and
 * for the way there.
 */
const LIFE_MS = 4 * 60_000;

/**
 * Mints the ids of one mutation's sendings: the same one while the server would know it again, then
 * a new one. They are made of the first execution's id, so that neither replay nor a reset of the
 * workflow makes others.
 */
export class RequestIdentities {
  readonly #name: string;
  #number = 0;
  #firstSentAt = 0;

  constructor(firstExecutionRunId: string, mutation: string) {
    this.#name = `${firstExecutionRunId}/${mutation}`;
  }

  /** The identity of a sending at this time (milliseconds since the epoch). */
  next(now: number): RequestIdentity {
    if (this.#number === 0 || now >= this.#firstSentAt + LIFE_MS) {
      this.#number += 1;
      this.#firstSentAt = now;
    }
    return {
      id: uuidOf(`${this.#name}/${this.#number}`),
      notAfter: new Date(this.#firstSentAt + LIFE_MS).toISOString(),
    };
  }
}

/** A uuid made of a name (RFC 9562, version 8: its bits are ours). */
function uuidOf(name: string): string {
  const hex = sha256(name).replace(/^sha256:/, '');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return [...parts, `${variant}${hex.slice(18, 20)}`, hex.slice(20, 32)].join('-');
}
