import type { Json } from '../../plan/json.js';
import { placesOf, type SecretForm, secretForms } from './secret-forms.js';

const PLACEHOLDER = '[redacted]';

/** Takes secrets out of whatever is kept, shown or logged. Made once for many texts. */
export class Redactor {
  readonly #forms: readonly SecretForm[];
  readonly #numbers: ReadonlySet<number>;

  constructor(secrets: Iterable<string>) {
    const known = [...new Set(secrets)];
    this.#forms = known.flatMap(secretForms);
    this.#numbers = new Set(known.filter((secret) => /^\d{4,}$/.test(secret)).map(Number));
  }

  /**
   * Text without secrets: the given ones in any form a server may echo them, and whatever stands
   * where a password or a token stands.
   */
  text(text: string): string {
    return this.#withoutKnown(text)
      .replace(/(<(?:\w+:)?\w*(?:password|passphrase)>)[^<]{1,2000}/gi, `$1${PLACEHOLDER}`)
      .replace(/((?:password|passphrase)"?\s*[=:]\s*")(?:[^"\\]|\\.){0,2000}/gi, `$1${PLACEHOLDER}`)
      .replace(/(X-RestSvcSessionId["']?\s*[=:>]\s*["']?)[\w+/=-]{8,}/gi, `$1${PLACEHOLDER}`);
  }

  /**
   * A value without secrets in its texts, names and numbers. What was parsed has lost the escapes that
   * its text had, so it is cleaned itself. null: it is nested too deeply to be looked through.
   */
  json(value: Json): Json {
    try {
      return this.#json(value);
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  #json(value: Json): Json {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number') return this.#number(value);
    if (typeof value !== 'object' || value === null) return value;
    if (isList(value)) return value.map((item) => this.#json(item));

    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        this.text(name),
        SECRET_NAME.test(name) && typeof item === 'string' ? PLACEHOLDER : this.#json(item),
      ]),
    );
  }

  /** A long number loses digits when it is parsed; then so has the secret. */
  #number(value: number): Json {
    const isSecret = this.#numbers.has(value) || this.#places(String(value)).length > 0;

    return isSecret ? PLACEHOLDER : value;
  }

  #withoutKnown(text: string): string {
    let clean = '';
    let from = 0;
    for (const [start, end] of this.#places(text)) {
      // Forms may overlap: the base64 of a password lies within that of user and password.
      if (start >= from) clean += text.slice(from, start) + PLACEHOLDER;
      from = Math.max(from, end);
    }

    return clean + text.slice(from);
  }

  #places(text: string): readonly (readonly [number, number])[] {
    return this.#forms.flatMap((form) => placesOf(form, text)).sort(([a], [b]) => a - b);
  }
}

/** What stands under such a name is taken out, known or not. */
const SECRET_NAME = /(?:password|passphrase|^X-RestSvcSessionId)$/i;

function isList(value: Exclude<Json, string | number | boolean | null>): value is readonly Json[] {
  return Array.isArray(value);
}
