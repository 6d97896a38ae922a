import { HttpProblem } from './http-problem.js';
import { bodyType } from './media-type.js';
import { readXmlBody } from './xml-body.js';

/** The flat members of a request's body, with the values' types already made of the text. */
export class BodyFields {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #isXml: boolean;

  constructor(values: ReadonlyMap<string, unknown>, isXml: boolean) {
    this.#values = values;
    this.#isXml = isXml;
  }

  /** Null when it is not there. Throws HttpProblem 400 when it is no boolean. */
  boolean(name: string): boolean | null {
    const value = this.#values.get(name) ?? null;
    const read = this.#isXml && (value === 'true' || value === 'false') ? value === 'true' : value;
    if (read !== null && typeof read !== 'boolean') throw bad(`${name} is no boolean.`);
    return read;
  }

  /** Null when it is not there. Throws HttpProblem 400 when it is no time. */
  dateTime(name: string): string | null {
    const value = this.#values.get(name) ?? null;
    if (value !== null && (typeof value !== 'string' || Number.isNaN(Date.parse(value)))) {
      throw bad(`${name} is no dateTime.`);
    }
    return value;
  }
}

/**
 * Reads a body whose members are `names`, in this order in XML. Throws HttpProblem 400 when the
 * root (null: any), the namespace, a name or the order is not as the XSD has it.
 */
export function readBodyFields(
  body: string,
  contentType: string | undefined,
  root: string | null,
  names: readonly string[],
): BodyFields {
  const type = bodyType(contentType);
  if (type === null) {
    throw bad(
      `Content-Type must be application/xml or application/json, not "${contentType ?? ''}".`,
    );
  }
  if (body.trim() === '') throw bad('Node [root] does not exist.');
  return type === 'xml'
    ? new BodyFields(xmlFields(body, root, names), true)
    : new BodyFields(jsonFields(body, names), false);
}

function bad(message: string): HttpProblem {
  return new HttpProblem(400, message);
}

function jsonFields(body: string, names: readonly string[]): ReadonlyMap<string, unknown> {
  // Member names are read without regard to case, as .NET's serializers do.
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(readJsonBody(body))) {
    const known = names.find((field) => field.toLowerCase() === name.toLowerCase());
    if (known === undefined) throw bad(`Unknown member "${name}".`);
    fields.set(known, value);
  }
  return fields;
}

/** Reads a body that is a JSON object. Throws HttpProblem 400. */
export function readJsonBody(body: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw bad('The request body is no JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw bad('The request body is no JSON object.');
  }
  return parsed as Readonly<Record<string, unknown>>;
}

function xmlFields(
  body: string,
  root: string | null,
  names: readonly string[],
): ReadonlyMap<string, unknown> {
  const read = readXmlBody(body, root);
  const fields = new Map<string, unknown>();
  let position = 0;
  for (const { name, text } of read.children) {
    const found = names.indexOf(name);
    if (found < 0) throw bad(`Element "${name}" is not allowed in "${read.name}".`);
    if (fields.has(name) || found < position) {
      throw bad(`Element "${name}" stands in the wrong place; the order is ${names.join(', ')}.`);
    }
    position = found;
    fields.set(name, text);
  }
  return fields;
}
