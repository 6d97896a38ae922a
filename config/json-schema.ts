import { z } from 'zod';
import { KEY_DESCRIPTIONS } from './key-descriptions.js';
import { NOTIFICATION_TYPES, notificationSchema } from './notification-schema.js';
import {
  configSchema,
  CONNECTION_TYPES,
  connectionSchema,
  HEADER_NAME,
  OWN_HEADERS,
  SECRET_KEY,
} from './schema.js';
import { REFERENCE } from './secret-field.js';

/** A JSON Schema, as far as it is looked into here. */
interface Form {
  readonly [key: string]: unknown;
  readonly properties?: Readonly<Record<string, Form>>;
  readonly anyOf?: readonly Form[];
  readonly additionalProperties?: Form | false;
}

/** The JSON Schema of temporal.config.yaml, made from the schema that reads it. */
export function configJsonSchema(): Form {
  const form = toForm(configSchema);
  const { connections, notifications } = form.properties ?? {};
  const channels = [...new Set(NOTIFICATION_TYPES.map(notificationSchema))];
  return {
    title: 'Configuration of Drillbook (temporal.config.yaml)',
    ...described(form, ''),
    properties: {
      ...described(form, '').properties,
      connections: {
        ...connections,
        description: KEY_DESCRIPTIONS['connections'],
        additionalProperties: {
          anyOf: CONNECTION_TYPES.map((type) => formByType(connectionSchema(type))),
        },
      },
      notifications: {
        ...notifications,
        description: KEY_DESCRIPTIONS['notifications'],
        additionalProperties: { anyOf: channels.map(formByType) },
      },
    },
    patternProperties: { '^x-': {} },
  };
}

/** The form of what is read by its type: the words of `type` that it takes are its first key. */
function formByType(schema: z.ZodType): Form {
  const plain = toForm(schema);
  const type = String((plain.properties?.['type']?.['enum'] as readonly unknown[])[0]);
  const form = described(plain, `${type}.`);
  return {
    description: KEY_DESCRIPTIONS[type],
    ...form,
    $schema: undefined,
    ...togetherOf(type, form),
  };
}

/** Which keys go together, by type: the readers say it in sentences. */
function togetherOf(type: string, { properties = {} }: Form): Form {
  switch (type) {
    case 'service-provider-console':
      return { oneOf: [{ required: ['apiKey'] }, { required: ['username', 'password'] }] };
    case 'http':
      return {
        dependencies: { username: ['password'], password: ['username'] },
        not: { anyOf: ['username', 'password'].map((key) => ({ required: ['token', key] })) },
        properties: { ...properties, headers: headersForm(properties['headers'] ?? {}) },
      };
    case 'email':
      return { dependencies: { user: ['password'], password: ['user'] } };
    default:
      return {};
  }
}

/** Where the name of a header says that it holds a secret, only a reference may stand. */
function headersForm(form: Form): Form {
  return {
    ...form,
    propertyNames: {
      pattern: HEADER_NAME.source,
      not: { pattern: withoutCase(OWN_HEADERS.source) },
    },
    patternProperties: { [withoutCase(SECRET_KEY.source)]: REFERENCE },
  };
}

/** As written, not as read: durations are texts, and what may be left out is not there. */
function toForm(schema: z.ZodType): Form {
  return z.toJSONSchema(schema, {
    target: 'draft-07',
    io: 'input',
    unrepresentable: 'any',
  }) as Form;
}

/** Adds to each key what it means. */
function described(form: Form, path: string): Form {
  const describe = ([key, inner]: [string, Form]): [string, Form] => {
    const description = KEY_DESCRIPTIONS[`${path}${key}`] ?? KEY_DESCRIPTIONS[shared(path, key)];
    const deeper = described(inner, `${path}${key}.`);
    return [key, description === undefined ? deeper : { description, ...deeper }];
  };
  const { properties, anyOf } = form;
  return {
    ...form,
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(describe)) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map((inner) => described(inner, path)) }),
  };
}

/** A key that all kinds of servers have. */
function shared(path: string, key: string): string {
  return `${path.replace(/^[^.]*\./, '')}${key}`;
}

/** A pattern that takes letters of either case: JSON Schema has no flags. */
function withoutCase(pattern: string): string {
  return pattern.replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`);
}
