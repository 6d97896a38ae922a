import { ClientError } from '../../clients/client-error.js';
import type { CallOptions } from '../../clients/transport/options.js';
import type { ReadinessFinding } from '../check-contract.js';
import type { Baseline, ResolvedTarget } from '../contract.js';
import type { Console } from '../dependencies.js';
import { finding } from './finding.js';

/** Of the roles that the plan endpoints name (REST 3.6.1), those that may only read. */
const READERS = ['ReadOnlyUser', 'LocationUser', 'ServiceProviderUser'];
const ACTORS = [
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
];

/** What stands in the way of a target that a Console drives, beside what every plan is asked. */
export async function consoleFacts(
  console: Console,
  target: ResolvedTarget,
  facts: Pick<Baseline, 'console'>,
  options: CallOptions,
): Promise<readonly ReadinessFinding[]> {
  return [
    testable(target),
    status(target, facts),
    await version(console, target, options),
    await role(console, target, options),
    finding(
      target.target,
      'not-provable',
      `how old the shown state is: the Console collects it, and may be up to ${console.collectLagSeconds} s behind`,
    ),
    finding(
      target.target,
      'not-provable',
      'the restore points: the Console shows them only after a run',
    ),
  ];
}

function testable({ target, console }: ResolvedTarget): ReadinessFinding {
  const type = console?.type ?? 'Unknown';
  const has = type === 'Cloud' || type === 'Tenant' ? 'has a test' : 'has no test';
  return finding(target, 'ok', `the plan is of type ${type}, which ${has}`);
}

function status(target: ResolvedTarget, facts: Pick<Baseline, 'console'>): ReadinessFinding {
  const shown = facts.console?.status ?? 'Unknown';
  const isOdd = shown === 'Failed' || shown === 'UndoFailed';
  return isOdd
    ? finding(
        target.target,
        'warning',
        `the plan's status is ${shown}`,
        'look at it in Veeam and undo it there; a drill refuses a plan that is not Ready',
      )
    : finding(target.target, 'ok', `the plan's status is ${shown}`);
}

async function version(
  console: Console,
  { target }: ResolvedTarget,
  options: CallOptions,
): Promise<ReadinessFinding> {
  const found = await orUntold(console.client.about(options));
  const told = found?.version ?? null;
  return told === null
    ? finding(target, 'not-provable', 'the version: the Console does not tell it')
    : finding(target, 'ok', `the Console has version ${told}`);
}

async function role(
  console: Console,
  { target }: ResolvedTarget,
  options: CallOptions,
): Promise<ReadinessFinding> {
  const user = await orUntold(console.client.currentUser(options));
  if (user !== null && ACTORS.includes(user.role)) {
    return finding(target, 'ok', `the role ${user.role} may start and undo plans`);
  }
  if (user !== null && READERS.includes(user.role)) {
    const advice = 'give the user a role of those in docs/configuration.md';
    return finding(target, 'blocker', `the role ${user.role} may only read plans`, advice);
  }
  const what = user === null ? 'the Console does not tell the role' : `the role is ${user.role}`;
  return finding(target, 'not-provable', `whether the role may start it: ${what}`);
}

async function orUntold<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    const isUntold =
      error instanceof ClientError && (error.kind === 'refused' || error.kind === 'undecodable');
    if (isUntold) return null;
    throw error;
  }
}
