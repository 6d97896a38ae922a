import { resolveSecret } from '../../config/resolve-secret.js';
import type {
  Config,
  ConnectionConfig,
  HttpAuth,
  NotificationConfig,
  TextOrReference,
} from '../../config/config.js';
import type { Io } from '../io.js';
import { bad, good, wordsOf, type Finding } from './finding.js';

/** Whether each secret that a connection or notification needs is there; none of them is shown. */
export async function lookAtSecrets(
  config: Config,
  only: string | null,
  io: Pick<Io, 'env'>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const { apiKey } = config.temporal;
  const { key } = config.evidence;
  if (apiKey !== null) findings.push(await lookAt('secret temporal.apiKey', apiKey, config, io));
  for (const connection of config.connections.values()) {
    if (only !== null && connection.name !== only) continue;
    for (const [key, reference] of referencesOf(connection)) {
      findings.push(await lookAt(`secret ${connection.name}.${key}`, reference, config, io));
    }
  }
  if (only !== null) return findings;
  if (key !== null) findings.push(await lookAt('secret evidence.key', key, config, io));
  for (const channel of config.notifications.values()) {
    for (const [key, reference] of secretsOf(channel)) {
      findings.push(await lookAt(`secret ${channel.name}.${key}`, reference, config, io));
    }
  }
  return findings;
}

function referencesOf(
  connection: ConnectionConfig,
): readonly (readonly [string, TextOrReference])[] {
  switch (connection.type) {
    case 'enterprise-manager':
      return loginOf(connection);
    case 'service-provider-console': {
      const { auth } = connection;
      return auth.kind === 'apiKey' ? [['apiKey', auth.key]] : loginOf(auth);
    }
    case 'http':
      return [...httpLogin(connection.auth), ...connection.headers];
  }
}

function httpLogin(auth: HttpAuth): readonly (readonly [string, TextOrReference])[] {
  switch (auth.kind) {
    case 'none':
      return [];
    case 'basic':
      return loginOf(auth);
    case 'bearer':
      return [['token', auth.token]];
  }
}

interface Login {
  readonly username: TextOrReference;
  readonly password: TextOrReference;
}

function loginOf({ username, password }: Login): readonly (readonly [string, TextOrReference])[] {
  return [
    ['username', username],
    ['password', password],
  ];
}

function secretsOf(channel: NotificationConfig): readonly [string, TextOrReference][] {
  if (channel.type !== 'email') return [['url', channel.url]];
  const { user, password } = channel;
  return user === null || password === null
    ? []
    : [
        ['user', user],
        ['password', password],
      ];
}

async function lookAt(
  what: string,
  reference: TextOrReference,
  { folder }: Config,
  { env }: Pick<Io, 'env'>,
): Promise<Finding> {
  try {
    await resolveSecret(reference, { env, folder });
    return good(what, reference.kind === 'literal' ? 'in the file, as text' : 'is there');
  } catch (error) {
    return bad(what, wordsOf(error), 'the worker needs it too, in its own environment');
  }
}
