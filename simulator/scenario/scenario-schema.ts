import { z } from 'zod';

import { consoleSchema } from './console-schema.js';
import { cdpReplicaSchema, vAppReplicaSchema, vmReplicaSchema } from './replica-schema.js';
import { duration, fateSchema, id, LONGEST_MS, name, port, portFields } from './scalars.js';
import { switchesSchema } from './switches.js';

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
  ...portFields,
});

/** Which of the two servers lists a plan. */
const seenBySchema = z.enum(['both', 'enterpriseManager', 'console']);

const planFields = {
  name,
  id,
  backupServer: name.optional(),
  description: z.string().default(''),
  /** The plan's job fails at once and touches no machine. */
  jobFails: z.boolean().default(false),
  seenBy: seenBySchema.default('both'),
  preFailoverCommand: z.string().default(''),
  postFailoverCommand: z.string().default(''),
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
  /** Who may log on with a LoginSpec; with an organization, by VMware Cloud Director's form. */
  tenants: z
    .array(
      z.strictObject({ tenant: name, name, password: z.string(), organization: name.optional() }),
    )
    .prefault([]),
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
  vmReplicas: z.array(vmReplicaSchema).prefault([]),
  vAppReplicas: z.array(vAppReplicaSchema).prefault([]),
  cdpReplicas: z.array(cdpReplicaSchema).prefault([]),
  console: consoleSchema.optional(),
});

/** A scenario that was checked: every default filled in, every duration in milliseconds. */
export type Scenario = z.output<typeof scenarioSchema>;
export type MachineSpec = z.output<typeof machineSchema>;
export type CloudPlanSpec = Scenario['cloudFailoverPlans'][number];
export type PlainPlanSpec = Scenario['failoverPlans'][number];
export type SeenBy = z.output<typeof seenBySchema>;
export type Fate = z.output<typeof fateSchema>;
export type Role = z.output<typeof roleSchema>;
