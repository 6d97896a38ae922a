import type { Diagnostic } from './diagnostic.js';

/** What looks like a secret in a line, also where the YAML is too broken to be judged. */
const KEYED =
  /((?:password|passwd|passphrase|secret|token|api[-_]?key|authorization|credentials?)["']?\s*:\s*)([^\s{[][^,}\]]*)/gi;
const IN_URL = /(:\/\/[^/\s:@]*:)([^/\s@]+)(?=@)/g;

/** Longer lines are not shown whole, and no person wrote them. */
const LINE_LIMIT = 10_000;

/** Lines of a runbook with their secrets replaced by asterisks: a frame is printed and logged. */
export function maskSecrets(
  lines: readonly string[],
  diagnostics: readonly Diagnostic[],
): readonly string[] {
  const masked = lines.map(maskLine);
  for (const { code, line, column, endLine, endColumn } of diagnostics) {
    if (code !== 'secret-in-runbook') continue;
    for (let number = line; number <= endLine; number++) {
      const text = masked[number - 1] ?? '';
      const from = number === line ? column - 1 : 0;
      const to = number === endLine ? endColumn - 1 : text.length;
      masked[number - 1] = text.slice(0, from) + stars(text.slice(from, to)) + text.slice(to);
    }
  }
  return masked;
}

function maskLine(line: string): string {
  if (line.length > LINE_LIMIT) return line;
  const hide = (_match: string, before: string, secret: string) => before + stars(secret);
  return line.replace(KEYED, hide).replace(IN_URL, hide);
}

/** As many asterisks as characters: the marker below keeps its place. Spaces stay. */
function stars(text: string): string {
  return text.replace(/\S/g, '*');
}
