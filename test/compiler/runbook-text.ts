import { readFileSync } from 'node:fs';
import type { Compilation } from '../../compiler/compile.js';
import { compile } from '../../compiler/compile.js';
import type { Mode } from '../../plan/plan.js';

const HEADER = 'apiVersion: drillbook/v1\nid: example\n';
const STEPS = 'steps:\n  - id: settle\n    wait: 1s\n';

/** Makes an excerpt a whole runbook: header and steps are added where they are not shown. */
export function completed(excerpt: string): string {
  const header = /^apiVersion:/m.test(excerpt) ? '' : HEADER;
  const steps = /^steps:/m.test(excerpt) ? '' : STEPS;
  return `${header}${excerpt}${steps}`;
}

/** A text with a `┆` before the place that is meant: the text without it, and line and column. */
export function marked(text: string): { source: string; line: number; column: number } {
  const offset = text.indexOf('┆');
  const before = text.slice(0, offset).split('\n');
  return {
    source: text.replace('┆', ''),
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
  };
}

export interface Found {
  readonly code: string;
  readonly at: string;
}

/** Codes and places of all diagnostics, in order. */
export function diagnose(source: string, mode: Mode | null = null): readonly Found[] {
  return compile(source, { file: 'runbook.yaml', mode, ahead: true }).diagnostics.map(
    (diagnostic) => ({
      code: diagnostic.code,
      at: `${diagnostic.line}:${diagnostic.column}`,
    }),
  );
}

/** Compiles an excerpt; for tests of what a runbook becomes. */
export function compiled(excerpt: string, mode: Mode | null = null): Compilation {
  return compile(completed(excerpt), { file: 'runbook.yaml', mode, ahead: true });
}

export interface Example {
  readonly code: string;
  readonly severity: string;
  readonly wrong: string | null;
  readonly right: string | null;
}

/** The sections of docs/diagnostics.md. */
export function documentedCodes(): readonly Example[] {
  const text = readFileSync(new URL('../../docs/diagnostics.md', import.meta.url), 'utf8');
  return text
    .split(/^### /m)
    .slice(1)
    .map((section) => ({
      code: section.split('\n', 1)[0] ?? '',
      severity: /^\*\*(\w+)\.\*\*/m.exec(section)?.[1]?.toLowerCase() ?? '',
      wrong: fence(section, 'wrong'),
      right: fence(section, 'right'),
    }));
}

function fence(section: string, name: string): string | null {
  const match = new RegExp(`^\`\`\`yaml ${name}( whole)?\\n([^]*?)^\`\`\`$`, 'm').exec(section);
  if (match === null) return null;
  const [, whole, text = ''] = match;
  return whole === undefined ? completed(text) : text;
}
