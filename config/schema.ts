import { z } from 'zod';
import {
  closed,
  duration,
  field,
  kindOf,
  named,
  serverUrl,
  text,
  trueOrFalse,
  wholeNumber,
  word,
} from './fields.js';
import { referenceOf, secret, textOrReference } from './secret-field.js';

const port = wholeNumber(1, 65_535);

const temporalTls = closed({
  caFile: text.optional(),
  certFile: text.optional(),
  keyFile: text.optional(),
  serverName: text.optional(),
});

const temporal = closed({
  address: field((found) =>
    typeof found === 'string' && /^[^\s:/@]+:\d{1,5}$|^\[[0-9a-f:.]+\]:\d{1,5}$/i.test(found)
      ? { value: found }
      : { no: 'must be host:port, like 127.0.0.1:7233 (no scheme)' },
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

const CONNECTION_TYPES = ['enterprise-manager', 'service-provider-console', 'http'] as const;
const NOTIFICATION_TYPES = ['webhook', 'slack', 'email'] as const;

/** Keys that hold secrets wherever they stand. */
const SECRET_KEY = /password|passwd|secret|token|api_?key|credential|authorization/i;

/** Settings that are kept as they are; what looks like a secret must be a reference all the same. */
function keptSettings<T extends string>(types: readonly T[], secretKeys: readonly string[]) {
  const error = `must be a mapping with a type: ${types.join(', ')}`;

  return z.looseObject({ type: word(types) }, { error }).superRefine((settings, context) => {
    for (const [key, value] of Object.entries(settings)) {
      const isSecret = secretKeys.includes(key) || SECRET_KEY.test(key);
      if (!isSecret || referenceOf(value) !== null) continue;
      const message = 'is a secret: write { env: NAME } or { file: PATH } instead';
      context.addIssue({ code: 'custom', path: [key], message });
    }
  });
}

const keptConnection = keptSettings(['http'], []);

/** Read by its type, so that errors speak of that type alone. */
const connection = z.unknown().transform((found, context) => {
  const schema = connectionSchema(found);
  const result = schema.safeParse(found);
  if (result.success) return result.data;
  // The issues of the chosen schema, with their own paths, become issues here.
  for (const issue of result.error.issues) context.issues.push({ ...issue, input: found } as never);

  return z.NEVER;
});

function connectionSchema(found: unknown) {
  const type: unknown =
    typeof found === 'object' && found !== null && 'type' in found ? found.type : undefined;
  if (type === 'enterprise-manager') return enterpriseManager;
  if (type === 'service-provider-console') return serviceProviderConsole;
  if (type === 'http') return keptConnection;

  return z.looseObject(
    { type: word(CONNECTION_TYPES) },
    { error: `must be a mapping (found ${kindOf(found)})` },
  );
}

/** The shape of the configuration file; everything in it may be left out. */
export const configSchema = closed({
  temporal: temporal.optional(),
  worker: closed({
    healthPort: port.optional(),
    metricsPort: port.optional(),
    recordsFolder: text.optional(),
  }).optional(),
  people: closed({
    groups: z
      .record(z.string().min(1), z.array(text, { error: 'must be a list of people' }), {
        error: 'must be a mapping from groups to lists of people',
      })
      .optional(),
  }).optional(),
  connections: named(connection, 'a connection').optional(),
  notifications: named(
    keptSettings(NOTIFICATION_TYPES, ['url']),
    'a notification channel',
  ).optional(),
});

/** The file as it is written and found right. */
export type WrittenConfig = z.infer<typeof configSchema>;
export type WrittenEnterpriseManager = z.infer<typeof enterpriseManager>;
export type WrittenConsole = z.infer<typeof serviceProviderConsole>;
