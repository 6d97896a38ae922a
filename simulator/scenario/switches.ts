import { z } from 'zod';

/**
 * What the vendor's pages leave open, or what differs between versions. Each has a default; what
 * each means to a caller is in docs/simulator.md.
 */
export const switchesSchema = z.strictObject({
  /** Whether task numbers go on over logon sessions or begin at 1 in each. */
  taskNumbers: z.enum(['global', 'perSession']).default('global'),
  /** JSON member names: PascalCase up to version 12, camelCase in 13. */
  jsonCasing: z.enum(['pascal', 'camel']).default('pascal'),
  /** The page size when none is asked for. */
  defaultPageSize: z.union([z.literal('none'), z.literal(100)]).default('none'),
  /** Whether the start of a plain plan leaves a RestoreSession per machine. */
  plainRestoreSessions: z.boolean().default(false),
  startWhileRunning: z.enum(['accept', 'taskFailed', 'http400']).default('taskFailed'),
  startWhenFailedOver: z.enum(['accept', 'taskFailed']).default('accept'),
  undoWhenReady: z.enum(['ok', 'taskFailed']).default('ok'),
  undoWhileRunning: z.enum(['stops', 'taskFailed']).default('taskFailed'),
  /** A single replica's failover while its machine is being worked on. */
  failoverWhileRunning: z.enum(['accept', 'taskFailed', 'http400']).default('taskFailed'),
  failoverWhenFailedOver: z.enum(['accept', 'taskFailed']).default('accept'),
  /** When the task of a vApp's failover has its result and link: the vendor's sample has both at once. */
  vAppTaskResult: z.enum(['atOnce', 'atEnd']).default('atOnce'),
  /** What a CDP failover goes by when the body has RestoreCurrent=true and a date too. */
  cdpDateAndCurrent: z.enum(['date', 'current']).default('date'),
  tenantMayTest: z.boolean().default(true),
  unknownPlan: z.union([z.literal(404), z.literal(500)]).default(404),
  /** Whether an undo of a cloud plan makes a CloudFailoverSession (as the pages up to 9.5 say). */
  undoMakesSession: z.boolean().default(false),
  /** Whether the undo of a cloud plan acts on its last session's machines only. */
  cloudUndo: z.enum(['lastSession', 'all']).default('lastSession'),
  /** Whether machines that a start skips, being failed over, are listed in its session. */
  skippedListed: z.boolean().default(true),
  /** Whether a session that is over lists no machine. */
  emptyTasksAtEnd: z.boolean().default(false),
  /** Whether a session that ended Failed lists no machine and gives no FailureMessage. */
  failedSessionWithoutMachines: z.boolean().default(false),
  /** The session's Result when some, not all, of its machines failed. */
  someFailed: z.enum(['Failed', 'Warning']).default('Failed'),
  /** Which points of a failed-over replica show State Failover. */
  pointState: z.enum(['used', 'all']).default('used'),
  /** Whether a finished task links to its session before the session can be read (see lag). */
  linkBeforeSession: z.boolean().default(false),
  /** What a filter that names an unknown field or breaks off does. */
  badFilter: z.enum(['http400', 'ignored']).default('http400'),
  /** Whether a RestoreOperator may query the cloud types: the pages name neither yes nor no. */
  restoreOperatorCloudQuery: z.boolean().default(true),
});

/** The switches of a scenario, complete. */
export type Switches = z.output<typeof switchesSchema>;
