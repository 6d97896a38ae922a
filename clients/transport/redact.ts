const PLACEHOLDER = '[redacted]';

/** Shorter secrets stay: the gaps in ordinary words would show them. */
const SHORTEST = 4;

/**
 * Text without secrets: the given ones in any form a server may echo them, and whatever stands
 * where a password or a token stands.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap(formsOf).sort((a, b) => b.length - a.length);
  const withoutKnown = forms.reduce((left, form) => left.replaceAll(form, PLACEHOLDER), text);

  return withoutKnown
    .replace(/(<(?:\w+:)?\w*(?:password|passphrase)>)[^<]{1,2000}/gi, `$1${PLACEHOLDER}`)
    .replace(/((?:password|passphrase)"?\s*[=:]\s*")(?:[^"\\]|\\.){0,2000}/gi, `$1${PLACEHOLDER}`)
    .replace(/(X-RestSvcSessionId["']?\s*[=:>]\s*["']?)[\w+/=-]{8,}/gi, `$1${PLACEHOLDER}`);
}

/** A secret as it stands, in XML, in JSON and in a URL. */
function formsOf(secret: string): readonly string[] {
  if (secret.length < SHORTEST) return [];
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const json = JSON.stringify(secret).slice(1, -1);

  return [...new Set([secret, xml, xml.replaceAll('"', '&quot;'), json, urlForm(secret)])];
}

function urlForm(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    return secret; // A lone surrogate has no such form.
  }
}
