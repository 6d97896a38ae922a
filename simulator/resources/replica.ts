import { element } from '../wire/element.js';
import type { Plan, PlanKind } from '../world/model.js';

import { text, type Row } from './row.js';
import { link } from './site.js';
import { keyFields, serverLink, type View } from './view.js';

export function replicaRows(view: View): readonly Row[] {
  return rows(view, 'failoverPlan');
}

export function cloudReplicaRows(view: View): readonly Row[] {
  return rows(view, 'cloudFailoverPlan');
}

function rows(view: View, kind: PlanKind): readonly Row[] {
  return view.world.plans
    .filter((plan) => plan.kind === kind)
    .map((plan) => replicaRow(view, plan));
}

function replicaRow(view: View, plan: Plan): Row {
  const cloud = plan.kind === 'cloudFailoverPlan';
  const type = cloud ? 'CloudReplica' : 'Replica';
  const { id, name } = plan.replica;
  // The vendor's sample of a cloud replica points into the wrong collection; so does this one.
  const down = cloud
    ? `/cloud/vmReplicaPoints/${id}/vmReplicaPoints`
    : `/replicas/${id}/vmReplicaPoints`;
  return {
    type,
    id,
    name,
    path: cloud ? `/cloud/replicas/${id}` : `/replicas/${id}`,
    up: () => [serverLink(view, plan.backupServer)],
    fields: () => ({ ...keyFields(type, id, name, plan.backupServer), Platform: text('VMware') }),
    entityLinks: [
      link('Down', view.site.href(down), {
        type: cloud ? 'CloudVmReplicaPointReferenceList' : 'VmReplicaPointReferenceList',
      }),
    ],
    content: () => [element('Platform', 'VMware')],
  };
}
