import type { ExitCode } from './exit-code.js';
import type { GlobalOptions } from './global-options.js';
import type { Io } from './io.js';

/** What a command's action needs of the program around it. */
export interface Registry {
  readonly io: Io;
  readonly done: (exitCode: ExitCode) => void;
  readonly globals: () => GlobalOptions;
}
