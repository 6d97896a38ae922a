/** How deep JSON may be nested: ours is far below it. */
const DEEPEST = 200;

/**
 * Reads JSON that may come from a stranger.
 *
 * @throws Error that says what is wrong with it.
 */
export function readJson(text: string): unknown {
  refuseDepth(text);
  const value = JSON.parse(text) as unknown;
  // Assigning by such a key would change what all objects have.
  if (text.includes('__proto__') || text.includes('\\u')) refuseProto(value);
  return value;
}

/** Before parsing, and without recursion: the parser's own has an end. */
function refuseDepth(text: string): void {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) isInString = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > DEEPEST) throw new Error(`JSON nested deeper than ${DEEPEST}`);
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

function refuseProto(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value) && Object.hasOwn(value, '__proto__')) {
    throw new Error('JSON with a key __proto__');
  }
  for (const below of Object.values(value)) refuseProto(below);
}
