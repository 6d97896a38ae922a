/** Where text goes. */
export interface Output {
  write(text: string): void;
}

/** Where text goes, or the bytes of a file. */
export interface ResultOutput extends Output {
  write(content: string | Uint8Array): void;
}

/**
 * Everything a command may touch of the world outside: only `main.ts` knows `process`, so a test
 * calls a command with an Io of its own.
 */
export interface Io {
  /** Results, and nothing else. */
  readonly stdout: ResultOutput;
  /** Progress, warnings, questions, errors. */
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Which of the streams is a terminal. */
  readonly isTerminal: {
    readonly stdin: boolean;
    readonly stdout: boolean;
    readonly stderr: boolean;
  };
  /** The size of the terminal on stderr; asked each time, because a window changes. */
  readonly size: () => { readonly columns: number; readonly rows: number };
  /** Whether colour may go there: a terminal, and no NO_COLOR. */
  readonly colour: { readonly stdout: boolean; readonly stderr: boolean };
  readonly now: () => Date;
  /** Asks on stderr and reads a line from stdin; null when stdin ends. */
  readonly ask: (question: string) => Promise<string | null>;
  /** Calls `handler` on SIGINT and SIGTERM until the function that it returns is called. */
  readonly onStop: (handler: () => void) => () => void;
}
