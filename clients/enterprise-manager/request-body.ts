import type { Wire } from './options.js';

const NAMESPACE = 'http://www.veeam.com/ent/v1.0';

/** A value of a request's body: text, a truth, or more fields. */
type Field = string | boolean | Fields;

/** Fields by name, in the order in which the schema wants them. */
export interface Fields {
  readonly [name: string]: Field;
}

/**
 * A request's body. In XML the order of the elements is the schema's (xs:sequence) and the root has
 * a name; JSON has none.
 */
export function requestBody(wire: Wire, root: string, fields: Fields): string {
  if (wire === 'json') return JSON.stringify(fields);

  return `<${root} xmlns="${NAMESPACE}">${elements(fields)}</${root}>`;
}

function elements(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${content(value)}</${name}>`)
    .join('');
}

function content(value: Field): string {
  return typeof value === 'object' ? elements(value) : escaped(String(value));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
