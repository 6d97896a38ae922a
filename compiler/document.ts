import type { Document, Node, Pair, ParsedNode, YAMLMap, YAMLSeq } from 'yaml';
import { Composer, isAlias, isMap, isPair, isScalar, isSeq, Parser, Scalar, visit } from 'yaml';
import type { CST } from 'yaml';
import { nearestName } from '../plan/nearest-name.js';
import { findCutExpressions } from './cut-expression.js';
import type { DocNode, Entry, MapNode, ScalarNode, Span } from './document-node.js';
import { describeNode, headSpan } from './document-node.js';
import { measureNesting } from './nesting.js';
import type { Problems } from './problems.js';
import { explainYaml } from './yaml-advice.js';
import { checkVersion } from './yaml-version.js';

/** A runbook has at most this many bytes (UTF-8). */
const DOCUMENT_LIMIT = 1_048_576;

/** Keys and values; a runbook of 5,000 steps has about 50,000. */
const VALUE_LIMIT = 250_000;

/** Maps and lists within each other. */
const DEPTH_LIMIT = 64;

/** What all aliases together may stand for: aliases of aliases multiply, and so do long texts. */
const ALIAS_NODE_LIMIT = 100_000;
const ALIAS_TEXT_LIMIT = 4_194_304;

/** More YAML errors than this help nobody. */
const YAML_ERRORS_SHOWN = 20;

/**
 * Reads a runbook's text as one YAML 1.2 document with positions. Gives null after errors: what
 * stands in a broken document can't be judged.
 */
export function readDocument(source: string, problems: Problems): DocNode | null {
  const bytes = new TextEncoder().encode(source).length;
  if (bytes > DOCUMENT_LIMIT) {
    problems.add('document-too-large', start(source), {
      found: bytes,
      what: 'bytes',
      limit: DOCUMENT_LIMIT,
    });
    return null;
  }
  const tokens = [...new Parser().parse(source)];
  const { deep, count } = measureNesting(tokens, DEPTH_LIMIT);
  if (deep !== null) {
    problems.add('document-too-deep', { start: deep, end: deep + 1 }, { limit: DEPTH_LIMIT });
    return null;
  }
  if (count > VALUE_LIMIT) {
    const params = { found: count, what: 'keys and values', limit: VALUE_LIMIT };
    problems.add('document-too-large', start(source), params);
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
  checkVersion(document.directives.yaml.version, tokens, problems);
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
  /** Anchors above the current node, with what each stands for. */
  readonly anchors: Map<string, Size & { readonly node: DocNode }>;
  readonly anchorNames: string[];
  /** Of all that was converted so far, aliases unfolded. */
  nodes: number;
  texts: number;
  /** Of what aliases and merge keys stand for. */
  readonly aliased: { nodes: number; texts: number };
  hasTooMany: boolean;
}

interface Size {
  readonly nodes: number;
  readonly texts: number;
}

/** Turns composed YAML into our nodes: aliases and `<<` resolved, keys checked, tags refused. */
function convertDocument(source: string, root: ParsedNode, problems: Problems): DocNode {
  const aliased = { nodes: 0, texts: 0 };
  const nothing = {
    anchors: new Map(),
    anchorNames: [],
    nodes: 0,
    texts: 0,
    aliased,
    hasTooMany: false,
  };
  return convert({ source, problems, ...nothing }, root, zero(root));
}

/** `empty` is the place to point at when the node is an empty value. */
function convert(state: Conversion, node: Node | null, empty: Span): DocNode {
  if (isAlias(node)) return resolveAlias(state, node.source, spanOf(node, empty));
  const before = { nodes: state.nodes, texts: state.texts };
  state.nodes += 1;
  if (node !== null) refuseTag(state, node);
  const converted = isMap(node)
    ? convertMap(state, node, empty)
    : isSeq(node)
      ? convertList(state, node, empty)
      : convertScalar(state, isScalar(node) ? node : null, empty);
  const anchor = node === null ? undefined : node.anchor;
  if (anchor !== undefined) {
    const nodes = state.nodes - before.nodes;
    const texts = state.texts - before.texts;
    state.anchors.set(anchor, { node: converted, nodes, texts });
    state.anchorNames.push(anchor);
  }
  return converted;
}

function resolveAlias(state: Conversion, name: string, span: Span): DocNode {
  const target = state.anchors.get(name);
  if (target === undefined) {
    const nearest = nearestName(name, state.anchorNames);
    const advice = nearest === null ? '' : `Did you mean "*${nearest}"?`;
    state.problems.add('unknown-anchor', span, { found: name, nearest: advice });
    return { kind: 'scalar', value: null, source: '', span };
  }
  state.nodes += target.nodes;
  state.texts += target.texts;
  spendAliases(state, target, span);
  return target.node;
}

/** Counts what an alias or a merge key stands for; says once when it is too much. */
function spendAliases(state: Conversion, { nodes, texts }: Size, span: Span): void {
  state.aliased.nodes += nodes;
  state.aliased.texts += texts;
  const isTooMany = state.aliased.nodes > ALIAS_NODE_LIMIT;
  if (state.hasTooMany || (!isTooMany && state.aliased.texts <= ALIAS_TEXT_LIMIT)) return;
  state.hasTooMany = true;
  const limit = isTooMany ? `${ALIAS_NODE_LIMIT} nodes` : `${ALIAS_TEXT_LIMIT} characters`;
  state.problems.add('too-many-aliases', span, { limit });
}

function convertScalar(state: Conversion, node: Scalar | null, empty: Span): ScalarNode {
  if (node === null) return { kind: 'scalar', value: null, source: '', span: empty };
  const span = spanOf(node, empty);
  const { value } = node;
  const source = state.source.slice(span.start, span.end);
  state.texts += source.length;
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
    spendAliases(state, { nodes: map.entries.length, texts: 0 }, headSpan(map));
    if (state.hasTooMany) return;
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
