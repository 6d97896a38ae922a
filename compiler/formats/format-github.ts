import type { Diagnostic } from '../diagnostic.js';
import type { CheckedFile } from './checked-file.js';

/**
 * Diagnostics as workflow commands of GitHub Actions, which shows them beside the lines
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export function formatGithub(files: readonly CheckedFile[]): string {
  const diagnostics = files.flatMap((file) => file.diagnostics);
  return diagnostics.map((diagnostic) => `${command(diagnostic)}\n`).join('');
}

function command(diagnostic: Diagnostic): string {
  const { file, line, endLine, column, endColumn, severity, code, message, help } = diagnostic;
  const properties: [string, string | number][] = [
    ['file', file],
    ['line', line],
    ['endLine', endLine],
    // The runner takes columns within one line only.
    ...(line === endLine
      ? ([
          ['col', column],
          ['endColumn', endColumn],
        ] satisfies [string, number][])
      : []),
    ['title', code],
  ];
  const list = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const body = help === '' ? message : `${message}\nhelp: ${help}`;
  return `::${severity} ${list.join(',')}::${escapeData(body)}`;
}

/** As `escapeData` of @actions/core does: the runner undoes exactly this. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
