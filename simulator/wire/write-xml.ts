import { isChildren, type Element, type Scalar } from './element.js';

/** The namespace of every document of Enterprise Manager. */
export const EM_NAMESPACE = 'http://www.veeam.com/ent/v1.0';

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\n', '&#10;'],
  ['\r', '&#13;'],
  ['\t', '&#9;'],
]);

/** Writes an element as an XML document, without a declaration, as the vendor prints answers. */
export function writeXml(root: Element): string {
  const parts: string[] = [];
  writeElement(root, ` xmlns="${EM_NAMESPACE}"`, parts);
  return parts.join('');
}

function writeElement(one: Element, namespace: string, parts: string[]): void {
  parts.push('<', one.name, namespace);
  for (const [name, value] of Object.entries(one.attributes)) {
    if (value !== null) parts.push(' ', name, '="', escape(value), '"');
  }
  // A null leaf is absent in XML; an empty one is there.
  const content = isChildren(one.content)
    ? one.content.filter((child) => child.content !== null)
    : one.content;
  if (isChildren(content) ? content.length === 0 : content === '' || content === null) {
    parts.push('/>');
    return;
  }
  parts.push('>');
  if (isChildren(content)) {
    for (const child of content) writeElement(child, '', parts);
  } else {
    parts.push(escape(content));
  }
  parts.push('</', one.name, '>');
}

function escape(value: Scalar): string {
  return (
    String(value)
      // XML 1.0 has no way to write these.
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"\n\r\t]/g, (character) => ESCAPES.get(character) ?? character)
  );
}
