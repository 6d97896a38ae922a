/** What the value of a member may be. */
export type Kind = 'text' | 'number' | 'truth' | 'object';

/** The members of JSON answers that the decoders read, as XML spells them. */
const READ: Readonly<Record<Kind, readonly string[]>> = {
  text: [
    ...['UID', 'Href', 'Name', 'Type', 'Rel', 'VmName', 'VmDisplayName', 'VAppDisplayName'],
    ...['VAppName', 'TaskId', 'State', 'Operation', 'Result', 'Message', 'SessionId', 'UserName'],
    ...['TenantUid', 'TenantName', 'Platform', 'JobType', 'CreationTimeUTC', 'EndTimeUTC'],
    ...['FailureMessage', 'FailoverPlanVMId', 'VmRef', 'vAppRef', 'ReplicaUid', 'BackupServer'],
    ...['PolicyUid', 'PolicyName', 'StartDate', 'EndDate', 'IntervalType', 'Id', 'Date'],
  ],
  number: ['Order', 'Progress', 'Rpo', 'PageNum', 'PageSize', 'PagesCount'],
  truth: ['Success', 'HasApplicationConsistentState', 'IsApplicationConsistent'],
  // A session's result is text, a task's an object.
  object: [
    ...['Result', 'FailoverPlanInfo', 'CloudFailoverPlanInfo', 'VmReplicaPointLink', 'PagingInfo'],
  ],
};

/** The lists that the decoders read, and what XML calls one entry of each. */
const LISTS: ReadonlyMap<string, string> = new Map([
  ['Links', 'Link'],
  ['SupportedVersions', 'SupportedVersion'],
  // Any of the three names that plans use; in JSON the entries have none.
  ['Includes', 'FailoveredVm'],
  ['CloudFailoverTasks', 'CloudFailoverTasks'],
  ['Tasks', 'Task'],
  ['CloudFailoveredVms', 'CloudFailoveredVm'],
  ['Intervals', 'Interval'],
  ['RestorePoints', 'RestorePoint'],
]);

const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(
  [...Object.values(READ).flat(), ...LISTS.keys()].map((name) => [name.toLowerCase(), name]),
);

/**
 * A member's name as XML spells it, or null when no decoder reads it. Enterprise Manager 12 writes
 * PascalCase, 13 camelCase (seen in client code that was written against both), so case is not
 * looked at.
 */
export function xmlName(member: string): string | null {
  return BY_LOWER_CASE.get(member.toLowerCase()) ?? null;
}

/** Whether a member may be of this kind. */
export function mayBe(name: string, kind: Kind): boolean {
  return READ[kind].includes(name);
}

/** What one entry of a list is called in XML; null: that member is no list. */
export function entryName(list: string): string | null {
  return LISTS.get(list) ?? null;
}
