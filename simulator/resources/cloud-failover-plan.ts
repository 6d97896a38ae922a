import { element, listElement, type Element } from '../wire/element.js';
import type { Machine, Plan, PlanCommands } from '../world/model.js';
import { commandsAt } from '../world/plan-commands.js';

import { text, uidOf, type Row } from './row.js';
import { link } from './site.js';
import { keyFields, plansOf, serverLink, type View } from './view.js';

export function cloudFailoverPlanRows(view: View): readonly Row[] {
  return plansOf(view, 'cloudFailoverPlan').map((plan) => cloudFailoverPlanRow(view, plan));
}

/** The machines of a cloud plan, as its `/includes` lists them. */
export function includesElement(view: View, plan: Plan): Element {
  return listElement(
    'Includes',
    'CloudFailoverPlanVms',
    plan.machines.map((machine) => includedMachine('CloudFailoverPlanVm', view, plan, machine)),
  );
}

/** One machine of a plan. In lists it is called CloudFailoverPlanVm, alone CloudFailoveredVm. */
export function includedMachine(
  name: 'CloudFailoverPlanVm' | 'CloudFailoveredVm',
  view: View,
  plan: Plan,
  machine: Machine,
): Element {
  return element(
    name,
    [
      element('FailoverPlanVMId', machine.id),
      element('Name', machine.name),
      element('Order', machine.order),
    ],
    {
      Type: 'CloudFailoveredVm',
      Href: view.site.href(`/cloud/cloudFailoverPlans/${plan.id}/includes/${machine.id}`),
    },
  );
}

function cloudFailoverPlanRow(view: View, plan: Plan): Row {
  const path = `/cloud/cloudFailoverPlans/${plan.id}`;
  const { href } = view.site;
  const own = { type: 'CloudFailoverPlanReference', name: plan.name };
  const tenantUid = uidOf('CloudTenant', plan.tenant?.id ?? '');
  const tenantName = plan.tenant?.name ?? '';
  return {
    type: 'CloudFailoverPlan',
    id: plan.id,
    name: plan.name,
    path,
    up: () => [serverLink(view, plan.backupServer)],
    fields: () => ({
      ...keyFields('CloudFailoverPlan', plan.id, plan.name, plan.backupServer),
      Description: text(plan.description),
      CloudTenantUid: text(tenantUid),
      CloudTenantName: text(tenantName),
    }),
    entityLinks: () => [
      link('Edit', href(path), own),
      link('Start', href(`${path}?action=start`)),
      link('Test', href(`${path}?action=test`)),
      link('Undo', href(`${path}?action=undo`)),
      link('Delete', href(path), own),
    ],
    content: () => [
      element('TenantUid', tenantUid),
      element('TenantName', tenantName),
      element('Description', plan.description),
      optionsElement(commandsAt(plan, view.asOf)),
      element('CloudFailoverPlanInfo', [includesElement(view, plan)]),
    ],
  };
}

function optionsElement({ pre, post }: PlanCommands): Element {
  return element('CloudFailoverPlanOptions', [
    element('PostFailoverPlanCommandEnabled', post !== ''),
    element('PostFailoverPlanCommand', post),
    element('PreFailoverPlanCommandEnabled', pre !== ''),
    element('PreFailoverPlanCommand', pre),
  ]);
}
