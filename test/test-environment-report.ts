/** What the process behind a Jest run says when it is ready; see environment-entry.ts. */
export interface TestEnvironmentReport {
  readonly address: string | null;
  readonly workflowBundle: string | null;
  readonly problems: readonly string[];
}
