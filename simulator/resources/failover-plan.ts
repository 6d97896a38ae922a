import { deterministicId } from '../deterministic-id.js';
import { element, listElement, type Element } from '../wire/element.js';
import type { Machine, Plan } from '../world/model.js';

import { text, type Row } from './row.js';
import { link } from './site.js';
import { keyFields, plansOf, serverLink, type View } from './view.js';

/** Plain failover plans. They have no status and no session: that is how the vendor's API is. */
export function failoverPlanRows(view: View): readonly Row[] {
  return plansOf(view, 'failoverPlan').map((plan) => failoverPlanRow(view, plan));
}

function failoverPlanRow(view: View, plan: Plan): Row {
  const path = `/failoverPlans/${plan.id}`;
  const { href } = view.site;
  return {
    type: 'FailoverPlan',
    id: plan.id,
    name: plan.name,
    path,
    up: () => [serverLink(view, plan.backupServer)],
    fields: () => ({
      ...keyFields('FailoverPlan', plan.id, plan.name, plan.backupServer),
      Description: text(plan.description),
    }),
    entityLinks: () => [
      link('Edit', href(path), { type: 'FailoverPlanReference', name: plan.name }),
      link('Start', href(`${path}?action=start`)),
      link('Undo', href(`${path}?action=undo`)),
    ],
    content: () => [
      element('Description', plan.description),
      element('FailoverPlanInfo', [
        listElement(
          'Includes',
          'FailoveredVms',
          plan.machines.map((machine) => failoveredVm(view, plan, machine)),
        ),
      ]),
    ],
  };
}

function failoveredVm(view: View, plan: Plan, machine: Machine): Element {
  const root = deterministicId('hierarchyRoot', plan.backupServer.id);
  return element(
    'FailoveredVm',
    [
      element('FailoveredVmId', machine.id),
      element('HierarchyObjRef', `urn:VMware:Vm:${root}.${machine.order + 10}`),
      element('Name', machine.name),
      element('DisplayName', machine.name),
      element('Order', machine.order),
    ],
    {
      Type: 'FailoveredVm',
      Href: view.site.href(`/failoverPlans/${plan.id}/includes/${machine.id}`),
    },
  );
}
