import { DURATION_FORMS, humanDuration, parseDuration } from '../../plan/duration.js';
import { nearestName } from '../../plan/nearest-name.js';
import type { DocNode, Located, ScalarNode } from '../document-node.js';
import { describeNode, headSpan } from '../document-node.js';
import type { Problems } from '../problems.js';
import { capital } from './fields.js';

/** A year: longer than any run, and still a number that a timer takes. */
const LONGEST_SECONDS = 366 * 86_400;

/** A text, not empty. What YAML reads as number or boolean is told to be quoted. */
export function readText(node: DocNode, what: string, problems: Problems): string | null {
  const text = readString(node, what, problems);
  if (text === null) return null;
  if (hasExpression(text)) {
    problems.add('expression-not-here', node.span, { what: capital(what) });
    return null;
  }
  return text.replaceAll('$${{', '${{');
}

/** As `readText`, but expressions are left to the caller. */
export function readString(node: DocNode, what: string, problems: Problems): string | null {
  if (node.kind !== 'scalar') return wrongType(node, what, 'text', problems);
  const { value } = node;
  if (typeof value === 'string') {
    if (value.trim() !== '') return value;
    problems.add('empty-value', node.span, { what: capital(what), advice: 'Write a value.' });
    return null;
  }
  if (node.source === '' || value === null) return reportNull(node, what, problems);
  problems.add('quote-it', node.span, { source: node.source, type: `a ${typeof value}`, what });
  return null;
}

function reportNull(node: ScalarNode, what: string, problems: Problems): null {
  if (/^(?:null|Null|NULL)$/.test(node.source)) {
    problems.add('quote-it', node.span, { source: node.source, type: 'null', what });
  } else {
    problems.add('empty-value', node.span, { what: capital(what), advice: 'Write a value.' });
  }
  return null;
}

/** A whole number within bounds. */
export function readInteger(
  node: DocNode,
  what: string,
  [low, high]: readonly [number, number],
  problems: Problems,
): number | null {
  if (node.kind !== 'scalar' || typeof node.value !== 'number' || !Number.isInteger(node.value)) {
    return wrongType(node, what, 'a whole number', problems);
  }
  if (node.value >= low && node.value <= high) return node.value;
  problems.add('out-of-range', node.span, { what: capital(what), low, high, found: node.source });
  return null;
}

export function readBoolean(node: DocNode, what: string, problems: Problems): boolean | null {
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  return wrongType(node, what, 'true or false', problems);
}

/** One of a few words. */
export function readChoice<T extends string>(
  node: DocNode,
  what: string,
  allowed: readonly T[],
  problems: Problems,
): T | null {
  const text = readText(node, what, problems);
  if (text === null) return null;
  const choice = allowed.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  const nearest = nearestName(text, allowed);
  problems.add('unknown-value', node.span, {
    what: capital(what),
    found: text,
    nearest: nearest === null ? '' : `Did you mean "${nearest}"? `,
    allowed: allowed.join(', '),
  });
  return null;
}

/** Seconds of a duration, at least `least`. */
export function readDuration(
  node: DocNode,
  what: string,
  problems: Problems,
  least = 0.001,
): number | null {
  if (node.kind === 'scalar' && typeof node.value === 'number') {
    const found = node.source;
    const forms = `${found}s or ${found}m; a number alone has no unit`;
    problems.add('bad-duration', node.span, { what: capital(what), found, forms });
    return null;
  }
  const text = readText(node, what, problems);
  if (text === null) return null;
  const seconds = parseDuration(text);
  if (seconds === null) {
    const found = text;
    problems.add('bad-duration', node.span, { what: capital(what), found, forms: DURATION_FORMS });
    return null;
  }
  if (seconds >= least && seconds <= LONGEST_SECONDS) return seconds;
  problems.add('out-of-range', node.span, {
    what: capital(what),
    low: humanDuration(least),
    high: humanDuration(LONGEST_SECONDS),
    found: text,
  });
  return null;
}

/** A list whose items are read one by one; the same value twice is an error. */
export function readList<T extends string>(
  node: DocNode,
  what: string,
  problems: Problems,
  readItem: (item: DocNode) => T | null,
): Located<T>[] | null {
  if (node.kind !== 'list') return wrongType(node, what, 'a list', problems);
  const seen = new Set<string>();
  const items: Located<T>[] = [];
  for (const item of node.items) {
    const value = readItem(item);
    if (value === null) continue;
    if (seen.has(value)) problems.add('duplicate-item', item.span, { found: value, what });
    else items.push({ value, span: item.span });
    seen.add(value);
  }
  return items;
}

/** Whether a text holds an expression: `$${{` is a literal. */
export function hasExpression(text: string): boolean {
  return text.replaceAll('$${{', '').includes('${{');
}

export function wrongType(node: DocNode, what: string, expected: string, problems: Problems): null {
  problems.add('wrong-type', headSpan(node), {
    what: capital(what),
    expected,
    found: describeNode(node),
    advice: `Write ${expected} here.`,
  });
  return null;
}
