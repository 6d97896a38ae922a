import type { Span } from './document-node.js';
import type { Severity } from './message-template.js';
import { fill } from './message-template.js';
import type { Code, ParamsOf } from './messages.js';
import { MESSAGES } from './messages.js';

/** A diagnostic inside the compiler: offsets only. */
export interface Problem {
  readonly code: Code;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  readonly help: string;
}

/** Gathers problems; the same one at the same place is kept once (both modes may find it). */
export class Problems {
  readonly #found = new Map<string, Problem>();
  #errors = 0;

  add<C extends Code>(code: C, span: Span, params: ParamsOf<C>): void {
    const { severity, text, help } = MESSAGES[code];
    const problem: Problem = {
      code,
      severity,
      span,
      message: fill(text, params),
      help: fill(help, params).trim(),
    };
    this.keep(problem);
  }

  addAll(others: Problems): void {
    for (const problem of others.#found.values()) this.keep(problem);
  }

  /** Adds a problem as it is. */
  keep(problem: Problem): void {
    const { code, span, message, severity } = problem;
    const key = `${code} ${span.start} ${span.end} ${message}`;
    if (this.#found.has(key)) return;
    this.#found.set(key, problem);
    if (severity === 'error') this.#errors += 1;
  }

  hasErrors(): boolean {
    return this.#errors > 0;
  }

  /** By place, then code. */
  sorted(): readonly Problem[] {
    return [...this.#found.values()].sort(
      (a, b) => a.span.start - b.span.start || a.span.end - b.span.end || compare(a.code, b.code),
    );
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
