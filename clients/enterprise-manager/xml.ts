import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { DecodeError } from '../transport/decode-error.js';
import { decodeEntities } from './entities.js';

/**
 * One element. Everything is text, and children keep their order: nothing is guessed to be a
 * number or a list, and no name from the server becomes a property of an object of ours.
 */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** Deeper than any payload of Enterprise Manager (its full job entity has 12 levels). */
const MAX_DEPTH = 40;

/** Marks (`<` and `=`) in one answer: many more than the longest page that we ask for has. */
const MAX_MARKS = 600_000;

/** The longest tag, attributes and all: the parser needs many times its size in memory. */
const MAX_TAG = 65_536;

const CDATA = '#cdata';
const TEXT = '#text';
const ATTRIBUTES = ':@';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  processEntities: false,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  cdataPropName: CDATA,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
});

/**
 * Reads one well-formed XML document without DOCTYPE. It is looked at before it is parsed, so that
 * nothing in it costs much more memory than it is long.
 *
 * @throws DecodeError when it is anything else.
 */
export function parseXml(body: string): XmlElement {
  refuseForeign(body);
  // The parser alone takes a truncated document for a whole one. The validator is marked
  // deprecated in favour of a package of its own; it is the same code.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const verdict = guarded(() => XMLValidator.validate(body));
  if (verdict !== true) {
    throw new DecodeError(`the XML is broken or cut off at line ${verdict.err.line}`);
  }
  const roots = elementsOf(guarded<unknown>(() => parser.parse(body)));
  const [root] = roots;
  if (root === undefined || roots.length > 1) {
    throw new DecodeError(`the XML has ${roots.length} root elements where one is expected`);
  }

  return root;
}

function refuseForeign(body: string): void {
  const start = body.slice(0, 1_000).trimStart().toLowerCase();
  if (start === '') throw new DecodeError('the answer is empty where XML is expected');
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) {
    throw new DecodeError('an HTML page came where XML is expected');
  }
  if (start.startsWith('{') || start.startsWith('[')) {
    throw new DecodeError('JSON came though XML was asked for');
  }
  if (/<!(?:DOCTYPE|ENTITY)/i.test(body)) {
    throw new DecodeError('the XML has a DOCTYPE, which is never accepted');
  }
  // The parser lets through what XML does not allow, even as a part of names.
  // eslint-disable-next-line no-control-regex
  if (/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/.test(body)) {
    throw new DecodeError('the XML has a control character, which is never accepted');
  }
  refuseTooMuch(body);
}

function refuseTooMuch(body: string): void {
  let marks = 0;
  for (let at = body.indexOf('='); at !== -1; at = body.indexOf('=', at + 1)) marks += 1;
  let end = -1;
  for (let at = body.indexOf('<'); at !== -1; at = body.indexOf('<', at + 1)) {
    marks += 1;
    if (end < at) end = endOfTag(body, at);
    // Comments and CDATA may be long.
    const isTooLong = end - at > MAX_TAG && !body.startsWith('<!', at);
    if (marks > MAX_MARKS || isTooLong) {
      throw new DecodeError('the XML holds too many elements or too long a tag');
    }
  }
}

function endOfTag(body: string, start: number): number {
  const end = body.indexOf('>', start);

  return end === -1 ? body.length : end;
}

function guarded<T>(parse: () => T): T {
  try {
    return parse();
  } catch {
    // The parser's own words may quote the payload.
    throw new DecodeError('the XML is broken, nested too deeply, or uses a reserved name');
  }
}

function elementsOf(nodes: unknown): XmlElement[] {
  if (!Array.isArray(nodes)) return [];

  return nodes.flatMap((node: unknown) => {
    const entry = entryOf(node);
    if (entry === null || entry.name === TEXT || entry.name === CDATA) return [];

    return [elementOf(entry)];
  });
}

function elementOf(entry: Entry): XmlElement {
  const name = localName(entry.name);
  const children = elementsOf(entry.content);
  const text = textOf(entry.content);
  // No answer has both. What stands beside would be overlooked, or put together to a word.
  if (children.length > 0 && /\S/.test(text)) {
    throw new DecodeError(`<${name.slice(0, 100)}> has text beside its elements`);
  }

  return { name, attributes: attributesOf(entry.attributes), children, text };
}

interface Entry {
  readonly name: string;
  readonly content: unknown;
  readonly attributes: unknown;
}

/** The parser's ordered form: an object with one key for the element and `:@` for attributes. */
function entryOf(node: unknown): Entry | null {
  if (typeof node !== 'object' || node === null) return null;
  const pairs: [string, unknown][] = Object.entries(node);
  const element = pairs.find(([key]) => key !== ATTRIBUTES);
  if (element === undefined) return null;

  return {
    name: element[0],
    content: element[1],
    attributes: pairs.find(([key]) => key === ATTRIBUTES)?.[1],
  };
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

function attributesOf(raw: unknown): ReadonlyMap<string, string> {
  if (typeof raw !== 'object' || raw === null) return NO_ATTRIBUTES;
  const pairs: [string, unknown][] = Object.entries(raw);
  const found = new Map<string, string>();
  for (const [qualified, value] of pairs) {
    if (/^xmlns(?::|$)/.test(qualified)) continue;
    const name = localName(qualified);
    if (found.has(name)) throw new DecodeError(`@${name.slice(0, 100)} stands there twice`);
    found.set(name, decodeEntities(String(value)));
  }

  return found;
}

/** Without its prefix: all that Enterprise Manager says is in one namespace. */
function localName(qualified: string): string {
  return qualified.slice(qualified.lastIndexOf(':') + 1);
}

function textOf(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';

  return nodes
    .map((node: unknown) => {
      const entry = entryOf(node);
      if (entry?.name === TEXT) return decodeEntities(String(entry.content));

      return entry?.name === CDATA ? rawTextOf(entry.content) : '';
    })
    .join('');
}

/** CDATA arrives as a list with one text node, in which entities are plain text. */
function rawTextOf(content: unknown): string {
  if (!Array.isArray(content)) return '';

  return content
    .map((node: unknown) => entryOf(node)?.content)
    .filter((text) => typeof text === 'string')
    .join('');
}
