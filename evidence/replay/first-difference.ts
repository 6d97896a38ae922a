/**
 * Where two facts differ, in words: for JSON texts the first place in them. `recorded` is on
 * record, `replayed` is what the replay says.
 */
export function firstDifference(
  recorded: string | number | null,
  replayed: string | number | null,
): string {
  const place = placeOf(parse(recorded), parse(replayed), '');
  if (place === null) return `on record ${show(recorded)}, replayed ${show(replayed)}`;
  const where = place.path === '' ? '' : `${place.path}: `;
  return `${where}on record ${show(place.recorded)}, replayed ${show(place.replayed)}`;
}

interface Place {
  readonly path: string;
  readonly recorded: unknown;
  readonly replayed: unknown;
}

function parse(fact: string | number | null): unknown {
  if (typeof fact !== 'string') return fact;
  try {
    return JSON.parse(fact) as unknown;
  } catch {
    return fact;
  }
}

/** null: they say the same, in another order or spelling. */
function placeOf(recorded: unknown, replayed: unknown, path: string): Place | null {
  if (Object.is(recorded, replayed)) return null;
  if (!isTree(recorded) || !isTree(replayed)) return { path, recorded, replayed };
  const keys = new Set([...Object.keys(recorded), ...Object.keys(replayed)]);
  for (const key of keys) {
    const below = Array.isArray(recorded) ? `${path}[${key}]` : `${path}.${key}`;
    const found = placeOf(recorded[key], replayed[key], below);
    if (found !== null) return found;
  }
  return null;
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const MOST_CHARACTERS = 120;

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
