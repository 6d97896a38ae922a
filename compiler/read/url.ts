import type { Value } from '../../plan/value.js';
import type { DocNode } from '../document-node.js';
import type { Problems } from '../problems.js';
import type { StepContext } from './step-context.js';
import { readValue } from './value.js';

/**
 * Reads the address of a request: a whole URL, or with a connection also a path below that
 * connection's own. Of an expression only what stands before it is known.
 */
export function readUrl(
  node: DocNode,
  hasConnection: boolean,
  context: StepContext,
  problems: Problems,
): Value | null {
  const url = readValue(node, { what: 'url', type: 'string', ...context }, problems);
  if (url === null) return null;
  const text = knownPart(url);
  const isPath = hasConnection && /^\/(?!\/)\S*$/.test(text);
  const isUrl =
    url.kind === 'literal' ? isHttpUrl(text) : text === '' || /^https?:\/\//i.test(text);
  if (isPath || isUrl) return url;
  problems.add('bad-url', node.span, {
    found: text,
    path: hasConnection ? ', or a path that begins with "/"' : '',
  });
  return null;
}

/** The text, or what stands before the first expression. */
function knownPart(url: Value): string {
  switch (url.kind) {
    case 'literal':
      return typeof url.value === 'string' ? url.value : '';
    case 'text': {
      const [first] = url.parts;
      return typeof first === 'string' ? first : '';
    }
    case 'expression':
    case 'list':
    case 'map':
      return '';
    default:
      return assertNever(url);
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\/[^/]/i.test(text) && !/\s/.test(text);
}

function assertNever(url: never): never {
  throw new Error(`Unknown value ${JSON.stringify(url)}`);
}
