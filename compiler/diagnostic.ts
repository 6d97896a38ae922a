import type { LineIndex } from './line-index.js';
import { positionAt } from './line-index.js';
import type { Severity } from './message-template.js';
import type { Code } from './messages.js';
import type { Problem } from './problems.js';

/** What the compiler says about a runbook. Lines and columns count from 1, in UTF-16 units; the end is exclusive. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly code: Code;
  readonly message: string;
  readonly help: string;
}

/** A warning that a directive in the runbook silences, and why. */
export interface Suppressed {
  readonly diagnostic: Diagnostic;
  readonly reason: string;
}

/** A problem with its place as people count: the edge of the compiler. */
export function toDiagnostic(problem: Problem, file: string, index: LineIndex): Diagnostic {
  const start = positionAt(index, problem.span.start);
  const end = positionAt(index, Math.max(problem.span.end, problem.span.start));
  return {
    file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    severity: problem.severity,
    code: problem.code,
    message: problem.message,
    help: problem.help,
  };
}
