import { readFileSync } from 'node:fs';
import type { Compilation, CompileOptions } from '../../compiler/compile.js';
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
export function diagnose(
  source: string,
  mode: Mode | null = null,
  options: Partial<CompileOptions> = {},
): readonly Found[] {
  const { diagnostics } = compile(source, { file: 'runbook.yaml', mode, ...options });
  return diagnostics.map(({ code, line, column }) => ({ code, at: `${line}:${column}` }));
}

/** Compiles an excerpt; for tests of what a runbook becomes. */
export function compiled(excerpt: string, mode: Mode | null = null): Compilation {
  return compile(completed(excerpt), { file: 'runbook.yaml', mode });
}

export interface Example {
  readonly code: string;
  readonly severity: string;
  readonly wrong: string | null;
  readonly right: string | null;
  /** The other runbooks of the example. */
  readonly files: (path: string) => string | null;
}

/** How an example is compiled. */
export function exampleOptions({ code, files }: Pick<Example, 'code' | 'files'>): CompileOptions {
  return {
    file: 'runbook.yaml',
    mode: code === 'mode-excluded' ? 'live' : null,
    files,
  };
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
      files: (path) => levels(path) ?? fence(section, `file ${path}`),
    }));
}

function fence(section: string, name: string): string | null {
  const match = new RegExp(`^\`\`\`yaml ${name}( whole)?\\n([^]*?)^\`\`\`$`, 'm').exec(section);
  if (match === null) return null;
  const [, whole, text = ''] = match;
  return whole === undefined ? completed(text) : text;
}

/** level1.yaml runs level2.yaml, and so on for ever. */
function levels(path: string): string | null {
  const level = /^level(\d+)[.]yaml$/.exec(path)?.[1];
  if (level === undefined) return null;
  return completed(`steps:\n  - id: next\n    runbook: level${Number(level) + 1}.yaml\n`);
}
