import type { DocNode, Entry, ScalarNode } from '../document-node.js';
import type { Problems } from '../problems.js';
import { isSecretName } from '../secret-name.js';

/** The value of an Authorization header, wherever it stands. */
const SCHEME = /^(?:Basic|Bearer|Digest|Negotiate|NTLM) +\S{6,}/i;

/** `https://user:password@host`, and a token in a query. */
const URL_SECRET =
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s@]*:[^/\s@]+@|[?&](?:token|api[-_]?key|password|secret|sig|access_token)=[^&\s$]/i;

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
        open.push(...node.items.map((item) => ({ node: item, entry })));
        break;
      case 'map':
        open.push(...node.entries.map((child) => ({ node: child.value, entry: child })));
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
  if (entry !== null && isSecretName(entry.key) && text !== '' && !text.startsWith('${{')) {
    problems.add('secret-in-runbook', node.span, { what: `The value of "${entry.key}"` });
  } else if (SCHEME.test(text)) {
    problems.add('secret-in-runbook', node.span, { what: 'This credential' });
  } else if (URL_SECRET.test(text)) {
    problems.add('secret-in-runbook', node.span, { what: 'A part of this URL' });
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
