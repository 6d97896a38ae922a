import { COLLECTIONS } from './collections.js';
import { mayRead } from './roles.js';
import { bareList, element, type Element } from '../wire/element.js';
import type { Logon } from '../world/logons.js';

import { link, type Site } from './site.js';

/** A logon session: its links name only what the role may use. */
export function logonSessionElement(site: Site, logon: Logon): Element {
  if (logon.user.role === 'Tenant') return tenantSessionElement(site, logon);
  const own = site.href(`/logonSessions/${logon.id}`);
  const { role } = logon.user;
  const open = COLLECTIONS.filter((collection) => mayRead(role, collection.resource));
  return element(
    'LogonSession',
    [
      bareList('Links', [
        link('Up', site.href('/'), { type: 'EnterpriseManager' }),
        ...open.map(({ type, path }) =>
          link('Down', site.href(path), { type: `${type}ReferenceList` }),
        ),
        link('Down', site.href('/tasks'), { type: 'TaskList' }),
        link('Down', site.href('/querySvc'), { type: 'QueryService' }),
        ...open.map(({ type, path }) =>
          link('Down', site.href(`${path}?format=Entity`), { type: `${type}List` }),
        ),
        ...(mayRead(role, 'cloudPlans')
          ? [link('Down', site.href('/cloud'), { type: 'CloudConnectService' })]
          : []),
        link('Delete', own),
      ]),
      element('UserName', logon.user.name),
      element('SessionId', logon.id),
    ],
    { Type: 'LogonSession', Href: own },
  );
}

// A tenant's has one link down, to the cloud service [vendor's sample].
function tenantSessionElement(site: Site, { id, user }: Logon): Element {
  const own = site.href(`/logonSessions/${id}`);
  return element(
    'LogonSession',
    [
      bareList('Links', [
        link('Up', site.href('/'), { type: 'EnterpriseManager' }),
        link('Down', site.href('/cloud'), { type: 'CloudConnectService' }),
        link('Delete', own, { type: 'LogonSession' }),
      ]),
      element('UserName', user.name),
      element('SessionId', id),
    ],
    { Type: 'LogonSession', Href: own },
  );
}
