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
  wholeNumber,
} from './fields.js';
import type { FailoverPlan, FailoverPlanKind } from './resources.js';
import { expectRoot } from './root.js';
import type { XmlElement } from './xml.js';
import { parseXml } from './xml.js';

const ROOTS = { failoverPlan: 'FailoverPlan', cloudFailoverPlan: 'CloudFailoverPlan' } as const;

// The plan's examples say CloudFailoverPlanVm, the schema and the item resource CloudFailoveredVm.
const MACHINE_ELEMENTS = ['FailoveredVm', 'CloudFailoverPlanVm', 'CloudFailoveredVm'];

/** @throws DecodeError when it is not the full form of a plan. */
export function decodePlan(xml: string, kind: FailoverPlanKind): FailoverPlan {
  return planOf(expectRoot(parseXml(xml), ROOTS[kind]), kind);
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
      order: wholeNumber(requiredText(machine, 'Order'), 1_000_000, `${machine.name}.Order`),
    }))
    .sort((a, b) => a.order - b.order);
}
