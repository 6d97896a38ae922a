import { createColors } from 'picocolors';
import { codeFrame } from './code-frame.js';
import type { Paint } from './code-frame.js';
import type { Diagnostic } from './diagnostic.js';
import { maskSecrets } from './mask-secrets.js';

/** More than this in one go is no help; the count says how many there are. */
const SHOWN = 50;

/** Of a longer text the compiler says no more than that, at its start. */
const LOOKED_AT = 2_000_000;

export interface FormatOptions {
  readonly color: boolean;
  /** The other runbooks that were read: some diagnostics stand in them. */
  readonly children?: readonly { readonly file: string; readonly source: string }[];
}

/**
 * Diagnostics as people read them: place, severity, code and message; the lines around with a marker
 * under the fault; what to do; and a count at the end. Empty for none. Ends with a line break.
 */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  source: string,
  options: FormatOptions,
): string {
  if (diagnostics.length === 0) return '';
  const colors = createColors(options.color);
  const lines = linesByFile(diagnostics, source, options.children ?? []);
  const blocks = diagnostics.slice(0, SHOWN).map((diagnostic) => {
    const isError = diagnostic.severity === 'error';
    const strong = isError ? colors.red : colors.yellow;
    const paint: Paint = { marker: strong, gutter: colors.dim };
    const place = `${diagnostic.file}:${diagnostic.line}:${diagnostic.column}`;
    return [
      `${colors.bold(place)}  ${strong(diagnostic.severity)}  ${diagnostic.code}`,
      `  ${diagnostic.message}`,
      ...codeFrame(diagnostic, lines(diagnostic.file), paint).map((line) => `  ${line}`),
      ...help(diagnostic).map((line) => colors.cyan(line)),
      '',
    ].join('\n');
  });
  return `${blocks.join('\n')}\n${summary(diagnostics)}\n`;
}

/** The lines of each file, without its secrets. */
function linesByFile(
  diagnostics: readonly Diagnostic[],
  source: string,
  children: NonNullable<FormatOptions['children']>,
): (file: string) => readonly string[] {
  const shown = new Map<string, readonly string[]>();
  return (file) => {
    const known = shown.get(file);
    if (known !== undefined) return known;
    const text = children.find((child) => child.file === file)?.source ?? source;
    const own = diagnostics.filter((diagnostic) => diagnostic.file === file);
    const lines = maskSecrets(text.slice(0, LOOKED_AT).split(/\r\n|\n|\r/), own);
    shown.set(file, lines);
    return lines;
  };
}

function help({ help: text }: Diagnostic): string[] {
  if (text === '') return [];
  return text
    .split('\n')
    .map((line, index) => (index === 0 ? `  help: ${line}` : `        ${line}`));
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const counts = [count(errors, 'error'), count(warnings, 'warning')].filter((text) => text !== '');
  const more = diagnostics.length > SHOWN ? ` (the first ${SHOWN} are shown)` : '';
  return counts.join(', ') + more;
}

function count(number: number, what: string): string {
  if (number === 0) return '';
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
