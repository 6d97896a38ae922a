import type { Document, Node, Pair, ParsedNode, YAMLMap, YAMLSeq } from 'yaml';
import { Composer, isAlias, isMap, isPair, isScalar, isSeq, Parser, Scalar, visit } from 'yaml';
import type { CST } from 'yaml';
import { nearestName } from '../plan/nearest-name.js';
import { findCutExpressions } from './cut-expression.js';
import type { DocNode, Entry, MapNode, ScalarNode, Span } from './document-node.js';
import { describeNode, headSpan } from './document-node.js';
import { findTooDeep } from './nesting.js';
import type { Problems } from './problems.js';
import { explainYaml } from './yaml-advice.js';

/** A runbook has at most this many bytes (UTF-8). */
const DOCUMENT_LIMIT = 1_048_576;

/** Maps and lists within each other. */
const DEPTH_LIMIT = 64;

/** What all aliases together may stand for: aliases of aliases multiply. */
const ALIAS_NODE_LIMIT = 100_000;

/** More YAML errors than this help nobody. */
const YAML_ERRORS_SHOWN = 20;

/**
 * Reads a runbook's text as one YAML 1.2 document with positions. Gives null after errors: what
 * stands in a broken document can't be judged.
 */
export function readDocument(source: string, problems: Problems): DocNode | null {
  const bytes = new TextEncoder().encode(source).length;
  if (bytes > DOCUMENT_LIMIT) {
    problems.add('document-too-large', start(source), { found: bytes, limit: DOCUMENT_LIMIT });
    return null;
  }
  const tokens = [...new Parser().parse(source)];
  const deep = findTooDeep(tokens, DEPTH_LIMIT);
  if (deep !== null) {
    problems.add('document-too-deep', { start: deep, end: deep + 1 }, { limit: DEPTH_LIMIT });
    return null;
  }
  return readTokens(source, tokens, problems);
}

function readTokens(source: string, tokens: CST.Token[], problems: Problems): DocNode | null {
  const options = { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' } as const;
  const documents = [...new Composer(options).compose(tokens, true, source.length)];
  const [document, second] = documents;
  if (document === undefined) return null;
  const cut = findCutExpressions(source, plainScalars(document), problems);
  reportYaml(source, document, cut ?? Number.POSITIVE_INFINITY, problems);
  if (second !== undefined) {
    const offset = Math.max(source.indexOf('---', document.range[1]), document.range[1]);
    problems.add('multiple-documents', { start: offset, end: offset + 3 }, {});
  }
  if (problems.hasErrors()) return null;
  const { contents } = document;
  if (contents === null || isNothing(contents)) {
    problems.add('empty-document', start(source), {});
    return null;
  }
  const root = convertDocument(source, contents, problems);
  return problems.hasErrors() ? null : root;
}

function isNothing(contents: ParsedNode): boolean {
  return isScalar(contents) && contents.source === '';
}

/** Errors and warnings alike, the first of each line, up to the place where an expression was cut. */
function reportYaml(
  source: string,
  document: Document.Parsed,
  before: number,
  problems: Problems,
): void {
  let shown = 0;
  let last = -1;
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    if (pos[0] >= before || shown === YAML_ERRORS_SHOWN) continue;
    if (last >= 0 && !source.slice(last, pos[0]).includes('\n')) continue;
    const span = { start: pos[0], end: Math.max(pos[1], pos[0] + 1) };
    shown += 1;
    last = pos[0];
    if (code === 'TAG_RESOLVE_FAILED') {
      problems.add('yaml-tag', span, { found: message.replace(/^Unresolved tag: /, '') });
    } else {
      const { problem, advice } = explainYaml(code, message);
      problems.add('yaml-syntax', span, { problem, advice });
    }
  }
}

function plainScalars(document: Document.Parsed): Span[] {
  const spans: Span[] = [];
  visit(document, {
    Scalar(_key, node) {
      if (node.type !== Scalar.PLAIN || node.range === undefined || node.range === null) return;
      spans.push({ start: node.range[0], end: node.range[1] });
    },
  });
  return spans;
}

function start(source: string): Span {
  return { start: 0, end: Math.min(source.length, 1) };
}

interface Conversion {
  readonly source: string;
  readonly problems: Problems;
  /** Anchors above the current node, with how many nodes each stands for. */
  readonly anchors: Map<string, { readonly node: DocNode; readonly size: number }>;
  size: number;
  aliased: number;
}

/** Turns composed YAML into our nodes: aliases and `<<` resolved, keys checked, tags refused. */
function convertDocument(source: string, root: ParsedNode, problems: Problems): DocNode {
  return convert({ source, problems, anchors: new Map(), size: 0, aliased: 0 }, root, zero(root));
}

/** `empty` is the place to point at when the node is an empty value. */
function convert(state: Conversion, node: Node | null, empty: Span): DocNode {
  if (isAlias(node)) return resolveAlias(state, node.source, spanOf(node, empty));
  const before = state.size;
  state.size += 1;
  if (node !== null) refuseTag(state, node);
  const converted = isMap(node)
    ? convertMap(state, node, empty)
    : isSeq(node)
      ? convertList(state, node, empty)
      : convertScalar(state, isScalar(node) ? node : null, empty);
  const anchor = node === null ? undefined : node.anchor;
  if (anchor !== undefined) {
    state.anchors.set(anchor, { node: converted, size: state.size - before });
  }
  return converted;
}

function resolveAlias(state: Conversion, name: string, span: Span): DocNode {
  const target = state.anchors.get(name);
  if (target === undefined) {
    const nearest = nearestName(name, state.anchors.keys());
    const advice = nearest === null ? '' : `Did you mean "*${nearest}"?`;
    state.problems.add('unknown-anchor', span, { found: name, nearest: advice });
    return { kind: 'scalar', value: null, source: '', span };
  }
  state.size += target.size;
  state.aliased += target.size;
  if (state.aliased > ALIAS_NODE_LIMIT && state.aliased - target.size <= ALIAS_NODE_LIMIT) {
    state.problems.add('too-many-aliases', span, { limit: ALIAS_NODE_LIMIT });
  }
  return target.node;
}

function convertScalar(state: Conversion, node: Scalar | null, empty: Span): ScalarNode {
  if (node === null) return { kind: 'scalar', value: null, source: '', span: empty };
  const span = spanOf(node, empty);
  const { value } = node;
  const source = state.source.slice(span.start, span.end);
  const isKnown = value === null || /^(?:string|number|boolean)$/.test(typeof value);
  return { kind: 'scalar', value: isKnown ? (value as ScalarNode['value']) : source, source, span };
}

function convertList(state: Conversion, node: YAMLSeq, empty: Span): DocNode {
  const span = spanOf(node, empty);
  const items = node.items.map((item) => convert(state, toNode(item), span));
  return { kind: 'list', items, span };
}

function convertMap(state: Conversion, node: YAMLMap, empty: Span): MapNode {
  const span = spanOf(node, empty);
  const own = new Map<string, Entry>();
  const merged: DocNode[] = [];
  for (const pair of node.items) {
    const key = readKey(state, pair, span);
    if (key === null) continue;
    const value = convert(state, toNode(pair.value), key.span);
    if (key.isMerge) merged.push(value);
    if (own.has(key.text) || (key.isMerge && merged.length > 1)) {
      state.problems.add('duplicate-key', key.span, { found: key.text });
    } else if (!key.isMerge) {
      own.set(key.text, { key: key.text, keySpan: key.span, value });
    }
  }
  for (const value of merged) mergeInto(state, own, value);
  return { kind: 'map', entries: [...own.values()], span };
}

/** The map's own keys win over merged ones, earlier merged maps over later ones. */
function mergeInto(state: Conversion, own: Map<string, Entry>, value: DocNode): void {
  for (const map of value.kind === 'list' ? value.items : [value]) {
    if (map.kind !== 'map') {
      state.problems.add('bad-merge', headSpan(map), { found: describeNode(map) });
      continue;
    }
    state.aliased += map.entries.length;
    for (const entry of map.entries) {
      if (!own.has(entry.key)) own.set(entry.key, entry);
    }
  }
}

interface Key {
  readonly text: string;
  readonly span: Span;
  readonly isMerge: boolean;
}

function readKey(state: Conversion, pair: Pair, map: Span): Key | null {
  const node = toNode(pair.key);
  const key = convert(state, node, { start: map.start, end: map.start + 1 });
  if (key.kind !== 'scalar' || typeof key.value !== 'string') {
    state.problems.add('key-not-text', headSpan(key), { found: describeNode(key) });
    return null;
  }
  const isMerge = key.value === '<<' && key.source === '<<';
  return { text: key.value, span: key.span, isMerge };
}

/** Standard tags as well: what a value is stands in its quotes, or nowhere. */
function refuseTag(state: Conversion, node: Node): void {
  if (node.tag === undefined || isAlias(node)) return;
  const end = node.range?.[0] ?? 0;
  const from = state.source.lastIndexOf('!', end);
  const start = state.source[from - 1] === '!' ? from - 1 : from;
  const found = /^\S*/.exec(state.source.slice(start, end))?.[0] ?? node.tag;
  state.problems.add('yaml-tag', { start, end: start + Math.max(found.length, 1) }, { found });
}

function spanOf(node: Node, empty: Span): Span {
  if (node.range === undefined || node.range === null) return empty;
  const [start, end] = node.range;
  return end > start ? { start, end } : empty;
}

function toNode(value: unknown): Node | null {
  if (isPair(value)) return null;
  return isAlias(value) || isMap(value) || isSeq(value) || isScalar(value) ? value : null;
}

function zero(root: ParsedNode): Span {
  return { start: root.range[0], end: root.range[0] + 1 };
}
