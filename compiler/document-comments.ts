import { Lexer } from 'yaml';
import type { Span } from './document-node.js';

/** A comment of the document, from its `#` to the end of its line. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
}

/** The library's mark before a scalar: a `#` behind it is text. */
const SCALAR_MARK = '\u001f';

/** Marks that the library's lexer puts between pieces of the text. */
const MARKS = new Set(['\u0002', '\u0018', SCALAR_MARK]);

/** The comments of a YAML text in their order; a `#` inside a value is none. */
export function readComments(source: string): readonly Comment[] {
  const comments: Comment[] = [];
  let offset = 0;
  let isScalar = false;
  for (const piece of new Lexer().lex(source)) {
    if (MARKS.has(piece)) {
      isScalar = piece === SCALAR_MARK;
      continue;
    }
    if (!isScalar && piece.startsWith('#')) {
      comments.push({ text: piece, span: { start: offset, end: offset + piece.length } });
    }
    isScalar = false;
    offset += piece.length;
  }
  return comments;
}
