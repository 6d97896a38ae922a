import type { ConsoleRole } from '../scenario/console-schema.js';

import { ConsoleProblem } from './console-problem.js';
import type { ConsoleRoute } from './console-route.js';
import type { Caller } from './tokens.js';

// The rest may start, undo and change [vendor's list of roles per operation].
const READERS: readonly ConsoleRole[] = ['ReadOnlyUser', 'LocationUser', 'ServiceProviderUser'];

/** Throws ConsoleProblem 403 when the caller may not use a route. */
export function refuseWithoutRight({ role, readOnly }: Caller, route: ConsoleRoute): void {
  if (route.method === 'GET') return;
  if (readOnly) throw denied('The API key or token is read-only.');
  const isForPlans = route.operation !== undefined;
  if (isForPlans && READERS.includes(role)) throw denied(`Role ${role} may not do this.`);
}

export function unauthorizedCaller(): ConsoleProblem {
  return new ConsoleProblem(401, 'security', 'Authorization is missing, unknown or expired.');
}

function denied(message: string): ConsoleProblem {
  return new ConsoleProblem(403, 'security', message);
}
