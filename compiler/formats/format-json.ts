import type { CheckedFile } from './checked-file.js';

/** Diagnostics for programs: the public JSON of `check`. What is silenced is left out. */
export function formatJson(files: readonly CheckedFile[]): string {
  const diagnostics = files.flatMap((file) => file.diagnostics);
  return `${JSON.stringify({ diagnostics }, null, 2)}\n`;
}
