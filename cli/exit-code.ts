/** What a command tells the shell. The numbers are a public interface: scripts branch on them. */
export const EXIT = {
  done: 0,
  /** The run ended other than `succeeded` or `degraded`, or a command was refused. */
  failed: 1,
  runbookErrors: 2,
  /** Wrong use, configuration, or no connection. */
  wrongUse: 3,
  ownBug: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
