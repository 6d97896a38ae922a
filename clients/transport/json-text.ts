import { DecodeError } from './decode-error.js';

/** Deeper than any payload of the two servers: Enterprise Manager's full job entity has 12 levels. */
const MAX_DEPTH = 40;

/** Many more than the longest page that we ask for has. */
const MAX_VALUES = 500_000;

/**
 * Reads JSON that came from outside. Looked at before it is parsed, so that nesting and numbers of
 * values cost no memory; and a name that stands twice in an object is refused, of which
 * `JSON.parse` would take the last without a word.
 *
 * @throws DecodeError when it is no JSON, or more of it than any answer has.
 */
export function parseJsonText(text: string): unknown {
  refuseHostile(text);
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words may quote the payload.
    throw new DecodeError('the JSON is broken or cut off');
  }
}

/** Whether it is well-formed is left to the parser. */
function refuseHostile(text: string): void {
  // The names of each object that is open, null for a list.
  const open: (Set<string> | null)[] = [];
  let values = 0;
  let lastText = '';
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charAt(at)) {
      case '"': {
        const end = endOfText(text, at);
        lastText = text.slice(at, end);
        at = end - 1;
        break;
      }
      case ':':
        note(open.at(-1) ?? null, lastText);
        break;
      case '{':
      case '[':
        values += 1;
        open.push(text[at] === '{' ? new Set() : null);
        if (open.length > MAX_DEPTH) throw new DecodeError('the JSON is nested too deeply');
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        values += 1;
        break;
    }
    if (values > MAX_VALUES) throw new DecodeError('the JSON holds too many values');
  }
}

/** Behind the closing quote of the text that begins here. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }

  return text.length;
}

function note(names: Set<string> | null, quoted: string): void {
  if (names === null) return;
  const name = nameOf(quoted);
  if (names.has(name)) {
    throw new DecodeError(`"${name.slice(0, 100)}" stands there twice in one JSON object`);
  }
  names.add(name);
}

function nameOf(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted; // Broken: the parser says so.
  }
}
