import { randomBytes } from 'node:crypto';
import { wrongUse } from './command-error.js';

// Crockford's base 32: no letter that is read as a digit over the phone.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const MAX_LENGTH = 200;

/** A new run's id: the runbook's, the time in UTC to the second, and four random characters. */
export function newRunId(runbook: string, now: Date): string {
  const digits = now.toISOString().replace(/[-:]/g, '');
  const suffix = [...randomBytes(4)].map((byte) => ALPHABET.charAt(byte % 32)).join('');
  return `${runbook}-${digits.slice(0, 8)}-${digits.slice(9, 15)}-${suffix}`;
}

/** Checks an id that a person chose; throws wrong use with what is allowed. */
export function checkRunId(id: string, runbook: string): string {
  if (!id.startsWith(runbook)) {
    throw wrongUse(`--id ${id} must begin with the runbook's id, ${runbook}`);
  }
  if (!/^[A-Za-z0-9._-]+$/.test(id)) {
    throw wrongUse(`--id ${id} may hold letters, digits, "." "_" and "-" only`);
  }
  if (id.length > MAX_LENGTH) {
    throw wrongUse(`--id is ${id.length} characters long; at most ${MAX_LENGTH} are allowed`);
  }
  return id;
}
