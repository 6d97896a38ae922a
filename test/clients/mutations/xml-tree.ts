/**
 * XML as these tests see it, read and written without the client's reader: attributes and children
 * in order, whatever stands there twice.
 */
export interface XmlNode {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly XmlPart[];
}

export type XmlPart =
  | { readonly kind: 'node'; readonly node: XmlNode }
  | { readonly kind: 'text' | 'cdata' | 'comment'; readonly text: string };

const TOKEN =
  /<\?[^]*?\?>|<!--[^]*?-->|<\/([^\s>]+)\s*>|<([^\s/>]+)((?:\s+[^\s=]+="[^"]*")*)\s*(\/?)>|[^<]+/g;

/** Reads a sample; not made for anything hostile. */
export function readXml(xml: string): XmlNode {
  const open: { name: string; attributes: [string, string][]; children: XmlPart[] }[] = [
    { name: '', attributes: [], children: [] },
  ];
  for (const [token, closed, opened, attributes = '', isEmpty] of xml.matchAll(TOKEN)) {
    const top = open.at(-1);
    if (top === undefined) throw new Error('more elements are closed than opened');
    if (opened !== undefined) {
      const node = { name: opened, attributes: attributesIn(attributes), children: [] };
      top.children.push({ kind: 'node', node });
      if (isEmpty === '') open.push(node);
    } else if (closed !== undefined) {
      if (open.pop()?.name !== closed) throw new Error(`${closed} is closed and was not opened`);
    } else if (!token.startsWith('<')) {
      top.children.push({ kind: 'text', text: unescaped(token) });
    }
  }
  const root = open[0]?.children.flatMap((part) => (part.kind === 'node' ? [part.node] : []))[0];
  if (open.length !== 1 || root === undefined) throw new Error('this is no whole document');

  return root;
}

function attributesIn(text: string): [string, string][] {
  return [...text.matchAll(/([^\s=]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    unescaped(value),
  ]);
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

export function writeXml({ name, attributes, children }: XmlNode): string {
  const head = attributes.map(([key, value]) => ` ${key}="${escaped(value)}"`).join('');

  return `<${name}${head}>${children.map(written).join('')}</${name}>`;
}

function written(part: XmlPart): string {
  switch (part.kind) {
    case 'node':
      return writeXml(part.node);
    case 'text':
      return escaped(part.text);
    case 'cdata':
      // What ends a section stands in it as two.
      return `<![CDATA[${part.text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
    case 'comment':
      return `<!--${part.text.replaceAll('-', '')}-->`;
  }
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** The element children. */
export function nodesIn(node: XmlNode): readonly XmlNode[] {
  return node.children.flatMap((part) => (part.kind === 'node' ? [part.node] : []));
}
