/** One thing that is wrong: where, and in one sentence what, what is allowed and what to do. */
export interface ConfigProblem {
  /** null: it comes from the environment, or the file as a whole is meant. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number } | null;
  readonly message: string;
}

/** The configuration can't be used. Its message has a line per problem and no secret's value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(line).join('\n'));
    this.problems = problems;
  }
}

function line({ place, message }: ConfigProblem): string {
  return place === null ? message : `${place.file}:${place.line}:${place.column}: ${message}`;
}
