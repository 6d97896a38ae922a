import type { ExpressionScope } from '../../plan/expression.js';
import type { CheckProbe } from '../../plan/plan.js';
import type { Value } from '../../plan/value.js';
import type { DocNode } from '../document-node.js';
import type { Problems } from '../problems.js';
import { need, readFields } from './fields.js';
import { hasExpression, readChoice, readInteger, readString } from './scalars.js';
import { readCel, readValue } from './value.js';

const METHODS = ['GET', 'HEAD'] as const;

const RESPONSE: ExpressionScope = { kind: 'response' };

/** Reads `tcp: { host, port }`. */
export function readTcp(
  node: DocNode,
  scope: ExpressionScope,
  problems: Problems,
): CheckProbe | null {
  const fields = readFields(node, { what: 'tcp', known: ['host', 'port'] }, problems);
  if (fields === null) return null;
  const hostNode = need(fields, 'host', 'host: sql01.dr.example.com', problems);
  const portNode = need(fields, 'port', 'port: 1433', problems);
  const host = hostNode && readValue(hostNode, { what: 'host', type: 'string', scope }, problems);
  const port = portNode && readPort(portNode, scope, problems);
  return host && port && { kind: 'tcp', host, port };
}

function readPort(node: DocNode, scope: ExpressionScope, problems: Problems): Value | null {
  if (node.kind === 'scalar' && typeof node.value === 'number') {
    const port = readInteger(node, 'port', [1, 65_535], problems);
    return port === null ? null : { kind: 'literal', value: port };
  }
  return readValue(node, { what: 'port', type: 'integer', scope }, problems);
}

/** Reads `http: { url, method, status, body }`. */
export function readHttp(
  node: DocNode,
  scope: ExpressionScope,
  problems: Problems,
): CheckProbe | null {
  const known = ['url', 'method', 'status', 'body'];
  const elsewhere = { within: 'the map of the check', every: 'the map of the check' };
  const later = { headers: '', connection: '' };
  const fields = readFields(node, { what: 'http', known, elsewhere, later }, problems);
  if (fields === null) return null;
  const urlNode = need(fields, 'url', 'url: https://portal.dr.example.com/health', problems);
  const url = urlNode && readUrl(urlNode, scope, problems);
  const method = fields.entries.get('method')?.value;
  const status = fields.entries.get('status')?.value;
  const body = fields.entries.get('body')?.value;
  const probe = {
    kind: 'http',
    method: (method && readChoice(method, 'method', METHODS, problems)) ?? 'GET',
    status: (status && readInteger(status, 'status', [100, 599], problems)) ?? null,
    body: (body && readBody(body, problems)) ?? null,
  } as const;
  return url && { ...probe, url };
}

function readUrl(node: DocNode, scope: ExpressionScope, problems: Problems): Value | null {
  const url = readValue(node, { what: 'url', type: 'string', scope }, problems);
  if (url === null) return null;
  const text = knownPart(url);
  const isWhole = url.kind === 'literal';
  const isUrl = isWhole ? isHttpUrl(text) : text === '' || /^https?:\/\//i.test(text);
  if (isUrl) return url;
  problems.add('bad-url', node.span, { found: text });
  return null;
}

/** The text, or what stands before the first expression. */
function knownPart(url: Value): string {
  switch (url.kind) {
    case 'literal':
      return typeof url.value === 'string' ? url.value : '';
    case 'expression':
      return '';
    case 'text': {
      const [first] = url.parts;
      return typeof first === 'string' ? first : '';
    }
    default:
      return assertNever(url);
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\/[^/]/i.test(text) && !/\s/.test(text);
}

function readBody(node: DocNode, problems: Problems): string | null {
  const cel = readString(node, 'body', problems);
  if (cel === null || node.kind !== 'scalar') return null;
  if (hasExpression(cel)) {
    problems.add('expression-wrapped', node.span, {});
    return null;
  }
  return readCel(node, cel, 'boolean', { what: 'body', scope: RESPONSE }, problems);
}

function assertNever(url: never): never {
  throw new Error(`Unknown value ${JSON.stringify(url)}`);
}
