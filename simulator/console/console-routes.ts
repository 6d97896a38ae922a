import { deterministicId } from '../deterministic-id.js';

import { asyncActionRoutes } from './async-action-routes.js';
import type { ConsoleContext, ConsoleRoute } from './console-route.js';
import type { JsonObject } from './json.js';
import { itemReply, listReply } from './list-reply.js';
import { planActionRoutes } from './plan-action-routes.js';
import { consoleServers } from './plan-entries.js';
import { planReadRoutes } from './plan-read-routes.js';

/** Everything that the Console answers to a caller. What has no row here is 404, or 405. */
export const CONSOLE_ROUTES: readonly ConsoleRoute[] = [
  {
    method: 'GET',
    pattern: '/v3/users/me',
    handle: ({ caller, request }) => itemReply(userObject(caller), request.query),
  },
  {
    method: 'GET',
    pattern: '/v3/about',
    // Our own reading: no page with this answer was at hand.
    handle: ({ request }) => itemReply({ serverVersion: '9.1.0.30345' }, request.query),
  },
  {
    method: 'GET',
    pattern: '/v3/infrastructure/backupServers',
    // Our own reading too, as far as a client needs it to find a server's id by its name.
    handle: ({ console, request }) =>
      listReply(
        consoleServers(console.world, console.spec).map(({ uid, name }) => ({
          instanceUid: uid,
          name,
        })),
        request.query,
      ),
  },
  ...asyncActionRoutes,
  ...planActionRoutes,
  ...planReadRoutes,
];

function userObject({ uid, name, role }: ConsoleContext['caller']): JsonObject {
  return {
    instanceUid: uid,
    organizationUid: deterministicId('organization', 'console'),
    userName: name,
    status: 'Enabled',
    mfaPolicyStatus: 'Disabled',
    mfaPolicyConfigurationStatus: 'NotConfigured',
    role,
    profile: {
      firstName: name,
      lastName: null,
      title: null,
      email: null,
      address: null,
      phone: null,
    },
    credentials: { userName: name, password: null },
  };
}
