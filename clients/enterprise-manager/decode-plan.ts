import { DecodeError } from '../transport/decode-error.js';
import { wholeNumber } from '../transport/values.js';
import { parseBody } from './body.js';
import {
  child,
  childrenNamed,
  hrefGuid,
  lastGuid,
  optionalAttribute,
  optionalText,
  requiredAttribute,
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
  const tenantUid = optionalText(element, 'TenantUid');

  return {
    kind,
    id: resourceId(element),
    name: requiredAttribute(element, 'Name'),
    backupServerId: server === null ? null : hrefGuid(server),
    backupServerName: server === null ? null : optionalAttribute(server, 'Name'),
    tenantId: tenantUid === null ? null : lastGuid(tenantUid),
    tenantName: optionalText(element, 'TenantName'),
    machines: machines(child(element, `${element.name}Info`)),
  };
}

function machines(info: XmlElement | null): FailoverPlan['machines'] {
  const includes = info === null ? null : child(info, 'Includes');
  if (includes === null) return [];

  return MACHINE_ELEMENTS.flatMap((name) => childrenNamed(includes, name))
    .map((machine) => ({
      name: requiredText(machine, 'Name'),
      order: orderOf(machine),
    }))
    .sort((a, b) => a.order - b.order);
}

/**
 * The machines of a cloud plan from its own list of them, by their order.
 *
 * @throws DecodeError when it is not such a list.
 */
export function decodeCloudPlanMachines(body: string): readonly CloudPlanMachine[] {
  const root = parseBody(body, 'CloudFailoveredVms');

  return childrenNamed(root, 'CloudFailoveredVm')
    .map((machine) => ({
      id: requiredGuid(machine),
      name: requiredText(machine, 'Name'),
      order: orderOf(machine),
    }))
    .sort((a, b) => a.order - b.order);
}

function orderOf(machine: XmlElement): number {
  return wholeNumber(requiredText(machine, 'Order'), 1_000_000, `${machine.name}.Order`);
}

function requiredGuid(machine: XmlElement): string {
  const text = requiredText(machine, 'FailoverPlanVMId');
  const id = lastGuid(text);
  if (id !== null) return id;

  throw new DecodeError(`${machine.name}.FailoverPlanVMId "${text.slice(0, 100)}" is not a guid`);
}
