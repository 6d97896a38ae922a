import type { Document, Node } from 'yaml';
import { isCollection, isScalar, visit } from 'yaml';
import type { Comment } from '../document-comments.js';
import { readComments } from '../document-comments.js';
import type { Collection, Item } from './items.js';
import { collectionsOf, endOf, itemsOf, leavesOf, startOf } from './items.js';

/** Comments that stand above each other, with the blank lines between and behind them. */
interface Group {
  readonly start: number;
  readonly column: number;
  readonly text: string;
  /** Where what follows begins; null: nothing does. */
  readonly next: { readonly start: number; readonly column: number } | null;
  readonly hasSpaceBefore: boolean;
}

/**
 * Gives each comment and blank line to the item that a reader takes it for: one on a line of its own to
 * what follows, unless it is indented deeper; then to the end of what stands above. The library gives
 * such comments to what stands above more often than people do.
 */
export function attachComments(document: Document.Parsed, source: string): void {
  forgetComments(document);
  const items = itemsOf(document);
  const leaves = leavesOf(document);
  const flows = collectionsOf(document).filter(({ flow }) => flow === true);
  const own = readComments(source).filter((comment) => !attachBehind(comment, leaves, source));
  for (const group of groupsOf(own, source)) attachGroup(group, { items, flows, document }, source);
  keepSpace(items, source);
}

function forgetComments(document: Document.Parsed): void {
  document.commentBefore = null;
  document.comment = null;
  visit(document, {
    Node(_key, node) {
      node.commentBefore = null;
      node.comment = null;
      node.spaceBefore = false;
    },
  });
}

/** A comment behind a value on the same line, or in the head of a block of text. */
function attachBehind(comment: Comment, leaves: readonly Node[], source: string): boolean {
  const { start } = comment.span;
  const line = lineStart(source, start);
  let best: Node | null = null;
  for (const leaf of leaves) {
    const isHead = isScalar(leaf) && startOf(leaf) < start && start < endOf(leaf);
    const isBefore = endOf(leaf) <= start && endOf(leaf) > line;
    // Of two that end at the same place the outer one, which comes first.
    if (isHead || (isBefore && (best === null || endOf(leaf) > endOf(best)))) best = leaf;
  }
  if (best === null) return false;
  best.comment = textOf(comment);
  return true;
}

function groupsOf(comments: readonly Comment[], source: string): readonly Group[] {
  const groups: Group[] = [];
  let open: Comment[] = [];
  for (const [index, comment] of comments.entries()) {
    open.push(comment);
    const following = comments[index + 1];
    const next = nextContent(source, comment.span.end);
    const goesOn =
      following !== undefined &&
      columnOf(source, following.span.start) === columnOf(source, comment.span.start) &&
      (next === null || next.start > following.span.start);
    if (goesOn) continue;
    groups.push(toGroup(open, next, source));
    open = [];
  }
  return groups;
}

function toGroup(comments: readonly Comment[], next: Group['next'], source: string): Group {
  const start = comments[0]?.span.start ?? 0;
  const texts = comments.map((comment, index) => {
    const gap = comments[index + 1]?.span.start ?? next?.start;
    const hasSpace = gap !== undefined && /\n\s*\n/.test(source.slice(comment.span.end, gap));
    return `${textOf(comment)}${hasSpace ? '\n' : ''}`;
  });
  return {
    start,
    column: columnOf(source, start),
    text: texts.join('\n'),
    next,
    hasSpaceBefore: isBlankAbove(source, start),
  };
}

interface Places {
  readonly items: readonly Item[];
  readonly flows: readonly Collection[];
  readonly document: Document.Parsed;
}

function attachGroup(group: Group, { items, flows, document }: Places, source: string): void {
  const from = group.next?.start ?? Number.POSITIVE_INFINITY;
  const next = items.find(({ start }) => start >= from);
  const flow = flows.findLast((node) => startOf(node) < group.start && group.start < endOf(node));
  const closed = flow ?? collectionAbove(group, items, source);
  if (next !== undefined && (closed === null || next.within.includes(closed))) {
    attachBefore(next, group);
  } else if (closed !== null) {
    attachAtEnd(closed, group);
  } else if (isCollection(document.contents)) {
    attachAtEnd(document.contents, group);
  } else {
    document.comment = group.text;
  }
}

/** The collection that a comment closes: indented as its items are, deeper than what follows. */
function collectionAbove(group: Group, items: readonly Item[], source: string): Collection | null {
  const last = items.findLast(({ start }) => start < group.start);
  const found = last?.within.findLast((node) => {
    const column = columnOf(source, startOf(node));
    return node.flow !== true && column <= group.column && column > (group.next?.column ?? -1);
  });
  return found ?? null;
}

function attachBefore({ carrier, isFirst }: Item, { text, hasSpaceBefore }: Group): void {
  const before = carrier.commentBefore;
  carrier.commentBefore = typeof before === 'string' ? `${before}\n${text}` : text;
  if (hasSpaceBefore && !isFirst && typeof before !== 'string') carrier.spaceBefore = true;
}

function attachAtEnd(node: Collection, { text, hasSpaceBefore }: Group): void {
  const own = `${hasSpaceBefore ? '\n' : ''}${text.replace(/\n+$/, '')}`;
  node.comment = typeof node.comment === 'string' ? `${node.comment}\n${own}` : own;
  // In a flow it would stand behind the bracket.
  node.flow = false;
}

/** Items that begin their line keep one blank line above; those behind a comment have theirs already. */
function keepSpace(items: readonly Item[], source: string): void {
  const seen = new Set<number>();
  for (const { carrier, start, isFirst } of items) {
    const line = lineStart(source, start);
    if (seen.has(line)) continue;
    seen.add(line);
    const isBehindComment = typeof carrier.commentBefore === 'string';
    if (!isFirst && !isBehindComment && isBlankAbove(source, start)) carrier.spaceBefore = true;
  }
}

/** As the library has it: without the `#`; a comment without words is one space, not a blank line. */
function textOf({ text }: Comment): string {
  const words = text.slice(1).trimEnd();
  return words === '' ? ' ' : words;
}

function lineStart(source: string, offset: number): number {
  return offset === 0 ? 0 : source.lastIndexOf('\n', offset - 1) + 1;
}

function columnOf(source: string, offset: number): number {
  return offset - lineStart(source, offset);
}

function isBlankAbove(source: string, offset: number): boolean {
  const line = lineStart(source, offset);
  return line > 0 && source.slice(lineStart(source, line - 1), line).trim() === '';
}

/** The next line that holds something else than a comment. */
function nextContent(source: string, from: number): Group['next'] {
  const line = source.indexOf('\n', from) + 1;
  const form = /^[ \t]*(?=[^\s#])/gm;
  form.lastIndex = line;
  const found = line === 0 ? null : form.exec(source);
  if (found === null) return null;
  const [indent] = found;
  return { start: found.index + indent.length, column: indent.length };
}
