import { formatDiagnostics } from '../format-diagnostics.js';
import type { CheckedFile } from './checked-file.js';

/** Diagnostics for people, file by file; of a file without any it says so. */
export function formatText(
  files: readonly CheckedFile[],
  options: { readonly color: boolean },
): string {
  return files
    .map(({ file, source, diagnostics, suppressed, children = [] }) => {
      const silenced = describeSilenced(suppressed.length);
      if (diagnostics.length === 0) return `${file}: no problems${silenced}\n`;
      const text = formatDiagnostics(diagnostics, source, { ...options, children });
      return silenced === '' ? text : `${text.trimEnd()}${silenced}\n`;
    })
    .join('');
}

/** What is silenced is counted: nobody should think that there is nothing. */
function describeSilenced(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ', 1 warning is silenced' : `, ${count} warnings are silenced`;
}
