import { consoleReply, type ConsoleReply } from './console-reply.js';
import type { JsonObject } from './json.js';

/** What kind of error it is: `transport` and `retryableLogical` may be sent again [vendor]. */
export type ProblemType = 'logical' | 'retryableLogical' | 'transport' | 'security' | 'unspecified';

/** A request that is answered with `errors`. */
export class ConsoleProblem extends Error {
  readonly status: number;
  readonly error: JsonObject;

  constructor(status: number, type: ProblemType, message: string, more: JsonObject = {}) {
    super(message);
    this.name = 'ConsoleProblem';
    this.status = status;
    this.error = { message, type, code: status, ...more };
  }
}

/** A parameter of the address that can't be used. */
export function badParameter(parameterName: string, message: string): ConsoleProblem {
  return new ConsoleProblem(400, 'logical', message, { parameterName });
}

export function notFound(message: string): ConsoleProblem {
  return new ConsoleProblem(404, 'logical', message);
}

/** The answer of whatever was thrown; what the server itself did wrong is 520 [vendor]. */
export function problemReply(error: unknown): ConsoleReply {
  const problem =
    error instanceof ConsoleProblem
      ? error
      : new ConsoleProblem(520, 'unspecified', `A mistake of the simulator: ${String(error)}`);
  return consoleReply(problem.status, { errors: [problem.error] });
}
