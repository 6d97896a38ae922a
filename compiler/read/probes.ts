import type { CheckProbe, DnsProbe, HttpProbe, TcpProbe } from '../../plan/plan.js';
import type { Value } from '../../plan/value.js';
import type { DocNode } from '../document-node.js';
import { DNS_KEYS, PROBE_KEYS, TCP_KEYS } from '../keys/check-keys.js';
import { HTTP_CHECK_KEYS, STATUS } from '../keys/request-keys.js';
import { CHECK_METHODS, RECORD_TYPES } from '../keys/words.js';
import type { Problems } from '../problems.js';
import { readCel } from './cel.js';
import { need, readFields } from './fields.js';
import { readHeaders, readResponseBody } from './http.js';
import { readChoice, readInteger, readText, wrongType } from './scalars.js';
import type { StepContext } from './step-context.js';
import { readUrl } from './url.js';
import { readValue } from './value.js';

export const PROBES = Object.keys(PROBE_KEYS) as readonly CheckProbe['kind'][];

/** Reads what a check looks at, by its kind. */
export function readProbe(
  kind: CheckProbe['kind'],
  node: DocNode,
  context: StepContext,
  problems: Problems,
): CheckProbe | null {
  switch (kind) {
    case 'tcp':
      return readTcp(node, context, problems);
    case 'http':
      return readHttp(node, context, problems);
    case 'dns':
      return readDns(node, context, problems);
    case 'expr': {
      const reading = readCel(node, ['boolean', 'any'], { what: 'expr', ...context }, problems);
      return reading && { kind: 'expr', cel: reading.cel };
    }
    default:
      return assertNever(kind);
  }
}

function readTcp(node: DocNode, context: StepContext, problems: Problems): TcpProbe | null {
  const fields = readFields(node, { what: 'tcp', known: Object.keys(TCP_KEYS) }, problems);
  if (fields === null) return null;
  const hostNode = need(fields, 'host', 'host: sql01.dr.example.com', problems);
  const portNode = need(fields, 'port', 'port: 1433', problems);
  const host = hostNode && readHost(hostNode, context, problems);
  const port = portNode && readPort(portNode, context, problems);
  return host && port && { kind: 'tcp', host, port };
}

function readHost(node: DocNode, context: StepContext, problems: Problems): Value | null {
  return readValue(node, { what: 'host', type: 'string', ...context }, problems);
}

function readPort(node: DocNode, context: StepContext, problems: Problems): Value | null {
  if (node.kind === 'scalar' && typeof node.value === 'number') {
    const port = readInteger(node, 'port', [1, 65_535], problems);
    return port === null ? null : { kind: 'literal', value: port };
  }
  return readValue(node, { what: 'port', type: 'integer', ...context }, problems);
}

const HTTP = {
  what: 'http',
  known: Object.keys(HTTP_CHECK_KEYS),
  elsewhere: { within: 'the map of the check', every: 'the map of the check' },
};

function readHttp(node: DocNode, context: StepContext, problems: Problems): HttpProbe | null {
  const fields = readFields(node, HTTP, problems);
  if (fields === null) return null;
  const value = (key: string): DocNode | undefined => fields.entries.get(key)?.value;
  const [method, status, body, headerNode] = ['method', 'status', 'body', 'headers'].map(value);
  const connectionNode = value('connection');
  const connection = connectionNode ? readText(connectionNode, 'connection', problems) : null;
  const urlNode = need(fields, 'url', 'url: https://portal.dr.example.com/health', problems);
  const url = urlNode && readUrl(urlNode, connectionNode !== undefined, context, problems);
  const headers = readHeaders(headerNode, context, problems);
  const probe = {
    kind: 'http',
    method: (method && readChoice(method, 'method', CHECK_METHODS, problems)) ?? 'GET',
    status: (status && readInteger(status, 'status', STATUS, problems)) ?? null,
    body: (body && readResponseBody(body, problems)) ?? null,
    ...(headers.length === 0 ? {} : { headers }),
    ...(connection === null ? {} : { connection }),
  } as const;
  return url && { ...probe, url };
}

function readDns(node: DocNode, context: StepContext, problems: Problems): DnsProbe | null {
  const fields = readFields(node, { what: 'dns', known: Object.keys(DNS_KEYS) }, problems);
  if (fields === null) return null;
  const hostNode = need(fields, 'host', 'host: portal.example.com', problems);
  const host = hostNode && readHost(hostNode, context, problems);
  const type = fields.entries.get('type')?.value;
  const addresses = fields.entries.get('addresses')?.value;
  const probe = {
    kind: 'dns',
    type: (type && readChoice(type, 'type', RECORD_TYPES, problems)) ?? 'A',
    addresses: addresses === undefined ? null : readAddresses(addresses, context, problems),
  } as const;
  return host && { ...probe, host };
}

function readAddresses(node: DocNode, context: StepContext, problems: Problems): readonly Value[] {
  if (node.kind !== 'list' || node.items.length === 0) {
    wrongType(node, 'addresses', 'a list of addresses', problems);
    return [];
  }
  const read = (item: DocNode) =>
    readValue(item, { what: 'an address', type: 'string', ...context }, problems);
  return node.items.map(read).filter((address) => address !== null);
}

function assertNever(kind: never): never {
  throw new Error(`Unknown probe ${String(kind)}`);
}
