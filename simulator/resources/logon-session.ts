import { COLLECTIONS } from './collections.js';
import { mayRead } from './roles.js';
import { bareList, element, type Element } from '../wire/element.js';
import type { Logon } from '../world/logons.js';

import { link, type Site } from './site.js';

/** A logon session: its links name only what the role may use. */
export function logonSessionElement(site: Site, logon: Logon): Element {
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
        link('Delete', own),
      ]),
      element('UserName', logon.user.name),
      element('SessionId', logon.id),
    ],
    { Type: 'LogonSession', Href: own },
  );
}
