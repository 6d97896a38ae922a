import type { Document } from 'yaml';
import { isCollection, isMap, Scalar, visit } from 'yaml';
import type { Collection } from './items.js';
import { collectionsOf, itemsOf } from './items.js';

/** Single quotes, but where the text has apostrophes and nothing that double quotes would escape. */
export function chooseQuotes(document: Document.Parsed): void {
  visit(document, {
    Scalar(_key, node) {
      const { type, value } = node;
      const isQuoted = type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE;
      if (!isQuoted || typeof value !== 'string' || /[\p{C}\u2028\u2029]/u.test(value)) return;
      const isDouble = value.includes("'") && !/["\\]/.test(value);
      node.type = isDouble ? Scalar.QUOTE_DOUBLE : Scalar.QUOTE_SINGLE;
    },
  });
}

/** `{ a: 1 }` has spaces inside, `[1]` has none; the library knows one answer for both. */
export function padFlows(document: Document.Parsed): void {
  for (const node of collectionsOf(document)) {
    const print = node.toString.bind(node);
    const flowCollectionPadding = isMap(node) ? ' ' : '';
    node.toString = (context, ...more) =>
      print(context === undefined ? context : { ...context, flowCollectionPadding }, ...more);
  }
}

/** Writes as a block what holds a comment: in a flow a comment ends the line. */
export function openCommented(document: Document.Parsed): void {
  const flows = collectionsOf(document).filter((node) => node.flow === true && holdsComment(node));
  openFlows(document, new Set(flows));
}

/** Whether a comment, or something written as a block, stands inside at any depth. */
function holdsComment(flow: Collection): boolean {
  let isFound = false;
  visit(flow, {
    Node(_key, node) {
      if (node === flow) return undefined;
      const hasComment = typeof node.comment === 'string' || typeof node.commentBefore === 'string';
      const isBlock = isCollection(node) && node.flow !== true;
      if (!hasComment && !isBlock) return undefined;
      isFound = true;
      return visit.BREAK;
    },
  });
  return isFound;
}

/** Writes flows as blocks. A comment behind one goes above it: behind, it would stand at its end. */
export function openFlows(document: Document.Parsed, chosen: ReadonlySet<unknown>): void {
  for (const { carrier, value } of itemsOf(document)) {
    if (!isCollection(value) || !chosen.has(value)) continue;
    value.flow = false;
    if (typeof value.comment !== 'string') continue;
    const before = carrier.commentBefore;
    carrier.commentBefore =
      typeof before === 'string' ? `${before}\n${value.comment}` : value.comment;
    value.comment = null;
  }
}
