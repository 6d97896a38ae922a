import type { Json } from './json.js';

/**
 * A value of the runbook as the plan holds it: written out, or CEL to be evaluated in the run.
 * `text` is a string with expressions inside; its parts are joined after evaluation.
 */
export type Value =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'expression'; readonly cel: string }
  | { readonly kind: 'text'; readonly parts: readonly (string | { readonly cel: string })[] };
