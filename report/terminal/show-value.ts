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
    case 'list':
      return `[${value.items.map(showInside).join(', ')}]`;
    case 'map':
      return `{${value.entries.map((entry) => `${entry.key}: ${showInside(entry.value)}`).join(', ')}}`;
  }
}

function showInside(value: Value): string {
  return value.kind === 'literal' ? JSON.stringify(value.value) : showValue(value);
}
