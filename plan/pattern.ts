/** An input with a pattern takes texts up to this many characters: it bounds the matching. */
export const PATTERN_TEXT_LIMIT = 200;

const PATTERN_LENGTH_LIMIT = 200;
const UNBOUNDED_LIMIT = 4;
const REPEAT_LIMIT = 200;

interface Group {
  readonly hasQuantifier: boolean;
  readonly hasAlternative: boolean;
}

interface Scan {
  readonly open: { hasQuantifier: boolean; hasAlternative: boolean }[];
  unbounded: number;
}

const TOKEN =
  /\\[1-9k]|\(\?[^:]|\(\?:|\\.|\[(?:\\.|[^\]\\])*\]|[()|]|[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/gu;

/**
 * Why a pattern can't be used; null when it can. JavaScript's engine goes back and tries again, so
 * what makes it take exponential time is refused: a repeated group that holds a repetition or an
 * alternative, back-references and look-around; and at most four open repetitions (`*`, `+`,
 * `{2,}`). With texts of 200 characters matching then stays well below a second.
 */
export function patternProblem(pattern: string): string | null {
  if (pattern.length > PATTERN_LENGTH_LIMIT) {
    return `it has more than ${PATTERN_LENGTH_LIMIT} characters`;
  }
  try {
    new RegExp(pattern, 'u');
  } catch {
    return 'it is not a regular expression';
  }
  return scanPattern(pattern);
}

/** Whether the text has a place that matches; anchor with `^` and `$` to match the whole. */
export function matchesPattern(pattern: string, text: string): boolean {
  return text.length <= PATTERN_TEXT_LIMIT && new RegExp(pattern, 'u').test(text);
}

function scanPattern(pattern: string): string | null {
  const scan: Scan = { open: [{ hasQuantifier: false, hasAlternative: false }], unbounded: 0 };
  let closed: Group | null = null;
  for (const [token] of pattern.matchAll(TOKEN)) {
    const quantifier = /^(?:[*+?]|\{\d)/u.test(token);
    const problem = quantifier ? quantify(scan, token, closed) : structure(scan, token);
    if (problem !== null) return problem;
    if (token === ')') closed = scan.open.pop() ?? null;
    else if (!quantifier) closed = null;
    // What a group holds, the group around it holds too.
    const around = scan.open.at(-1);
    if (token === ')' && closed !== null && around !== undefined) {
      around.hasQuantifier ||= closed.hasQuantifier;
      around.hasAlternative ||= closed.hasAlternative;
    }
  }
  return scan.unbounded > UNBOUNDED_LIMIT
    ? `it has more than ${UNBOUNDED_LIMIT} open repetitions (*, +, {n,})`
    : null;
}

function structure(scan: Scan, token: string): string | null {
  if (/^\\[1-9k]/u.test(token)) return `it refers back to a group (${token})`;
  if (token.startsWith('(?') && token !== '(?:')
    return 'it looks ahead or behind, or names a group';
  if (token === '(' || token === '(?:') {
    scan.open.push({ hasQuantifier: false, hasAlternative: false });
  }
  const group = scan.open.at(-1);
  if (token === '|' && group !== undefined) group.hasAlternative = true;
  return null;
}

function quantify(scan: Scan, token: string, closed: Group | null): string | null {
  const [low = 0, high = low] = (token.match(/\d+/gu) ?? []).map(Number);
  if (Math.max(low, high) > REPEAT_LIMIT) return `it repeats more than ${REPEAT_LIMIT} times`;
  const optional = token.startsWith('?');
  if (!optional && closed !== null && (closed.hasQuantifier || closed.hasAlternative)) {
    return 'it repeats a group that holds a repetition or an alternative';
  }
  if (/^[*+]|,\}/u.test(token)) scan.unbounded += 1;
  const group = scan.open.at(-1);
  if (group !== undefined) group.hasQuantifier = true;
  return null;
}
