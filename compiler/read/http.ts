import type { ExpressionScope } from '../../plan/expression.js';
import type { HttpHeader, HttpMethod } from '../../plan/plan.js';
import type { Value } from '../../plan/value.js';
import type { HttpAction } from '../action.js';
import { changesSomething } from '../action.js';
import type { DocNode, Span } from '../document-node.js';
import { EXPECT_KEYS, REQUEST_KEYS, STATUS } from '../keys/request-keys.js';
import { HTTP_METHODS } from '../keys/words.js';
import type { Problems } from '../problems.js';
import { readCel } from './cel.js';
import { readInDrill } from './drill-run.js';
import type { Fields } from './fields.js';
import { need, readFields } from './fields.js';
import { ANY_VALUE, readJsonValue } from './json-value.js';
import { readChoice, readInteger, readText, wrongType } from './scalars.js';
import type { StepContext } from './step-context.js';
import { readUrl } from './url.js';
import { readValue } from './value.js';

const SHAPE = {
  what: 'http',
  known: Object.keys(REQUEST_KEYS),
  elsewhere: {
    timeout: 'the step',
    retry: 'the step',
    status: 'the map of expect',
    within: 'a check with http, which asks again and again',
    every: 'a check with http, which asks again and again',
  },
};

const EXPECT = { what: 'expect', known: Object.keys(EXPECT_KEYS) };

const RESPONSE: ExpressionScope = { kind: 'response' };

/** Reads `http: { method, url, headers, body, connection, expect, idempotencyKey }`, with `drill: run` beside it. */
export function readHttpStep(
  node: DocNode,
  stepFields: Fields,
  verbSpan: Span,
  context: StepContext,
  problems: Problems,
): HttpAction | null {
  const inDrill = readInDrill(stepFields, problems);
  const fields = readFields(node, SHAPE, problems);
  if (fields === null) return null;
  const value = (key: string): DocNode | undefined => fields.entries.get(key)?.value;
  const connectionNode = value('connection');
  const connection = connectionNode ? readText(connectionNode, 'connection', problems) : null;
  const urlNode = need(fields, 'url', 'url: https://dns.example.com/api/records', problems);
  const url = urlNode && readUrl(urlNode, connectionNode !== undefined, context, problems);
  const methodNode = value('method');
  const method = (methodNode && readChoice(methodNode, 'method', HTTP_METHODS, problems)) ?? 'GET';
  const headers = readHeaders(value('headers'), context, problems);
  const body = readBody(fields, method, context, problems);
  const expect = readExpect(value('expect'), problems);
  const keyNode = value('idempotencyKey');
  const idempotencyKey = keyNode
    ? readValue(keyNode, { what: 'idempotencyKey', type: 'string', ...context }, problems)
    : null;
  if (url === null) return null;
  const request = { method, url, headers, body, connection, expect, idempotencyKey };
  return { verb: 'http', verbSpan, request, inDrill };
}

/** A header's name (RFC 9110, 5.6.2). */
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;

/** Reads a map of headers; in alphabetical order, as theirs means nothing. */
export function readHeaders(
  node: DocNode | undefined,
  context: StepContext,
  problems: Problems,
): readonly HttpHeader[] {
  if (node === undefined) return [];
  if (node.kind !== 'map') {
    wrongType(node, 'headers', 'a map of texts by header', problems);
    return [];
  }
  const seen = new Set<string>();
  const headers = node.entries.flatMap(({ key: name, keySpan, value: valueNode }) => {
    if (!HEADER_NAME.test(name)) {
      problems.add('bad-header', keySpan, { found: name });
      return [];
    }
    if (seen.has(name.toLowerCase())) {
      problems.add('duplicate-item', keySpan, { found: name, what: 'headers' });
    }
    seen.add(name.toLowerCase());
    const what = `header ${name}`;
    const value = readValue(valueNode, { what, type: 'string', ...context }, problems);
    return value === null ? [] : [{ name, value }];
  });
  return headers.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readBody(
  fields: Fields,
  method: HttpMethod,
  context: StepContext,
  problems: Problems,
): Value | null {
  const entry = fields.entries.get('body');
  if (entry === undefined) return null;
  if (!changesSomething({ method })) {
    const what = `a request with ${method}`;
    const owner = 'POST, PUT, PATCH and DELETE; what an answer must hold is said by expect';
    problems.add('key-not-here', entry.keySpan, { found: 'body', what, owner });
  }
  return readJsonValue(
    entry.value,
    ANY_VALUE,
    { what: 'body', nullable: true, ...context },
    problems,
  );
}

function readExpect(
  node: DocNode | undefined,
  problems: Problems,
): HttpAction['request']['expect'] {
  const fields = node === undefined ? null : readFields(node, EXPECT, problems);
  const status = fields?.entries.get('status')?.value;
  const body = fields?.entries.get('body')?.value;
  return {
    status: status === undefined ? null : readStatus(status, problems),
    body: body === undefined ? null : readResponseBody(body, problems),
  };
}

function readStatus(node: DocNode, problems: Problems): readonly number[] {
  const items = node.kind === 'list' ? node.items : [node];
  const read = items.map((item) => readInteger(item, 'status', STATUS, problems));
  return read.filter((status) => status !== null).sort((a, b) => a - b);
}

/** CEL over an answer that gives true or false. */
export function readResponseBody(node: DocNode, problems: Problems): string | null {
  const context = { what: 'body', scope: RESPONSE };
  return readCel(node, ['boolean', 'any'], context, problems)?.cel ?? null;
}
