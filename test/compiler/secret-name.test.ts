import { describe, expect, it } from '@jest/globals';
import { isSecretName } from '../../compiler/secret-name.js';

describe('the name of a key', () => {
  it.each([
    ...[
      'password',
      'db_password',
      'apiKey',
      'X-Api-Key',
      'PRIVATE-TOKEN',
      'X-Vault-Token',
      'Cookie',
    ],
    ...['X-Auth', 'x-auth', 'X-Rundeck-Auth', 'X-Auth-Key', 'X-Auth-Token', 'X-Functions-Key'],
    ...['Ocp-Apim-Subscription-Key', 'X-RestSvcSessionId'],
  ])('tells of %s that it holds a secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    ...[
      'Accept',
      'Content-Type',
      'If-Match',
      'Idempotency-Key',
      'X-Request-Id',
      'X-Correlation-Id',
    ],
    ...['X-Auth-User', 'X-Auth-Email', 'X-Vault-Namespace', 'X-Vault-Request', 'X-Author', 'OAuth'],
    ...['Sec-WebSocket-Key', 'key', 'auth', 'author', 'requires-auth', 'passwordless'],
  ])('tells nothing of the kind of %s', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
