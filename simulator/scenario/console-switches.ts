import { z } from 'zod';

/**
 * What the Console's pages leave open. Each has a default; what each means to a caller is in
 * docs/simulator.md.
 */
export const consoleSwitchesSchema = z.strictObject({
  /** The status of an accepted start or undo: 200, or 202 with an asynchronous action. */
  answers: z.union([z.literal(200), z.literal(202)]).default(200),
  /** Whether a cloud plan is listed on the provider's server too, with type Tenant. */
  listedTwice: z.boolean().default(false),
  finishedStatus: z.enum(['Completed', 'Success']).default('Completed'),
  /** Whether a plan some of whose machines failed has the status of one without a failure. */
  completedHidesFailures: z.boolean().default(false),
  /** The status after a test. */
  testStatus: z.enum(['Ready', 'Completed']).default('Ready'),
  /** What lastSession is during a run: absent, the one before, or a new one with status None. */
  sessionWhileRunning: z.enum(['absent', 'old', 'none']).default('absent'),
  undoUpdatesSession: z.boolean().default(false),
  /** Whether the objects' restoreSession is null after an undo. */
  undoClearsObjects: z.boolean().default(false),
  startWhileRunning: z.enum(['refused', 'accepted']).default('refused'),
  startWhenCompleted: z.enum(['accepted', 'refused']).default('accepted'),
  undoWhenReady: z.enum(['accepted', 'refused']).default('accepted'),
  undoWhileRunning: z.enum(['refused', 'stops']).default('refused'),
  /** How a refusal looks: 400, 200 with errors, or 200 as if it had been accepted. */
  refusedAs: z.enum(['http400', 'errors200', 'ignored']).default('http400'),
  /** `ignored` fails over for real. */
  testOnLocal: z.enum(['error', 'ignored', 'tests']).default('error'),
  /** Which `dateTime` is taken: any, a date alone, or a date with time and Z or offset. */
  dateTimeSyntax: z.enum(['any', 'date', 'dateTime']).default('any'),
  futureDate: z.enum(['refused', 'accepted']).default('refused'),
  /** A request id that was used for another call. */
  sameIdOtherCall: z.enum(['firstAnswer', 'http400', 'acts']).default('firstAnswer'),
  /** Which calls leave an asynchronous action: each with a request id, or those answered 202. */
  actionRecords: z.enum(['withRequestId', 'asyncOnly']).default('withRequestId'),
  retryAfterHeader: z.boolean().default(false),
});

export type ConsoleSwitches = z.output<typeof consoleSwitchesSchema>;
