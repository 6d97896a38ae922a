/** One thing that is wrong in a scenario file. Line and column begin at 1; null: not known. */
export interface ScenarioProblem {
  readonly line: number | null;
  readonly column: number | null;
  /** Where in the document, as `failoverPlans[0].machines[2].takes`. */
  readonly path: string;
  readonly message: string;
}

/** A scenario file can't be used; the message lists every problem, a line each. */
export class ScenarioError extends Error {
  readonly problems: readonly ScenarioProblem[];

  constructor(file: string, problems: readonly ScenarioProblem[]) {
    super(
      [
        `The scenario has ${problems.length} problem(s):`,
        ...problems.map((p) => line(file, p)),
      ].join('\n'),
    );
    this.name = 'ScenarioError';
    this.problems = problems;
  }
}

function line(file: string, problem: ScenarioProblem): string {
  const place = problem.line === null ? file : `${file}:${problem.line}:${problem.column ?? 1}`;
  return `  ${place}: ${problem.path === '' ? '' : `${problem.path}: `}${problem.message}`;
}
