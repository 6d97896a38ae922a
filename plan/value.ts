import type { Json } from './json.js';

/**
 * A value of the runbook as the plan holds it: written out, or CEL to be evaluated in the run.
 * `text` is a string with expressions inside; its parts are joined after evaluation. `list` and
 * `map` hold an expression somewhere inside (an http body, an input of a child runbook).
 */
export type Value =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'expression'; readonly cel: string }
  | { readonly kind: 'text'; readonly parts: readonly (string | { readonly cel: string })[] }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | {
      readonly kind: 'map';
      readonly entries: readonly { readonly key: string; readonly value: Value }[];
    };
