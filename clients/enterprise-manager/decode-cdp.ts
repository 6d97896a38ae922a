import { DecodeError } from '../transport/decode-error.js';
import { timestamp } from '../transport/timestamp.js';
import { oneOf, wholeNumber } from '../transport/values.js';
import { parseBody, parseReferences } from './body.js';
import type { Paging } from './decode-page.js';
import { pagingOf } from './decode-page.js';
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
import type { CdpIntervals } from './resources.js';
import type { XmlElement } from './xml.js';

/** What the lists and the entities of CDP replicas say alike. */
export interface CdpEntry {
  readonly id: string;
  readonly name: string;
  /** A reference says neither of the policy; only entities do. */
  readonly isReference: boolean;
  readonly policyId: string | null;
  readonly policyName: string | null;
  readonly backupServerId: string | null;
  readonly backupServerName: string | null;
}

type CdpType = 'CdpReplica' | 'CdpReplicaVm' | 'VAppCdpReplica';

// The schema and the examples have different names for these lists and their entries.
const LISTS = /^(?:EntityReferences|CdpReplicas|CdpReplicaVms|VmCdpReplicas|VAppCdpReplicas)$/;

/**
 * A page of CDP replicas, their machines or vApps: references or entities, told by their `Type`.
 *
 * @throws DecodeError when it holds anything else.
 */
export function decodeCdpPage(
  body: string,
  type: CdpType,
  page: number,
): Paging & { readonly items: readonly CdpEntry[] } {
  const root = parseReferences(body);
  if (!LISTS.test(root.name)) {
    throw new DecodeError(`<${root.name.slice(0, 100)}> came where a list of ${type} is expected`);
  }
  const entries = root.children.filter(({ name }) => name !== 'PagingInfo' && name !== 'Links');

  return {
    // A machine of a vApp is failed over with it, and has a list of its own.
    items: entries
      .filter((entry) => !/^VAppCdpReplicaVm(?:Reference)?$/.test(typeOf(entry)))
      .map((entry) => entryOf(entry, type)),
    ...pagingOf(root, page),
  };
}

/** A whole CDP replica or vApp. @throws DecodeError when it is anything else. */
export function decodeCdpEntity(body: string, type: CdpType): CdpEntry {
  return entryOf(parseBody(body, type), type);
}

function typeOf(entry: XmlElement): string {
  return requiredAttribute(entry, 'Type');
}

function entryOf(entry: XmlElement, type: CdpType): CdpEntry {
  const found = oneOf(typeOf(entry), [type, `${type}Reference`], `${entry.name}@Type`);
  const server = upLink(entry, 'BackupServer');

  return {
    id: resourceId(entry),
    name: requiredAttribute(entry, 'Name'),
    isReference: found !== type,
    policyId: optionalGuid(entry, 'PolicyUid'),
    policyName: optionalText(entry, 'PolicyName'),
    backupServerId: linkedId(server),
    backupServerName: server === null ? null : optionalAttribute(server, 'Name'),
  };
}

/** @throws DecodeError when it is not a list of intervals that we understand. */
export function decodeCdpIntervals(body: string): CdpIntervals {
  const root = parseBody(body, 'CdpReplicaIntervals');
  const items = (list: string, item: string): readonly XmlElement[] => {
    const found = child(root, list);
    return found === null ? [] : entriesNamed(found, [item]);
  };

  return {
    ...span(root),
    hasConsistentPoint: truth(root, 'HasApplicationConsistentState'),
    intervals: items('Intervals', 'Interval').map((interval) => ({
      ...span(interval),
      rpo: wholeNumber(requiredText(interval, 'Rpo'), 999_999_999, 'Interval.Rpo'),
      type: requiredText(interval, 'IntervalType'),
    })),
    points: items('RestorePoints', 'RestorePoint').map((point) => ({
      id: requiredGuid(requiredText(point, 'Id'), 'RestorePoint.Id'),
      at: time(point, 'Date'),
      isConsistent: truth(point, 'IsApplicationConsistent'),
    })),
  };
}

function span(element: XmlElement): { readonly from: string; readonly to: string } {
  return { from: time(element, 'StartDate'), to: time(element, 'EndDate') };
}

function time(element: XmlElement, name: string): string {
  return timestamp(requiredText(element, name), `${element.name}.${name}`);
}

function truth(element: XmlElement, name: string): boolean {
  const text = requiredText(element, name).toLowerCase();

  return oneOf(text, ['true', 'false'], `${element.name}.${name}`) === 'true';
}
