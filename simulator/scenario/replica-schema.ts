import { z } from 'zod';

import { parseDuration } from './duration.js';
import { duration, fateSchema, id, name, portFields } from './scalars.js';

/** A restore point: an age when the simulator starts, or a time. */
export type PointSpec =
  { readonly kind: 'age'; readonly age: number } | { readonly kind: 'time'; readonly at: number };

const pointSchema = z.string().transform((text, context): PointSpec => {
  const age = parseDuration(text);
  if (age !== null && age >= 0) return { kind: 'age', age };
  const at = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return { kind: 'time', at };
  context.addIssue(`"${text}" is no age like 15m and no time like 2026-02-13T05:00:46Z`);
  return z.NEVER;
});

const fields = {
  name,
  id,
  backupServer: name.optional(),
  takes: duration(0).prefault('30s'),
  result: fateSchema.default('success'),
  /** What a failure or a warning says; no session of a single replica shows it. */
  message: z.string().optional(),
  points: z.array(pointSchema).prefault(['15m', '24h15m']),
  ...portFields,
};

const vms = z.array(name).default([]);

export const vmReplicaSchema = z.strictObject({
  ...fields,
  /** The replication job: the Replica that the points are listed under. */
  job: name.default('VM Replication'),
});

export const vAppReplicaSchema = z.strictObject({
  ...fields,
  job: name.default('vApp Replication'),
  vms,
});

const intervalSchema = z.strictObject({
  /** Ages: of the interval's beginning when the simulator starts, and of its end; 0s is now. */
  from: duration(0),
  to: duration(0).prefault('0s'),
  rpo: duration(0).prefault('15s'),
});

export const cdpReplicaSchema = z.strictObject({
  ...fields,
  kind: z.enum(['vm', 'vApp']).default('vm'),
  policy: name.default('CDP Policy 1'),
  /** Oldest first. */
  intervals: z.array(intervalSchema).prefault([{ from: '4h' }]),
  /** Whether the long-term points are application-consistent. */
  consistent: z.boolean().default(true),
  vms,
});

export type VAppReplicaSpec = z.output<typeof vAppReplicaSchema>;
export type CdpReplicaSpec = z.output<typeof cdpReplicaSchema>;
export type SingleReplicaSpec = Omit<z.output<typeof vmReplicaSchema>, 'job'>;
