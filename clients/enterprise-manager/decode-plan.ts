import { wholeNumber } from '../transport/values.js';
import { parseBody } from './body.js';
import {
  child,
  entriesNamed,
  linkedId,
  optionalAttribute,
  optionalGuid,
  optionalText,
  requiredAttribute,
  requiredGuid,
  requiredText,
  resourceId,
  upLink,
} from './fields.js';
import type { CloudPlanMachine, FailoverPlan, FailoverPlanKind } from './resources.js';
import type { XmlElement } from './xml.js';

const ROOTS = { failoverPlan: 'FailoverPlan', cloudFailoverPlan: 'CloudFailoverPlan' } as const;

// The plan's examples say CloudFailoverPlanVm, the schema and the item resource CloudFailoveredVm.
const MACHINE_ELEMENTS = ['FailoveredVm', 'CloudFailoverPlanVm', 'CloudFailoveredVm'];

/** @throws DecodeError when it is not the full form of a plan. */
export function decodePlan(body: string, kind: FailoverPlanKind): FailoverPlan {
  return planOf(parseBody(body, ROOTS[kind]), kind);
}

/** @throws DecodeError when the element is not the full form of a plan. */
export function planOf(element: XmlElement, kind: FailoverPlanKind): FailoverPlan {
  const server = upLink(element, 'BackupServer');

  return {
    kind,
    id: resourceId(element),
    name: requiredAttribute(element, 'Name'),
    backupServerId: linkedId(server),
    backupServerName: server === null ? null : optionalAttribute(server, 'Name'),
    tenantId: optionalGuid(element, 'TenantUid'),
    tenantName: optionalText(element, 'TenantName'),
    machines: machines(child(element, `${element.name}Info`)),
  };
}

function machines(info: XmlElement | null): FailoverPlan['machines'] {
  const includes = info === null ? null : child(info, 'Includes');
  if (includes === null) return [];

  return entriesNamed(includes, MACHINE_ELEMENTS)
    .map((machine) => ({
      name: requiredText(machine, 'Name'),
      order: orderOf(machine),
    }))
    .sort((a, b) => a.order - b.order);
}

/** @throws DecodeError when the element is not a machine of a cloud plan. */
export function cloudPlanMachineOf(machine: XmlElement): CloudPlanMachine {
  const id = requiredText(machine, 'FailoverPlanVMId');

  return {
    id: requiredGuid(id, `${machine.name}.FailoverPlanVMId`),
    name: requiredText(machine, 'Name'),
    order: orderOf(machine),
  };
}

function orderOf(machine: XmlElement): number {
  return wholeNumber(requiredText(machine, 'Order'), 1_000_000, `${machine.name}.Order`);
}
