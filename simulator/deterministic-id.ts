import { createHash } from 'node:crypto';

/**
 * A uuid made of names (in the form of version 5), so that the same scenario has the same ids
 * after a restart.
 */
export function deterministicId(...names: readonly string[]): string {
  const hash = createHash('sha1').update(JSON.stringify(names)).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}
