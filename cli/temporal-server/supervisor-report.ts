/** What the supervisor of a server tells who started it. */
export type SupervisorReport =
  | { readonly kind: 'started'; readonly pid: number }
  | { readonly kind: 'not-started'; readonly message: string }
  | { readonly kind: 'exited'; readonly code: number | null; readonly signal: string | null };

/** Reads a line of the supervisor's output; null when it is something else. */
export function readSupervisorReport(line: string): SupervisorReport | null {
  try {
    const report = JSON.parse(line) as Partial<SupervisorReport> | null;
    return report !== null && typeof report.kind === 'string' ? (report as SupervisorReport) : null;
  } catch {
    return null;
  }
}
