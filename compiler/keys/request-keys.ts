import { cel, choice, integer, map, template, text } from './forms.js';
import type { JsonSchema, KeyTable } from './json-schema.js';
import { CHECK_METHODS, HTTP_METHODS } from './words.js';

/** A status that an answer may have. */
export const STATUS = [100, 599] as const;

const WHOLE_URL = '[Hh][Tt][Tt][Pp][Ss]?://\\S|\\$\\{\\{';

const url = (description: string, pattern: string): JsonSchema =>
  template(description, { pattern: `^(?:${pattern})` });

const URL = url(
  'The whole address; with a connection also a path that begins with "/".',
  `${WHOLE_URL}|/(?!/)`,
);

/** A path stands below the address of a connection. */
const WHOLE_OR_CONNECTION: JsonSchema = {
  required: ['url'],
  anyOf: [
    { properties: { url: url('The whole address.', WHOLE_URL) } },
    { required: ['connection'] },
  ],
};

const HEADERS: JsonSchema = {
  description: 'Headers by name. Credentials belong into a connection.',
  type: 'object',
  additionalProperties: template('The value of the header.'),
};

const CONNECTION = text('A connection of type http, for address, credentials and TLS.');

const BODY = cel(
  'What must hold of the answer: over json (the parsed body, or null), text and status.',
);

export const HTTP_CHECK_KEYS: KeyTable = {
  url: URL,
  method: choice('How it is asked; default GET.', CHECK_METHODS),
  headers: HEADERS,
  connection: CONNECTION,
  status: integer('The status that must come; default: any from 200 to 299.', ...STATUS),
  body: BODY,
};

/** The value of `http` in a check. */
export const HTTP_CHECK: JsonSchema = map(
  'Sends an HTTP request that changes nothing.',
  HTTP_CHECK_KEYS,
  WHOLE_OR_CONNECTION,
);

export const EXPECT_KEYS: KeyTable = {
  status: {
    description: 'The status that must come, or a list of them; default: any from 200 to 299.',
    anyOf: [
      integer('One status.', ...STATUS),
      { type: 'array', items: integer('A status.', ...STATUS) },
    ],
  },
  body: BODY,
};

export const REQUEST_KEYS: KeyTable = {
  method: choice('How it is sent; default GET.', HTTP_METHODS),
  url: URL,
  headers: HEADERS,
  body: {
    description: 'What is sent: a text as it is, anything else as JSON. May hold ${{ }}.',
  },
  connection: CONNECTION,
  expect: map('What the answer must be.', EXPECT_KEYS),
  idempotencyKey: template(
    'Sent as the header Idempotency-Key: with it a request that changes something may be sent again.',
  ),
};

/** The value of an `http` step. */
export const REQUEST: JsonSchema = map(
  'Sends one HTTP request. It is sent again only where that changes nothing.',
  REQUEST_KEYS,
  WHOLE_OR_CONNECTION,
);
