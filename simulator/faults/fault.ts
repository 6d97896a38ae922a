import { z } from 'zod';

const match = z.strictObject({
  /** Left out: requests at both. */
  server: z.enum(['enterpriseManager', 'console']).optional(),
  method: z.string().optional(),
  /** A part of path and query as sent, or /regular expression/. */
  path: z.string().refine(isReadable, 'is no regular expression').optional(),
  /** The query parameter `action`; at the Console the path's end, `start` or `undo`. */
  action: z.string().optional(),
});

const base = {
  match: match.prefault({}),
  /** How many requests it hits. */
  times: z.union([z.int().min(1), z.literal('always')]).default(1),
  /** How many matching requests go by before the first hit. */
  after: z.int().min(0).default(0),
};

const seconds = z.number().min(0).max(86_400);
const status = z.int().min(200).max(599);
const headers = z.record(z.string(), z.string()).default({});

function kind<K extends string>(
  name: K,
): z.ZodObject<typeof base & { kind: z.ZodLiteral<K> }, z.core.$strict> {
  return z.strictObject({ ...base, kind: z.literal(name) });
}

/** Every way in which the simulator can misbehave; docs/simulator.md tells what each does. */
export const faultSchema = z.discriminatedUnion('kind', [
  kind('dropBefore'),
  kind('dropAfter'),
  kind('dropMidBody'),
  kind('delay').extend({ seconds }),
  kind('delayAfter').extend({ seconds }),
  kind('status').extend({ code: status, headers, body: z.string().optional() }),
  kind('statusAfter').extend({ code: status, headers }),
  kind('html').extend({ acted: z.boolean().default(false) }),
  kind('truncated'),
  kind('malformed'),
  kind('wrongType').extend({ as: z.enum(['resource', 'media', 'header']).default('resource') }),
  kind('sessionExpired'),
  kind('sessionExpiredAfter'),
  kind('hugeBody').extend({ bytes: z.int().min(1).default(13_000_000) }),
  kind('doctype'),
  kind('unknownState').extend({
    element: z.string().default('State'),
    value: z.string().default('Hibernating'),
  }),
  kind('restart').extend({ acted: z.boolean().default(false) }),
  kind('async'),
  kind('asyncLost'),
  kind('errors200').extend({ acted: z.boolean().default(false) }),
]);

/** A fault with every default filled in. */
export type Fault = z.output<typeof faultSchema>;

/** The faults that leave the act and the connection alone, and spoil the body. */
export type BodyFault = Extract<
  Fault,
  { kind: 'truncated' | 'malformed' | 'wrongType' | 'hugeBody' | 'doctype' | 'unknownState' }
>;

/** The faults that only the Console has. */
export type ConsoleFault = Extract<Fault, { kind: 'async' | 'asyncLost' | 'errors200' }>;

/** A fault as it is written: `{ kind: 'dropAfter', match: { action: 'start' } }`. */
export type FaultInput = z.input<typeof faultSchema>;

/** Whether a path's pattern fits a path. */
export function pathMatches(pattern: string, path: string): boolean {
  const expression = /^\/(.+)\/$/.exec(pattern)?.[1];
  return expression !== undefined && isExpression(pattern)
    ? new RegExp(expression).test(path)
    : path.includes(pattern);
}

// `/api/tasks/` is a path too: only signs that no path has make it an expression.
function isExpression(pattern: string): boolean {
  return /^\/.*[\\^$*+()[\]|].*\/$/.test(pattern);
}

function isReadable(pattern: string): boolean {
  try {
    pathMatches(pattern, '');
    return true;
  } catch {
    return false;
  }
}
