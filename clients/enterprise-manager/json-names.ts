/** The members of JSON answers that the decoders read, as XML spells them. */
const READ = [
  ...['UID', 'Href', 'Name', 'Type', 'Rel', 'Success', 'VmName', 'VmDisplayName'],
  ...['VAppDisplayName', 'VAppName', 'PageNum', 'PageSize', 'PagesCount', 'PagingInfo'],
  ...['TaskId', 'State', 'Operation', 'Result', 'Message', 'SessionId', 'UserName', 'Order'],
  ...['TenantUid', 'TenantName', 'FailoverPlanInfo', 'CloudFailoverPlanInfo', 'Platform'],
  ...['JobType', 'CreationTimeUTC', 'EndTimeUTC', 'Progress', 'FailureMessage'],
  ...['VmReplicaPointLink', 'FailoverPlanVMId', 'VmRef', 'vAppRef', 'ReplicaUid', 'BackupServer'],
  ...['PolicyUid', 'PolicyName', 'StartDate', 'EndDate', 'HasApplicationConsistentState', 'Rpo'],
  ...['IntervalType', 'Id', 'Date', 'IsApplicationConsistent'],
];

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
  [...READ, ...LISTS.keys()].map((name) => [name.toLowerCase(), name]),
);

/**
 * A member's name as XML spells it, or null when no decoder reads it. Enterprise Manager 12 writes
 * PascalCase, 13 camelCase (seen in client code that was written against both), so case is not
 * looked at.
 */
export function xmlName(member: string): string | null {
  return BY_LOWER_CASE.get(member.toLowerCase()) ?? null;
}

/** What one entry of a list is called in XML; null: that member is no list. */
export function entryName(list: string): string | null {
  return LISTS.get(list) ?? null;
}
