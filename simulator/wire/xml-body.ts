import { XMLParser } from 'fast-xml-parser';

import { HttpProblem } from './http-problem.js';
import { EM_NAMESPACE } from './write-xml.js';

/** An element of a request's body: its name without a prefix, its text, and what is in it. */
export interface BodyElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly BodyElement[];
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

/**
 * Reads an XML body whose root is `root` (null: any) in Enterprise Manager's namespace. Throws
 * HttpProblem 400.
 */
export function readXmlBody(body: string, root: string | null): BodyElement {
  if (/<!DOCTYPE/i.test(body)) throw bad('A DOCTYPE is not allowed.');
  const node = parseXml(body).find((candidate) => !('#text' in candidate));
  if (node === undefined) throw bad('Node [root] does not exist.');
  const [prefix, name] = splitName(tagName(node));
  const attributes = (node[':@'] ?? {}) as Readonly<Record<string, unknown>>;
  const namespace = attributes[prefix === '' ? 'xmlns' : `xmlns:${prefix}`];
  if ((root !== null && name !== root) || namespace !== EM_NAMESPACE) {
    throw bad(
      `<${name} xmlns="${typeof namespace === 'string' ? namespace : ''}"> was not expected; expected <${root ?? name} xmlns="${EM_NAMESPACE}">.`,
    );
  }
  return toElement(node);
}

function bad(message: string): HttpProblem {
  return new HttpProblem(400, message);
}

function toElement(node: XmlNode): BodyElement {
  const content = node[tagName(node)] as readonly XmlNode[];
  const texts = content.map((child) => child['#text']).filter((text) => typeof text === 'string');
  return {
    name: splitName(tagName(node))[1],
    text: unescape(texts.join('').trim()),
    children: content.filter((child) => !('#text' in child)).map(toElement),
  };
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&amp;', '&'],
]);

// Only what XML itself defines: a body has no DOCTYPE that could define more.
function unescape(text: string): string {
  return text.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => ENTITIES.get(entity) ?? entity);
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
