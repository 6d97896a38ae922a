import type { DocNode, Entry, ScalarNode } from '../document-node.js';
import type { Problems } from '../problems.js';
import { isSecretName } from '../secret-name.js';

/** The value of an Authorization header, wherever it stands. */
const SCHEME = /^(?:Basic|Bearer|Digest|Negotiate|NTLM) +\S{6,}/i;

/** `https://user:password@host`, and a token in a query or a form. */
const URL_SECRET =
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s@]*:[^/\s@]+@|(?:^|[?&])(?:token|api[-_]?key|password|passwd|secret|client_secret|sig|access_token)=[^&\s$]/i;

/** A secret's key in JSON that stands in a text, with a value that is no expression. */
const JSON_SECRET =
  /["'](?:[a-z0-9]*[-_])?(?:password|passwd|secret|token|api[-_]?key|client[-_]?secret|authorization)["']\s*:\s*["'][^"'$]/i;

/** A text written out inside an expression. */
const WRITTEN_OUT = /"[^"]{4,}"|'[^']{4,}'/;

/**
 * Nothing in a runbook is a secret, anchors under `x-` included: a key with such a name and a
 * literal value, an input of such a name, credentials in a URL, an Authorization header's value.
 */
export function checkSecrets(root: DocNode, problems: Problems): void {
  const seen = new Set<DocNode>();
  const open: { readonly node: DocNode; readonly entry: Entry | null }[] = [
    { node: root, entry: null },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, entry } = next;
    // Aliases make one node reachable by many ways.
    if (node.kind !== 'scalar' && seen.has(node)) continue;
    seen.add(node);
    switch (node.kind) {
      case 'scalar':
        checkScalar(node, entry, problems);
        break;
      case 'list':
        for (const item of node.items) open.push({ node: item, entry });
        break;
      case 'map':
        for (const child of node.entries) open.push({ node: child.value, entry: child });
        break;
      default:
        assertNever(node);
    }
  }
  checkInputNames(root, problems);
}

function checkScalar(node: ScalarNode, entry: Entry | null, problems: Problems): void {
  const { value } = node;
  if (value === null || typeof value === 'boolean') return;
  const text = String(value);
  const isLiteral = text !== '' && (!text.startsWith('${{') || WRITTEN_OUT.test(text));
  if (entry !== null && isSecretName(entry.key) && isLiteral) {
    problems.add('secret-in-runbook', node.span, { what: `The value of "${entry.key}"` });
  } else if (SCHEME.test(text)) {
    problems.add('secret-in-runbook', node.span, { what: 'This credential' });
  } else if (URL_SECRET.test(text)) {
    problems.add('secret-in-runbook', node.span, { what: 'A part of this URL' });
  } else if (JSON_SECRET.test(text)) {
    problems.add('secret-in-runbook', node.span, { what: 'A part of this text' });
  }
}

/** What is given to an input stands in the run's history for ever. */
function checkInputNames(root: DocNode, problems: Problems): void {
  const inputs = root.kind === 'map' ? root.entries.find(({ key }) => key === 'inputs') : undefined;
  if (inputs?.value.kind !== 'map') return;
  for (const { key, keySpan } of inputs.value.entries) {
    if (isSecretName(key)) problems.add('secret-input', keySpan, { input: key });
  }
}

function assertNever(node: never): never {
  throw new Error(`Unknown node ${JSON.stringify(node)}`);
}
