import type { Credentials } from '../transport/options.js';
import type { Account, Wire } from './options.js';
import { requestBody } from './request-body.js';

/**
 * The body of a logon: users of Enterprise Manager send none (their credentials stand in a header),
 * tenants and organizations a LoginSpec.
 */
export function accountBody(
  wire: Wire,
  account: Account,
  { username, password }: Credentials,
): string {
  switch (account.kind) {
    case 'user':
      return '';
    case 'tenant':
      return requestBody(wire, 'LoginSpec', {
        TenantCredentials: { Username: username, Password: password },
      });
    case 'organization':
      return requestBody(wire, 'LoginSpec', {
        VCloudOrganizationCredentials: {
          OrganizationName: account.name,
          Login: username,
          Password: password,
        },
      });
    default:
      return assertNever(account);
  }
}

function assertNever(account: never): never {
  throw new TypeError(`unexpected account ${JSON.stringify(account)}`);
}
