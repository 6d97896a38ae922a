import { foreignText } from '../transport/foreign-text.js';
import { parseJsonText } from '../transport/json-text.js';
import type { Redactor } from '../transport/redact.js';
import { parseXml } from './xml.js';

/** How much of a server's own words an error carries. */
const MESSAGE_LIMIT = 500;

/**
 * What the server says in an error body. Its form may not match what was asked for (a JSON error
 * to an XML caller was seen), so it is looked at, not trusted, and secrets are taken out before it
 * is cut; null when it says nothing usable.
 */
export function serverMessage(body: string, redactor: Redactor): string | null {
  const text = body.trimStart();
  const message = text.startsWith('{') ? jsonMessage(text) : xmlMessage(text);
  if (message === null) return null;
  const clean = foreignText(redactor.text(message), MESSAGE_LIMIT);

  return clean === '' ? null : clean;
}

function jsonMessage(body: string): string | null {
  try {
    const parsed = parseJsonText(body);
    if (typeof parsed !== 'object' || parsed === null) return null;
    // Enterprise Manager 12 writes PascalCase, 13 camelCase.
    const entry = Object.entries(parsed).find(([key]) => key.toLowerCase() === 'message');
    const message: unknown = entry?.[1];

    return typeof message === 'string' ? message : null;
  } catch {
    return null;
  }
}

function xmlMessage(body: string): string | null {
  if (!body.startsWith('<') || body.length > 100_000) return null;
  try {
    const root = parseXml(body);

    return root.name === 'Error' ? (root.attributes.get('Message') ?? null) : null;
  } catch {
    return null;
  }
}
