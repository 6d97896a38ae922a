import type { BackupServer, Plan, PlanKind } from '../world/model.js';
import type { Logon } from '../world/logons.js';
import type { World } from '../world/world.js';
import type { Element } from '../wire/element.js';

import { text, uidOf, type FieldValue } from './row.js';
import { link, type Site } from './site.js';

/** What a resource is written from: the world, the moment that the cache shows, and the caller. */
export interface View {
  readonly world: World;
  readonly site: Site;
  readonly now: number;
  readonly asOf: number;
  readonly logon: Logon;
}

/** The plans of a kind that Enterprise Manager has and this caller may know of. */
export function plansOf(view: View, kind: PlanKind): readonly Plan[] {
  const { tenant } = view.logon.user;
  return view.world.plans.filter(
    (plan) =>
      plan.kind === kind &&
      plan.seenBy !== 'console' &&
      (tenant === null || plan.tenant?.name === tenant),
  );
}

/** The link up to a backup server, which most resources have. */
export function serverLink(view: View, server: BackupServer): Element {
  return link('Up', view.site.href(`/backupServers/${server.id}`), {
    type: 'BackupServerReference',
    name: server.name,
  });
}

/** The fields that a query finds most resources by. */
export function keyFields(
  type: string,
  id: string,
  name: string,
  server: BackupServer,
): Readonly<Record<string, FieldValue>> {
  return {
    UID: text(uidOf(type, id)),
    Name: text(name),
    BackupServerUid: text(uidOf('BackupServer', server.id)),
    BackupServerName: text(server.name),
  };
}
