/** One line of `doctor`. */
export interface Finding {
  readonly what: string;
  readonly isGood: boolean;
  /** What was seen. */
  readonly seen: string;
  /** What to do; null where nothing is to be done. */
  readonly advice: string | null;
}

export function good(what: string, seen: string, advice: string | null = null): Finding {
  return { what, isGood: true, seen, advice };
}

export function bad(what: string, seen: string, advice: string): Finding {
  return { what, isGood: false, seen, advice };
}

/** The words of an error, whatever it is. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
