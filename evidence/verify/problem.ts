/** What is wrong with an evidence file, and where; entry null: the file as a whole. */
export interface Problem {
  readonly entry: string | null;
  readonly message: string;
}

/** The words of whatever was thrown. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
