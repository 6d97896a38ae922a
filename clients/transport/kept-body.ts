import { createHash } from 'node:crypto';
import { KEPT_BODY } from '../call-record.js';
import type { Redactor } from './redact.js';

/** Redacted before it is cut, so that no half of a secret stays at the end. */
export function kept(body: string, redactor: Redactor): string {
  const clean = redactor.text(body);
  if (Buffer.byteLength(clean) <= KEPT_BODY) return clean;

  // Cutting bytes may split a character; what is left of it is dropped.
  return `${Buffer.from(clean)
    .subarray(0, KEPT_BODY)
    .toString('utf8')
    .replace(/\ufffd$/, '')}…`;
}

/** The digest of a whole body as it was received. */
export function digest(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}
