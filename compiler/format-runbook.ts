import { canonicalJson, planHash } from '../plan/canonical.js';
import type { Plan } from '../plan/plan.js';
import type { Compilation, CompiledChild, Diagnostic } from './compile.js';
import { compile } from './compile.js';
import { readComments } from './document-comments.js';
import type { DocNode } from './document-node.js';
import { readDocument } from './document.js';
import { layOut } from './layout/lay-out.js';
import type { Files } from './library.js';
import { Problems } from './problems.js';

export type Formatting =
  | { readonly kind: 'formatted'; readonly text: string; readonly hasChanged: boolean }
  /** The runbook has errors, so nothing can be said of what it means. */
  | {
      readonly kind: 'errors';
      readonly diagnostics: readonly Diagnostic[];
      /** The other runbooks that were read: some may stand in them. */
      readonly children: readonly CompiledChild[];
    }
  /** It could not be proven that the text means the same; `why` says what is not the same. */
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Formats a runbook, and proves that it still means the same: every value, every comment, what is
 * found in it, and the hash of its plan in each mode.
 */
export function formatRunbook(
  source: string,
  options: { readonly file: string; readonly files?: Files },
): Formatting {
  const before = compile(source, { ...options, mode: null });
  const errors = before.diagnostics.filter(({ severity }) => severity === 'error');
  const { children } = before;
  if (errors.length > 0) return { kind: 'errors', diagnostics: errors, children };
  const text = layOutOrNull(source);
  if (text === null) return { kind: 'refused', why: 'its YAML could not be written again' };
  const after = compile(text, { ...options, mode: null });
  const proofs: readonly [string, string, string][] = [
    ['its values', valuesOf(source), valuesOf(text)],
    ['its plan', hashesOf(before), hashesOf(after)],
    ['its comments', commentsOf(source), commentsOf(text)],
    ['what is found in it', findingsOf(before), findingsOf(after)],
    ['a second formatting', text, layOutOrNull(text) ?? ''],
  ];
  const broken = proofs.find(([, from, to]) => from !== to);
  if (broken !== undefined) return { kind: 'refused', why: `${broken[0]} would change` };
  return { kind: 'formatted', text, hasChanged: text !== source };
}

/** The library throws where it can't write what it has read, as an alias above its anchor. */
function layOutOrNull(source: string): string | null {
  try {
    return layOut(source);
  } catch {
    return null;
  }
}

function hashesOf({ plans }: Compilation): string {
  const hash = (plan: Plan | null) => plan && planHash(plan);
  return JSON.stringify([hash(plans.drill), hash(plans.live)]);
}

/** Everything that the text says, what is not in the plan included; the order of keys means nothing. */
function valuesOf(source: string): string {
  const root = readDocument(source, new Problems());
  return root === null ? '' : canonicalJson(plainOf(root));
}

function plainOf(node: DocNode): unknown {
  switch (node.kind) {
    case 'scalar':
      // JSON has no infinity, and a number is not the text of its digits.
      return typeof node.value === 'number' ? { number: String(node.value) } : node.value;
    case 'list':
      return node.items.map(plainOf);
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainOf(value)]));
  }
}

function commentsOf(source: string): string {
  const texts = readComments(source).map(({ text }) => text.trimEnd());
  return JSON.stringify(texts.sort());
}

/** Codes of warnings and of silenced ones: a directive must stay above what it silences. */
function findingsOf({ diagnostics, suppressed }: Compilation): string {
  const codes = diagnostics.map(({ code, message }) => `${code} ${message}`);
  const silent = suppressed.map(({ diagnostic, reason }) => `${diagnostic.code} ${reason}`);
  return JSON.stringify([codes.sort(), silent.sort()]);
}
