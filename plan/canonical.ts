import { sha256 as sha256Bytes } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import type { Plan } from './plan.js';

/**
 * The one JSON text of a value (RFC 8785, JSON Canonicalization Scheme): sorted keys, no white
 * space. Throws a TypeError for what JSON can't say, NaN and Infinity among it.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('canonicalJson: not a JSON value');
  return text;
}

/** `sha256:<hex>` of bytes, or of a text's UTF-8. Pure JavaScript: it runs inside workflows. */
export function sha256(data: string | Uint8Array): string {
  return `sha256:${bytesToHex(sha256Bytes(typeof data === 'string' ? utf8ToBytes(data) : data))}`;
}

/** A plan's identity: the hash of its canonical JSON. */
export function planHash(plan: Plan): string {
  return sha256(canonicalJson(plan));
}
