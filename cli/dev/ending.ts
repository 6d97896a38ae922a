/** Things to end, the last one first; one that can't be ended does not keep the others. */
export interface Ending {
  readonly add: (what: string, end: () => Promise<void>) => void;
  run(): Promise<void>;
}

/** `say` gets a line for what could not be ended. */
export function makeEnding(say: (text: string) => void): Ending {
  const ends: { what: string; end: () => Promise<void> }[] = [];
  const run = async (): Promise<void> => {
    for (let next = ends.pop(); next !== undefined; next = ends.pop()) {
      try {
        await next.end();
      } catch (error) {
        say(`${next.what}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  return {
    add: (what, end) => {
      ends.push({ what, end });
    },
    run,
  };
}
