import { z } from 'zod';

import { consoleSwitchesSchema } from './console-switches.js';
import { duration, name, port } from './scalars.js';

/** The roles of the Console that its plan endpoints name, for acting or for reading only. */
export const consoleRoleSchema = z.enum([
  'PortalAdministrator',
  'SiteAdministrator',
  'PortalOperator',
  'ServiceProviderGlobalAdministrator',
  'ServiceProviderAdministrator',
  'ServiceProviderOperator',
  'CompanyOwner',
  'CompanyAdministrator',
  'LocationAdministrator',
  'CompanyTenant',
  'ReadOnlyUser',
  'LocationUser',
  'ServiceProviderUser',
]);

const role = consoleRoleSchema.default('PortalAdministrator');

/** The Service Provider Console of a scenario; without it, none is started. */
export const consoleSchema = z.strictObject({
  port: port.default(0),
  apiKeys: z
    .array(z.strictObject({ key: name, role, readOnly: z.boolean().default(false) }))
    .prefault([{ key: 'console-key' }]),
  users: z.array(z.strictObject({ name, password: z.string(), role })).prefault([]),
  /** Lives of tokens, of request ids and of kept results: in real time, whatever the speed. */
  tokenLife: duration(0).prefault('1h'),
  refreshLife: duration(0).prefault('24h'),
  requestIdLife: duration(0).prefault('5m'),
  successKept: duration(0).prefault('5m'),
  failureKept: duration(0).prefault('1h'),
  /** So many requests are let through in so much real time; then 429. */
  throttle: z
    .strictObject({
      requests: z.int().min(0),
      per: duration(1),
      /** Seconds, in the answer's body. */
      retryAfter: z.int().min(0).default(25),
    })
    .optional(),
  /** How long status, lastSession, objects and commands stay behind. */
  collectLag: duration(0).prefault('0s'),
  /** How long an asynchronous action is running. */
  asyncTime: duration(0).prefault('2s'),
  /** The server on which a cloud plan is listed a second time, when it is. */
  providerServer: name.default('provider.sim.local'),
  switches: consoleSwitchesSchema.prefault({}),
});

export type ConsoleSpec = z.output<typeof consoleSchema>;
export type ConsoleRole = z.output<typeof consoleRoleSchema>;
