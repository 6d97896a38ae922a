import type { HttpConnection } from './config.js';
import { resolveSecret, type SecretSource } from './resolve-secret.js';

/** What goes with a request of an http connection, resolved now: use it and keep nothing. */
export interface HttpHeaders {
  readonly headers: Readonly<Record<string, string>>;
  /** What must not stand in a record or an error. */
  readonly secrets: readonly string[];
}

/**
 * The headers of a connection, its credentials among them.
 *
 * @throws ConfigError that names the reference when a secret is not there.
 */
export async function resolveHttpHeaders(
  connection: HttpConnection,
  source: SecretSource,
): Promise<HttpHeaders> {
  const headers: Record<string, string> = {};
  const secrets: string[] = [];
  for (const [name, value] of connection.headers) {
    const resolved = await resolveSecret(value, source);
    headers[name] = resolved;
    if (value.kind !== 'literal') secrets.push(resolved);
  }
  switch (connection.auth.kind) {
    case 'none':
      break;
    case 'basic': {
      const username = await resolveSecret(connection.auth.username, source);
      const password = await resolveSecret(connection.auth.password, source);
      const pair = `${username}:${password}`;
      headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
      secrets.push(password, pair);
      break;
    }
    case 'bearer': {
      const token = await resolveSecret(connection.auth.token, source);
      headers['authorization'] = `Bearer ${token}`;
      secrets.push(token);
      break;
    }
  }
  return { headers, secrets };
}
