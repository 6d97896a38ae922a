import type { Directive } from './directives.js';
import { readDirectives } from './directives.js';
import type { Located } from './document-node.js';
import { indexLines, positionAt } from './line-index.js';
import type { Code } from './messages.js';
import { Problems } from './problems.js';
import type { Problem } from './problems.js';

export interface Silenced {
  /** What is left, in the order of its place. */
  readonly kept: readonly Problem[];
  readonly suppressed: readonly { readonly problem: Problem; readonly reason: string }[];
}

/** One code of a directive. */
interface Silencer {
  readonly code: Located<Code>;
  readonly reason: string;
  readonly line: Directive['line'];
}

/**
 * Takes out the warnings that directives in the text silence. Directives themselves are judged only
 * where the runbook has no errors, as other warnings are; and whether one silences nothing only when
 * `isWhole`: all modes of the runbook were looked at.
 */
export function silence(source: string, found: Problems, isWhole: boolean): Silenced {
  const all = found.sorted();
  const isSound = !found.hasErrors();
  if (!isSound && all.every(({ severity }) => severity === 'error')) {
    return { kept: all, suppressed: [] };
  }
  const remarks = new Problems();
  const silencers = readDirectives(source, remarks).flatMap(({ codes, reason, line }) =>
    codes.map((code): Silencer => ({ code, reason, line })),
  );
  const kept = new Problems();
  const suppressed: { problem: Problem; reason: string }[] = [];
  const used = new Set<Silencer>();
  for (const problem of all) {
    const silencer = silencers.find((candidate) => isAbout(candidate, problem));
    if (silencer === undefined) {
      kept.keep(problem);
    } else {
      used.add(silencer);
      suppressed.push({ problem, reason: silencer.reason });
    }
  }
  if (isSound && isWhole) reportUnused(silencers, used, source, remarks);
  if (isSound) kept.addAll(remarks);
  return { kept: kept.sorted(), suppressed };
}

function isAbout({ code, line }: Silencer, { code: found, severity, span }: Problem): boolean {
  if (severity === 'error' || code.value !== found) return false;
  return span.start >= line.start && span.start < line.end;
}

function reportUnused(
  silencers: readonly Silencer[],
  used: ReadonlySet<Silencer>,
  source: string,
  remarks: Problems,
): void {
  const index = indexLines(source);
  for (const silencer of silencers) {
    if (used.has(silencer)) continue;
    const { code, line } = silencer;
    remarks.add('directive-silences-nothing', code.span, {
      found: code.value,
      line: positionAt(index, line.start).line,
    });
  }
}
