import { cloudConnectServiceElement } from '../resources/cloud-connect-service.js';
import { COLLECTIONS } from '../resources/collections.js';
import { enterpriseManagerElement } from '../resources/enterprise-manager.js';
import { queryServiceElement, runQuery } from '../query/query-service.js';
import { HttpProblem } from '../wire/http-problem.js';

import { answer } from './answer.js';
import { collectionRoutes } from './collection-routes.js';
import { logonRoutes } from './logon-routes.js';
import { planRoutes } from './plan-routes.js';
import { replicaRoutes } from './replica-routes.js';
import type { Route } from './route.js';
import { taskRoutes } from './task-routes.js';

/** Everything that the simulator answers. What has no row here is 404, or 405. */
export const ROUTES: readonly Route[] = [
  {
    kind: 'open',
    method: 'GET',
    pattern: '/',
    handle: ({ manager }) => answer(200, enterpriseManagerElement(manager.site)),
  },
  ...logonRoutes,
  ...taskRoutes,
  ...planRoutes,
  ...replicaRoutes,
  {
    kind: 'session',
    method: 'GET',
    pattern: '/cloud',
    needs: ['cloudPlans', 'read'],
    handle: (_context, view) => answer(200, cloudConnectServiceElement(view)),
  },
  ...COLLECTIONS.flatMap(collectionRoutes),
  {
    kind: 'session',
    method: 'GET',
    pattern: '/query',
    handle: ({ request }, view) => answer(200, runQuery(view, request.query)),
  },
  {
    kind: 'session',
    method: 'GET',
    pattern: '/querySvc',
    handle: (_context, view) => answer(200, queryServiceElement(view)),
  },
  ...(['PUT', 'DELETE'] as const).map((method): Route => ({
    kind: 'session',
    method,
    pattern: '/cloud/cloudFailoverPlans/{id}',
    needs: ['cloudPlans', 'edit'],
    handle: notImitated,
  })),
  {
    kind: 'session',
    method: 'PUT',
    pattern: '/failoverPlans/{id}',
    needs: ['plainPlans', 'edit'],
    handle: notImitated,
  },
];

function notImitated(): never {
  throw new HttpProblem(501, 'The simulator does not change plans.');
}
