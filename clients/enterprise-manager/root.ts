import { DecodeError } from '../transport/decode-error.js';
import type { XmlElement } from './xml.js';

/** @throws DecodeError when the document's root is another element. */
export function expectRoot(root: XmlElement, name: string): XmlElement {
  if (root.name === name) return root;

  throw new DecodeError(`<${root.name.slice(0, 100)}> came where <${name}> is expected`);
}
