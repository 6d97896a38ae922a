import { bareList, element, type Element } from '../wire/element.js';

import { COLLECTIONS } from './collections.js';
import { mayRead } from './roles.js';
import { link } from './site.js';
import type { View } from './view.js';

/** The entry to the cloud resources; its links name only what the caller may read. */
export function cloudConnectServiceElement(view: View): Element {
  const { href } = view.site;
  const { id, user } = view.logon;
  const open = COLLECTIONS.filter(({ cloud, resource }) => cloud && mayRead(user.role, resource));
  return element(
    'CloudConnectService',
    [
      bareList('Links', [
        link('Up', href(`/logonSessions/${id}`), { type: 'LogonSession' }),
        ...open.map(({ type, path }) => link('Down', href(path), { type: `${type}ReferenceList` })),
        ...open.map(({ type, path }) =>
          link('Down', href(`${path}?format=Entity`), { type: `${type}List` }),
        ),
      ]),
    ],
    { Type: 'CloudConnectService', Href: href('/cloud') },
  );
}
