import { replaceEchoes } from './echoes.js';

const PLACEHOLDER = '[redacted]';

/** Shorter secrets stay: the gaps in ordinary words would show them. */
const SHORTEST = 4;

/**
 * Text without secrets: the given ones in any form a server may echo them, and whatever stands
 * where a password or a token stands.
 */
export function redact(text: string, secrets: readonly string[]): string {
  // The longest first: one may be a part of another.
  const known = [...new Set(secrets)]
    .filter(({ length }) => length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
  const withoutKnown = known.reduce(
    (left, secret) => replaceEchoes(left.replaceAll(secret, PLACEHOLDER), secret, PLACEHOLDER),
    text,
  );

  return withoutKnown
    .replace(/(<(?:\w+:)?\w*(?:password|passphrase)>)[^<]{1,2000}/gi, `$1${PLACEHOLDER}`)
    .replace(/((?:password|passphrase)"?\s*[=:]\s*")(?:[^"\\]|\\.){0,2000}/gi, `$1${PLACEHOLDER}`)
    .replace(/(X-RestSvcSessionId["']?\s*[=:>]\s*["']?)[\w+/=-]{8,}/gi, `$1${PLACEHOLDER}`);
}
