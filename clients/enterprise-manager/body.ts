import { parseJson, parseJsonPage, parseJsonReferences } from './json.js';
import { expectRoot } from './root.js';
import type { XmlElement } from './xml.js';
import { parseXml } from './xml.js';

/**
 * The element that an answer is, whether it came as XML or as JSON: its form may not match what was
 * asked for (seen on 9.5 U4), and neither can be taken for the other.
 *
 * @throws DecodeError when it is anything else.
 */
export function parseBody(body: string, root: string): XmlElement {
  return isJson(body) ? parseJson(body, root) : expectRoot(parseXml(body), root);
}

/** A page of a list of full entities called `item`. @throws DecodeError as `parseBody`. */
export function parsePageBody(body: string, item: string): XmlElement {
  return isJson(body) ? parseJsonPage(body, item) : parseXml(body);
}

/** A list whose entries say by `Type` what they are. @throws DecodeError as `parseBody`. */
export function parseReferences(body: string): XmlElement {
  return isJson(body) ? parseJsonReferences(body) : parseXml(body);
}

function isJson(body: string): boolean {
  return /^\s*[[{]/.test(body.slice(0, 1_000));
}
