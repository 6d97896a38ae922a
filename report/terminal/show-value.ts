import type { Value } from '../../plan/value.js';

/** Literal values as they are, expressions as they were written. */
export function showValue(value: Value): string {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? value.value : JSON.stringify(value.value);
    case 'expression':
      return `\${{ ${value.cel} }}`;
    case 'text':
      return value.parts
        .map((part) => (typeof part === 'string' ? part : `\${{ ${part.cel} }}`))
        .join('');
  }
}
