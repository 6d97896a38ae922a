import type { Diagnostic, Suppressed } from '../diagnostic.js';

/** A runbook that was checked, and what was found in it. */
export interface CheckedFile {
  /** As it was typed. */
  readonly file: string;
  readonly source: string;
  readonly diagnostics: readonly Diagnostic[];
  /** The other runbooks that it runs: some of its diagnostics stand in them. */
  readonly children?: readonly { readonly file: string; readonly source: string }[];
  /** Warnings that a directive in the runbook silences. */
  readonly suppressed: readonly Suppressed[];
}
