import type { Document } from 'yaml';
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { ConfigProblem } from './config-error.js';

/** Far above any configuration, far below what hurts. */
export const MAX_CHARACTERS = 1_000_000;

/** A YAML file as plain values, with a way back from a value's path to its place. */
export interface ConfigDocument {
  readonly value: unknown;
  /** Where a value stands, or (with a key) where this key of it stands. */
  readonly place: (path: readonly PropertyKey[], key?: string) => ConfigProblem['place'];
}

/** The document, or what is wrong with the YAML. The text is never quoted: it may hold a secret. */
export function readDocument(
  text: string,
  file: string,
): { readonly document: ConfigDocument } | { readonly problems: readonly ConfigProblem[] } {
  if (text.length > MAX_CHARACTERS) {
    return { problems: [tooLong(file)] };
  }
  const lines = new LineCounter();
  const parsed = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    strict: true,
    uniqueKeys: true,
  });
  const at = (offset: number): ConfigProblem['place'] => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = [...parsed.errors, ...parsed.warnings].map((error) => ({
    place: at(error.pos[0]),
    message: yamlSentence(error.code),
  }));
  const all = [...versionProblems(text, parsed, at), ...problems, ...tagProblems(parsed, at)];
  if (all.length > 0) return { problems: all };

  return valueOf(parsed, at);
}

export function tooLong(file: string): ConfigProblem {
  return { place: null, message: `${file} is longer than ${MAX_CHARACTERS} characters` };
}

type At = (offset: number) => ConfigProblem['place'];

function valueOf(parsed: Document.Parsed, at: At): ReturnType<typeof readDocument> {
  try {
    const value: unknown = parsed.toJS({ maxAliasCount: 100 });

    return { document: { value: value ?? {}, place: (path, key) => find(parsed, at, path, key) } };
  } catch {
    const message = 'the YAML has too many aliases, or one without an anchor';
    return { problems: [{ place: at(0), message }] };
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key stands here twice: remove one',
  TAB_AS_INDENT: 'a tab indents here: YAML wants spaces',
  BAD_INDENT: 'the indentation is wrong here',
  MISSING_CHAR: 'a character is missing here (a quote, a bracket or a colon)',
  MULTIPLE_DOCS: 'a second document begins here: one file holds one document',
  BAD_DIRECTIVE: 'this directive is not known: remove the line',
  BAD_ALIAS: 'this alias has no anchor: quote the value if it begins with * or &',
  TAG_RESOLVE_FAILED: 'tags (!...) are not allowed: quote the value if it begins with !',
};

function yamlSentence(code: string): string {
  return `the YAML can't be read: ${SENTENCES[code] ?? 'something is wrong here'} (${code})`;
}

/** Under `%YAML 1.1`, which the library knows as well, `yes` and `NO` are booleans. */
function versionProblems(text: string, parsed: Document.Parsed, at: At): readonly ConfigProblem[] {
  if (parsed.directives.yaml.version === '1.2') return [];
  const directive = /^%YAML[ \t]+(?=1\.1)/m.exec(text);
  const message = 'this file is YAML 1.2; in YAML 1.1 yes and no are booleans: remove this line';
  return [{ place: at((directive?.index ?? 0) + (directive?.[0].length ?? 0)), message }];
}

function tagProblems(parsed: Document.Parsed, at: At): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  visit(parsed, {
    Node: (_key, node) => {
      if (isAlias(node) || node.tag === undefined) return;
      problems.push({ place: at(offsetOf(node)), message: 'tags (!...) are not allowed' });
    },
  });

  return problems;
}

/** The node at the path, or the nearest one above it that the file itself holds. */
function find(
  parsed: Document.Parsed,
  at: At,
  path: readonly PropertyKey[],
  key: string | undefined,
): ConfigProblem['place'] {
  const steps = key === undefined ? path : [...path, key];
  let node: unknown = parsed.contents;
  let offset = 0;
  for (const [index, step] of steps.entries()) {
    const entry = entryOf(resolved(node, parsed), step);
    if (entry === null) break;
    const isKey = key !== undefined && index === steps.length - 1;
    offset = offsetOf(isKey ? entry.key : (entry.value ?? entry.key));
    node = entry.value;
  }

  return at(offset);
}

function resolved(node: unknown, parsed: Document.Parsed): unknown {
  return isAlias(node) ? node.resolve(parsed) : node;
}

interface Entry {
  readonly key: unknown;
  readonly value: unknown;
}

function entryOf(node: unknown, step: PropertyKey): Entry | null {
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step];
    return item === undefined ? null : { key: item, value: item };
  }
  if (!isMap(node)) return null;
  const found = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));

  return found ?? null;
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
