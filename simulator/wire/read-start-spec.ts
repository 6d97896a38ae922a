import { XMLParser } from 'fast-xml-parser';

import { HttpProblem } from './http-problem.js';
import { bodyType, type MediaType } from './media-type.js';
import { EM_NAMESPACE } from './write-xml.js';

/** The body of a start: which restore points to take. */
export interface StartSpec {
  readonly startNow: boolean | null;
  readonly startDate: string | null;
}

const FIELDS = ['StartNow', 'StartDate'] as const;

/**
 * Reads a start's body. Throws HttpProblem 400 when the root, the namespace, the order or a value
 * is not as the XSD has it.
 */
export function readStartSpec(
  body: string,
  contentType: string | undefined,
  root: string,
): StartSpec {
  const type = bodyType(contentType);
  if (type === null) {
    throw bad(
      `Content-Type must be application/xml or application/json, not "${contentType ?? ''}".`,
    );
  }
  if (body.trim() === '') throw bad('Node [root] does not exist.');
  const fields = type === 'xml' ? xmlFields(body, root) : jsonFields(body);
  const spec = toSpec(fields, type);
  if (spec.startNow !== true && spec.startDate === null) {
    throw bad('Either StartNow or StartDate must be specified.');
  }
  return spec;
}

function bad(message: string): HttpProblem {
  return new HttpProblem(400, message);
}

function toSpec(fields: ReadonlyMap<string, unknown>, type: MediaType): StartSpec {
  const now = fields.get('StartNow') ?? null;
  const date = fields.get('StartDate') ?? null;
  const startNow = type === 'xml' && (now === 'true' || now === 'false') ? now === 'true' : now;
  if (startNow !== null && typeof startNow !== 'boolean') {
    throw bad('StartNow is no boolean.');
  }
  if (date !== null && (typeof date !== 'string' || Number.isNaN(Date.parse(date)))) {
    throw bad('StartDate is no dateTime.');
  }
  return { startNow, startDate: date };
}

function jsonFields(body: string): ReadonlyMap<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw bad('The request body is no JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw bad('The request body is no JSON object.');
  }
  // Member names are read without regard to case, as .NET's serializers do.
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(parsed)) {
    const known = FIELDS.find((field) => field.toLowerCase() === name.toLowerCase());
    if (known === undefined) throw bad(`Unknown member "${name}".`);
    fields.set(known, value);
  }
  return fields;
}

function xmlFields(body: string, root: string): ReadonlyMap<string, unknown> {
  const children = rootChildren(body, root);
  const fields = new Map<string, unknown>();
  let position = 0;
  for (const child of children) {
    const name = localName(child);
    const found = FIELDS.findIndex((field) => field === name);
    if (found < 0) throw bad(`Element "${name}" is not allowed in "${root}".`);
    if (fields.has(name) || found < position) {
      throw bad(`Element "${name}" stands in the wrong place; the order is ${FIELDS.join(', ')}.`);
    }
    position = found;
    fields.set(name, textOf(child));
  }
  return fields;
}

// The parser's ordered form: one member named like the element, and `:@` with its attributes.
type XmlNode = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

function rootChildren(body: string, root: string): readonly XmlNode[] {
  if (/<!DOCTYPE/i.test(body)) throw bad('A DOCTYPE is not allowed.');
  const nodes = parseXml(body).filter((node) => !('#text' in node));
  const node = nodes[0];
  if (node === undefined) throw bad('Node [root] does not exist.');
  const [prefix, name] = splitName(tagName(node));
  const attributes = (node[':@'] ?? {}) as Readonly<Record<string, unknown>>;
  const namespace = attributes[prefix === '' ? 'xmlns' : `xmlns:${prefix}`];
  if (name !== root || namespace !== EM_NAMESPACE) {
    throw bad(
      `<${name} xmlns="${typeof namespace === 'string' ? namespace : ''}"> was not expected; expected <${root} xmlns="${EM_NAMESPACE}">.`,
    );
  }
  const children = node[tagName(node)] as readonly XmlNode[];
  return children.filter((child) => !('#text' in child));
}

function parseXml(body: string): readonly XmlNode[] {
  try {
    // The package that the deprecation names is not among our dependencies.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    return parser.parse(body, true) as readonly XmlNode[];
  } catch {
    throw bad('The request body is no well-formed XML.');
  }
}

function tagName(node: XmlNode): string {
  return Object.keys(node).find((key) => key !== ':@') ?? '';
}

function splitName(tag: string): readonly [string, string] {
  const colon = tag.indexOf(':');
  return colon < 0 ? ['', tag] : [tag.slice(0, colon), tag.slice(colon + 1)];
}

function localName(node: XmlNode): string {
  return splitName(tagName(node))[1];
}

function textOf(node: XmlNode): string {
  const children = node[tagName(node)] as readonly XmlNode[];
  const texts = children.map((child) => child['#text']);
  return texts
    .filter((text) => typeof text === 'string')
    .join('')
    .trim();
}
