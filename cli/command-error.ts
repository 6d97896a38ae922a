import { EXIT, type ExitCode } from './exit-code.js';

/** An end of a command that was foreseen: one clear sentence for the operator, and the exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** The command can't be done as it was asked (exit 3). */
export function wrongUse(message: string, options?: ErrorOptions): CommandError {
  return new CommandError(message, EXIT.wrongUse, options);
}

/** The command was understood and refused, or what it looked at failed (exit 1). */
export function refused(message: string, options?: ErrorOptions): CommandError {
  return new CommandError(message, EXIT.failed, options);
}
