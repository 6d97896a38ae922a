import { readBodyFields } from './body-fields.js';
import { HttpProblem } from './http-problem.js';

/** The body of a start: which restore points to take. */
export interface StartSpec {
  readonly startNow: boolean | null;
  readonly startDate: string | null;
}

/**
 * Reads a start's body. Throws HttpProblem 400 when the root, the namespace, the order or a value
 * is not as the XSD has it.
 */
export function readStartSpec(
  body: string,
  contentType: string | undefined,
  root: string,
): StartSpec {
  const fields = readBodyFields(body, contentType, root, ['StartNow', 'StartDate']);
  const spec = { startNow: fields.boolean('StartNow'), startDate: fields.dateTime('StartDate') };
  if (spec.startNow !== true && spec.startDate === null) {
    throw new HttpProblem(400, 'Either StartNow or StartDate must be specified.');
  }
  return spec;
}
