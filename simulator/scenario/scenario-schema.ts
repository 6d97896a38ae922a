import { z } from 'zod';

import { parseDuration } from './duration.js';
import { switchesSchema } from './switches.js';

// A timer of Node's takes at most 2^31 ms: a longer one would go off at once.
const LONGEST_MS = 7 * 86_400_000;

function duration(shortest: number): z.ZodType<number, string> {
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

const port = z.int().min(0).max(65_535);
const id = z.uuid().optional();
const name = z.string().min(1);

/** How a machine's failover or test ends; `hang` never does. */
export const fateSchema = z.enum(['success', 'warning', 'failed', 'hang']);

const machineSchema = z.strictObject({
  name,
  id,
  takes: duration(0).prefault('30s'),
  result: fateSchema.default('success'),
  /** The FailureMessage of a warning or a failure. */
  message: z.string().optional(),
  undoTakes: duration(0).prefault('5s'),
  undoResult: z.enum(['success', 'failed']).default('success'),
  /** How old its restore points are when the simulator starts. */
  restorePoints: z.array(duration(0)).min(1).prefault(['15m', '24h15m']),
  service: z.union([z.strictObject({ tcp: port }), z.strictObject({ http: port })]).optional(),
  production: z.strictObject({ tcp: port }).optional(),
});

const planFields = {
  name,
  id,
  backupServer: name.optional(),
  description: z.string().default(''),
  /** The plan's job fails at once and touches no machine. */
  jobFails: z.boolean().default(false),
  machines: z.array(machineSchema).min(1),
};

/** The roles of Enterprise Manager that the simulator knows. */
export const roleSchema = z.enum(['PortalAdministrator', 'PortalUser', 'RestoreOperator']);

const serverSchema = z.strictObject({
  port: port.default(0),
  controlPort: port.default(0),
  hostName: name.default('em.sim.local'),
  users: z
    .array(z.strictObject({ name, password: z.string(), role: roleSchema }))
    .min(1)
    .prefault([{ name: 'dr', password: 'drill', role: 'RestoreOperator' }]),
  sessionIdle: duration(0).prefault('15m'),
  sessionIdleTime: z.enum(['real', 'scaled']).default('real'),
  /** From a task's start to Finished. */
  taskTime: duration(0).prefault('3s'),
  lag: duration(0).prefault('0s'),
  clockSkew: duration(-LONGEST_MS).prefault('0s'),
});

/** A scenario file's form. Closed: a key that it does not know is an error. */
export const scenarioSchema = z.strictObject({
  version: z.literal(1),
  speed: z.number().positive().max(100_000).default(1),
  server: serverSchema.prefault({}),
  switches: switchesSchema.prefault({}),
  backupServers: z
    .array(z.strictObject({ name, id }))
    .min(1)
    .prefault([{ name: 'srv13.tech.local' }]),
  cloudFailoverPlans: z
    .array(z.strictObject({ ...planFields, tenant: name.default('ABC Company') }))
    .prefault([]),
  failoverPlans: z.array(z.strictObject(planFields)).prefault([]),
});

/** A scenario that was checked: every default filled in, every duration in milliseconds. */
export type Scenario = z.output<typeof scenarioSchema>;
export type MachineSpec = z.output<typeof machineSchema>;
export type CloudPlanSpec = Scenario['cloudFailoverPlans'][number];
export type PlainPlanSpec = Scenario['failoverPlans'][number];
export type Fate = z.output<typeof fateSchema>;
export type Role = z.output<typeof roleSchema>;
export type User = Scenario['server']['users'][number];
