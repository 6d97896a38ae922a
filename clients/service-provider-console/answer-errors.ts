import { foreignText } from '../transport/foreign-text.js';
import { parseJsonText } from '../transport/json-text.js';
import type { Redactor } from '../transport/redact.js';

/** How much of a server's own words an error carries. */
const MESSAGE_LIMIT = 500;

/** Of so many errors a message takes the words; it is cut far earlier. */
const MOST_WORDS = 500;

/** One entry of an answer's `errors`, as far as it is understood. */
export interface AnswerError {
  /** logical, retryableLogical, transport, security, unspecified; an open list. */
  readonly type: string;
  readonly words: string | null;
  /** Seconds; only of rate limits. */
  readonly retryAfter: number | null;
}

/**
 * The errors within an answer, which may have them whatever its status; empty when it has none or
 * is no JSON. It is looked at, not trusted: whatever stands there in another form counts as an error
 * too.
 */
export function errorsOf(body: string): readonly AnswerError[] {
  const parsed = parse(body);
  if (!isRecord(parsed)) return [];

  return Object.entries(parsed)
    .filter(([name, value]) => name.toLowerCase() === 'errors' && (value ?? null) !== null)
    .flatMap(([, value]): readonly unknown[] => (Array.isArray(value) ? value : [value]))
    .map(errorOf);
}

/** What the server says went wrong, safe to show; null when it says nothing usable. */
export function serverMessage(body: string, redactor: Redactor): string | null {
  const words = errorsOf(body)
    .slice(0, MOST_WORDS)
    .flatMap((error) => error.words ?? []);
  const all = words.length > 0 ? words.join('; ') : oauthMessage(body);
  const clean = foreignText(redactor.text(all), MESSAGE_LIMIT);

  return clean === '' ? null : clean;
}

function errorOf(entry: unknown): AnswerError {
  const error = isRecord(entry) ? entry : {};
  const { message, type, code, retryAfter } = error;
  const words = typeof message === 'string' && message !== '' ? message : null;
  const number = typeof code === 'number' ? ` ${code}` : '';
  const kind = typeof type === 'string' ? type : 'unspecified';

  return {
    type: kind,
    words: words ?? `${kind}${number}`,
    retryAfter:
      typeof retryAfter === 'number' && retryAfter >= 0 && retryAfter <= 86_400
        ? Math.ceil(retryAfter)
        : null,
  };
}

/** `POST /token` answers with another form than all else. */
function oauthMessage(body: string): string {
  const parsed = parse(body);
  if (!isRecord(parsed)) return '';
  const words = parsed['error_description'] ?? parsed['error'];

  return typeof words === 'string' ? words : '';
}

function parse(body: string): unknown {
  if (!body.trimStart().startsWith('{')) return null;
  try {
    return parseJsonText(body);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
