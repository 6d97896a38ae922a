import { z } from 'zod';
import {
  byType,
  closed,
  duration,
  field,
  named,
  serverUrl,
  text,
  trueOrFalse,
  wholeNumber,
  word,
} from './fields.js';
import { notification } from './notification-schema.js';
import { secret, textOrReference } from './secret-field.js';

const ADDRESS = /^[^\s:/@]+:\d{1,5}$|^\[[0-9a-fA-F:.]+\]:\d{1,5}$/;

const port = wholeNumber(1, 65_535);

const temporalTls = closed({
  caFile: text.optional(),
  certFile: text.optional(),
  keyFile: text.optional(),
  serverName: text.optional(),
});

const temporal = closed({
  address: field(
    (found) =>
      typeof found === 'string' && ADDRESS.test(found)
        ? { value: found }
        : { no: 'must be host:port, like 127.0.0.1:7233 (no scheme)' },
    { type: 'string', pattern: ADDRESS.source },
  ).optional(),
  namespace: text.optional(),
  taskQueue: text.optional(),
  tls: z
    .union([z.boolean(), temporalTls], { error: 'must be true, false or a mapping' })
    .optional(),
  apiKey: secret.optional(),
});

/** What both kinds of Veeam servers have. */
const server = {
  url: serverUrl,
  tls: closed({ caFile: text.optional(), insecure: trueOrFalse.optional() }).optional(),
  maxRequests: wholeNumber(1, 64).optional(),
  requestsPerSecond: wholeNumber(1, 1_000).optional(),
  requestTimeout: duration('1s', '5m').optional(),
  evidenceLag: duration('0s', '1h').optional(),
};

const enterpriseManager = closed({
  type: word(['enterprise-manager']),
  username: textOrReference,
  password: secret,
  ...server,
  role: text.optional(),
  wire: word(['xml', 'json']).optional(),
  tenant: trueOrFalse.optional(),
  organization: text.optional(),
}).superRefine(({ tenant, organization }, context) => {
  if (tenant !== true || organization === undefined) return;
  const message = 'and tenant: true exclude each other: the credentials belong to one of them';
  context.addIssue({ code: 'custom', path: ['organization'], message });
});

const serviceProviderConsole = closed({
  type: word(['service-provider-console']),
  apiKey: secret.optional(),
  username: textOrReference.optional(),
  password: secret.optional(),
  ...server,
  collectLag: duration('0s', '24h').optional(),
}).superRefine(({ apiKey, username, password }, context) => {
  const hasUser = username !== undefined || password !== undefined;
  if (apiKey !== undefined && hasUser) {
    const message = 'stands beside username or password: keep either the key or the user';
    context.addIssue({ code: 'custom', path: ['apiKey'], message });
  }
  if (apiKey !== undefined || (username !== undefined && password !== undefined)) return;
  const missing = username === undefined ? 'username' : 'password';
  const message = hasUser
    ? `has no ${missing}: username and password go together`
    : 'has no credentials: give apiKey, or username and password';
  context.addIssue({ code: 'custom', path: [], message });
});

export const CONNECTION_TYPES = ['enterprise-manager', 'service-provider-console', 'http'] as const;

/** Headers that hold secrets, by their names. */
export const SECRET_KEY =
  /password|passwd|secret|token|(?:api|auth|subscription|functions)[-_]?key|credential|authorization|cookie|^x-(?:.*-)?auth$/i;

/** A header's name (RFC 9110, 5.6.2). */
export const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;

/** Set by other keys, or by the request itself. */
export const OWN_HEADERS = /^(?:authorization|host|content-length|transfer-encoding|connection)$/i;

const http = closed({
  type: word(['http']),
  url: serverUrl,
  username: textOrReference.optional(),
  password: secret.optional(),
  token: secret.optional(),
  headers: z
    .record(z.string(), textOrReference, { error: 'must be a mapping from headers to texts' })
    .optional(),
  tls: closed({ caFile: text.optional(), insecure: trueOrFalse.optional() }).optional(),
  requestTimeout: duration('1s', '5m').optional(),
}).superRefine(({ username, password, token, headers = {} }, context) => {
  const refuse = (path: string[], message: string): void => {
    context.addIssue({ code: 'custom', path, message });
  };
  if (token !== undefined && (username !== undefined || password !== undefined)) {
    refuse(['token'], 'stands beside username or password: keep either the token or the user');
  } else if ((username === undefined) !== (password === undefined)) {
    const missing = username === undefined ? 'username' : 'password';
    refuse([], `has no ${missing}: username and password go together`);
  }
  for (const [name, value] of Object.entries(headers)) {
    if (!HEADER_NAME.test(name)) refuse(['headers', name], 'is no name of a header');
    else if (OWN_HEADERS.test(name)) {
      refuse(['headers', name], 'is not set here: credentials are username and password, or token');
    } else if (SECRET_KEY.test(name) && typeof value === 'string') {
      const message = 'is a secret: write { env: NAME } or { file: PATH } instead';
      refuse(['headers', name], message);
    }
  }
});

/** What a connection of a type may hold. */
export function connectionSchema(type: (typeof CONNECTION_TYPES)[number]) {
  switch (type) {
    case 'enterprise-manager':
      return enterpriseManager;
    case 'service-provider-console':
      return serviceProviderConsole;
    case 'http':
      return http;
  }
}

const connection = byType(CONNECTION_TYPES, connectionSchema);

/** The shape of the configuration file; everything in it may be left out. */
export const configSchema = closed({
  temporal: temporal.optional(),
  worker: closed({
    healthPort: port.optional(),
    metricsPort: port.optional(),
    recordsFolder: text.optional(),
  }).optional(),
  evidence: closed({
    folder: text.optional(),
    key: secret.optional(),
  }).optional(),
  people: closed({
    groups: z
      .record(z.string().min(1), z.array(text, { error: 'must be a list of people' }), {
        error: 'must be a mapping from groups to lists of people',
      })
      .optional(),
  }).optional(),
  connections: named(connection, 'a connection').optional(),
  notifications: named(notification, 'a notification channel').optional(),
});

/** The file as it is written and found right. */
export type WrittenConfig = z.infer<typeof configSchema>;
export type WrittenEnterpriseManager = z.infer<typeof enterpriseManager>;
export type WrittenConsole = z.infer<typeof serviceProviderConsole>;
export type WrittenHttp = z.infer<typeof http>;
