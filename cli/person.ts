import { hostname, userInfo } from 'node:os';
import type { Person } from '../plan/run-input.js';
import type { GlobalOptions } from './global-options.js';

/**
 * The person as the command states it: `--as`, else the operating system's user. Nothing proves
 * the name, so the OS user and the host go with it.
 */
export function statedPerson(options: Pick<GlobalOptions, 'as'>, env: NodeJS.ProcessEnv): Person {
  const osUser = operatingSystemUser(env);
  return { name: options.as ?? osUser, osUser, host: hostname(), authenticated: false };
}

function operatingSystemUser(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a numeric id that has no entry in its user list.
    return env['USER'] ?? env['USERNAME'] ?? 'unknown';
  }
}
