import { z } from 'zod';

import { parseDuration } from './duration.js';

// A timer of Node's takes at most 2^31 ms: a longer one would go off at once.
export const LONGEST_MS = 7 * 86_400_000;

/** A duration as text, in milliseconds when it was read. */
export function duration(shortest: number): z.ZodType<number, string> {
  return z.string().transform((text, context) => {
    const milliseconds = parseDuration(text);
    if (milliseconds === null) {
      context.addIssue(`"${text}" is no duration; write for example 250ms, 40s, 5m or 1h30m`);
      return z.NEVER;
    }
    if (milliseconds < shortest || milliseconds > LONGEST_MS) {
      context.addIssue(
        `"${text}" is out of range: at most 7d${shortest === 0 ? ', not below 0' : ''}`,
      );
      return z.NEVER;
    }
    return milliseconds;
  });
}

export const port = z.int().min(0).max(65_535);
export const id = z.uuid().optional();
export const name = z.string().min(1);

/** How a machine's failover or test ends; `hang` never does. */
export const fateSchema = z.enum(['success', 'warning', 'failed', 'hang']);

/** The ports of a machine on 127.0.0.1, for the checks of a runbook. */
export const portFields = {
  service: z.union([z.strictObject({ tcp: port }), z.strictObject({ http: port })]).optional(),
  production: z.strictObject({ tcp: port }).optional(),
};
