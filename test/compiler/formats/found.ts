import type { Diagnostic } from '../../../compiler/diagnostic.js';
import type { CheckedFile } from '../../../compiler/formats/checked-file.js';

/** A checked file with one diagnostic. */
export function found(parts: Partial<Diagnostic>): CheckedFile {
  const diagnostic: Diagnostic = {
    file: 'a.yaml',
    line: 5,
    column: 3,
    endLine: 5,
    endColumn: 9,
    severity: 'error',
    code: 'unknown-key',
    message: 'Unknown key',
    help: 'Mend it.',
    ...parts,
  };
  return { file: diagnostic.file, source: '', diagnostics: [diagnostic], suppressed: [] };
}
