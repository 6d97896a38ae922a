import type { Document } from 'yaml';
import { isMap, isScalar, parseDocument, visit } from 'yaml';
import { RUNBOOK } from '../keys/runbook-keys.js';
import { attachComments } from './attach-comments.js';
import { collectionsOf, endOf, startOf } from './items.js';
import { orderKeys } from './key-order.js';
import { chooseQuotes, openCommented, openFlows, padFlows } from './style.js';

/** A flow that ends further right than this is written as a block. */
const WIDTH = 100;

const PARSE = { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' } as const;

/** Texts are never folded: a line break inside an expression helps nobody. */
const PRINT = { indent: 2, lineWidth: 0, singleQuote: true } as const;

/**
 * A runbook's text in its canonical layout: order of keys, indentation, quotes, flows that fit their
 * line. The caller proves that it still means the same.
 */
export function layOut(source: string): string {
  const text = source.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const document = parseDocument(text, PARSE);
  attachComments(document, text);
  orderKeys(document, RUNBOOK);
  chooseQuotes(document);
  openCommented(document);
  padFlows(document);
  return openWideFlows(document);
}

/** Outer flows are opened before inner ones, which may fit then. */
function openWideFlows(document: Document.Parsed): string {
  for (;;) {
    liftFirstComments(document);
    const printed = document.toString(PRINT);
    const ours = collectionsOf(document);
    const wide = new Set<unknown>();
    let opened = 0;
    for (const [index, shown] of collectionsOf(parseDocument(printed, PARSE)).entries()) {
      const start = startOf(shown);
      const column = endOf(shown) - (printed.lastIndexOf('\n', start) + 1);
      if (shown.flow !== true || start < opened || column <= WIDTH) continue;
      wide.add(ours[index]);
      opened = endOf(shown);
    }
    if (wide.size === 0) return printed;
    openFlows(document, wide);
  }
}

/** Between a list's dash and the first key there is no place for a comment: it goes above the dash. */
function liftFirstComments(document: Document.Parsed): void {
  visit(document, {
    Seq(_key, list) {
      for (const item of list.items) {
        const key: unknown = isMap(item) && item.flow !== true ? item.items[0]?.key : null;
        if (!isMap(item) || !isScalar(key) || typeof key.commentBefore !== 'string') continue;
        const above = typeof item.commentBefore === 'string' ? [item.commentBefore] : [];
        item.commentBefore = [...above, key.commentBefore].join('\n').replace(/\n$/, '');
        key.commentBefore = null;
      }
    },
  });
}
