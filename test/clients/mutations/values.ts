/**
 * What mutations put in the place of a value: good values of other fields above all, because those
 * are believed when they stand at the wrong place.
 */
export const VALUES: readonly string[] = [
  ...['Running', 'OperationFinished', 'Finished', 'finished', 'Dreaming', 'Starting', 'Working'],
  ...[
    'Stopping',
    'Stopped',
    'None',
    'Success',
    'Warning',
    'Failed',
    'SUCCESS',
    'Ready',
    'Failover',
  ],
  ...['Completed', 'InProgress', 'InUndoProgress', 'UndoFailed', 'Unknown', 'Local', 'Cloud'],
  ...['Tenant', 'Related', 'Up', 'Task', 'CloudFailoverSession', 'RestoreSession', 'FailoverPlan'],
  ...['true', 'false', 'TRUE', 'True', '1', '0', '-1', '00', '1e3', '0x10', '99999999999', '1.0'],
  ...['', ' ', 'null', 'undefined', 'NaN', '[object Object]', '__proto__', 'constructor'],
  ...['1753-01-01T00:00:00Z', '0001-01-01T00:00:00', '2015-02-30T00:00:00Z', 'yesterday'],
  ...['2026-11-26T10:00:00.1234567Z', '2026-11-26T10:00:00+05:30', '2026-11-26T10:00:00'],
  ...['ae01e36f-32a3-4095-95fa-09a2af744009', '00000000-0000-0000-0000-000000000000'],
  ...['urn:veeam:Job:ae01e36f-32a3-4095-95fa-09a2af744001', 'ae01e36f-32a3-4095-95fa-09a2af74400'],
  ...['https://evil.example/api/jobs/be01e36f-32a3-4095-95fa-09a2af744009?x=1', 'task-7', '../x'],
  ...[
    '<State>Finished</State>',
    '"',
    "'",
    '&amp;',
    '&#70;inished',
    ']]>',
    '\u200bFinished',
    '\ud800',
  ],
  ...['\u0000', '\u001b[2J', '\ufeffSuccess', 'x'.repeat(1_200), 'Fin\nished'],
];
