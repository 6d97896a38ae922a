import fc from 'fast-check';
import type { FaultInput } from '../../simulator/faults/fault.js';
import { consoleScenario } from '../workflows/console.js';
import { PASSWORD, scenario } from '../workflows/lab.js';
import type { CallKind, World } from './call-kind.js';
import { CALLS } from './calls.js';
import { REPLICAS } from './replica-calls.js';

/** One run of the suite: a mutating call and everything that goes wrong around it. */
export interface FaultCase {
  readonly number: number;
  readonly call: CallKind;
  /** The name of the fault on the call, for the table. */
  readonly fault: string;
  readonly faults: readonly FaultInput[];
  /** The simulated servers, with their switches and lag. */
  readonly scenario: string;
}

interface NamedFault {
  readonly name: string;
  readonly fault: Omit<FaultInput, 'match'> & { readonly kind: FaultInput['kind'] };
}

function named(
  name: string,
  fault: { readonly kind: FaultInput['kind'] } & Record<string, unknown>,
): NamedFault {
  return { name, fault: fault };
}

const retryAfter = { 'Retry-After': '1' };

/** Every fault kind, before and after the server acted where both exist. */
const COMMON_FAULTS: readonly NamedFault[] = [
  named('dropBefore', { kind: 'dropBefore' }),
  named('dropAfter', { kind: 'dropAfter' }),
  named('dropMidBody', { kind: 'dropMidBody' }),
  // Acts a second after the caller has given up.
  named('lateAct', { kind: 'delay', seconds: 3 }),
  named('lateAnswer', { kind: 'delayAfter', seconds: 300 }),
  named('500 before', { kind: 'status', code: 500 }),
  named('500 after', { kind: 'statusAfter', code: 500 }),
  named('503 before', { kind: 'status', code: 503 }),
  named('503 after', { kind: 'statusAfter', code: 503 }),
  named('408 after', { kind: 'statusAfter', code: 408 }),
  named('429 refused', { kind: 'status', code: 429, headers: retryAfter }),
  named('503 refused', { kind: 'status', code: 503, headers: retryAfter }),
  named('400 refused', { kind: 'status', code: 400 }),
  named('html before', { kind: 'html', acted: false }),
  named('html after', { kind: 'html', acted: true }),
  named('truncated', { kind: 'truncated' }),
  named('malformed', { kind: 'malformed' }),
  named('hugeBody', { kind: 'hugeBody' }),
  named('restart before', { kind: 'restart', acted: false }),
  named('restart after', { kind: 'restart', acted: true }),
];

const MANAGER_FAULTS: readonly NamedFault[] = [
  ...COMMON_FAULTS,
  named('wrongType', { kind: 'wrongType' }),
  named('doctype', { kind: 'doctype' }),
  named('unknownState', { kind: 'unknownState' }),
  named('sessionExpired', { kind: 'sessionExpired' }),
  named('sessionExpiredAfter', { kind: 'sessionExpiredAfter' }),
];

const CONSOLE_FAULTS: readonly NamedFault[] = [
  ...COMMON_FAULTS,
  named('520 before', { kind: 'status', code: 520 }),
  named('520 after', { kind: 'statusAfter', code: 520 }),
  named('async', { kind: 'async' }),
  named('asyncLost', { kind: 'asyncLost' }),
  named('errors200', { kind: 'errors200', acted: false }),
];

const FAULTS: Readonly<Record<World, readonly NamedFault[]>> = {
  manager: MANAGER_FAULTS,
  console: CONSOLE_FAULTS,
  replicas: MANAGER_FAULTS,
};

/** What may go wrong with the reads around it; each passes by itself. */
const READ_FAULTS: readonly NamedFault[] = [
  named('dropBefore', { kind: 'dropBefore' }),
  named('dropMidBody', { kind: 'dropMidBody' }),
  named('500', { kind: 'status', code: 500 }),
  named('503', { kind: 'status', code: 503, headers: retryAfter }),
  named('truncated', { kind: 'truncated' }),
  named('html', { kind: 'html' }),
];

/** Positions in which a duplicate is really executed, beside those that the simulator chooses. */
const MANAGER_SWITCHES: readonly string[] = [
  'taskNumbers: perSession',
  'undoMakesSession: true',
  'plainRestoreSessions: true',
  'linkBeforeSession: true',
  'emptyTasksAtEnd: true',
  'jsonCasing: camel',
  'startWhenFailedOver: accept',
];

const CONSOLE_SWITCHES: readonly string[] = [
  'answers: 202',
  'listedTwice: true',
  'finishedStatus: Success',
  'sessionWhileRunning: none',
  'sessionWhileRunning: old',
  'undoUpdatesSession: true',
  'undoClearsObjects: true',
  'retryAfterHeader: true',
];

/** The cases of a seed: the first ones are every call with every fault, the rest is drawn. */
export function faultCases(runs: number, seed: number): readonly FaultCase[] {
  const pairs = CALLS.flatMap((call) => FAULTS[call.world].map((fault) => ({ call, fault })));
  const shuffled = fc.sample(fc.shuffledSubarray(pairs, { minLength: pairs.length }), {
    numRuns: 1,
    seed,
  })[0];
  const around = fc.sample(AROUND, { numRuns: runs, seed: seed + 1 });
  return around.map((drawn, index) => {
    const pair = shuffled?.[index % pairs.length];
    if (pair === undefined) throw new Error('there are no calls');
    return caseOf(index, pair.call, pair.fault, drawn);
  });
}

const AROUND = fc.record({
  second: fc.option(fc.constantFrom(...COMMON_FAULTS), { freq: 3 }),
  reads: fc.array(
    fc.record({
      fault: fc.constantFrom(...READ_FAULTS),
      after: fc.integer({ min: 0, max: 25 }),
      times: fc.integer({ min: 1, max: 2 }),
    }),
    { maxLength: 2 },
  ),
  switches: fc.subarray([...MANAGER_SWITCHES], { maxLength: 3 }),
  consoleSwitches: fc.uniqueArray(fc.constantFrom(...CONSOLE_SWITCHES), {
    maxLength: 3,
    selector: (one) => one.split(':')[0],
  }),
  lag: fc.constantFrom('0s', '0s', '30s'),
});

type Around = typeof AROUND extends fc.Arbitrary<infer T> ? T : never;

function caseOf(number: number, call: CallKind, first: NamedFault, around: Around): FaultCase {
  const onCall = (fault: NamedFault): FaultInput =>
    ({ ...fault.fault, match: call.match }) as FaultInput;
  const reads = around.reads.map(
    ({ fault, after, times }) =>
      ({ ...fault.fault, match: { method: 'GET' }, after, times }) as FaultInput,
  );
  const second = around.second === null ? [] : [onCall(around.second)];
  return {
    number,
    call,
    fault: first.name,
    faults: [onCall(first), ...second, ...reads],
    scenario: scenarioOf(call.world, around),
  };
}

function scenarioOf(world: World, around: Around): string {
  const { lag } = around;
  const manager = `switches: { ${['startWhileRunning: accept', ...around.switches].join(', ')} }`;
  const user = (role: string) => `users: [{ name: dr, password: ${PASSWORD}, role: ${role} }]`;
  switch (world) {
    case 'manager':
      return scenario(`server: { lag: ${lag}, ${user('RestoreOperator')} }\n${manager}`);
    case 'console': {
      // A second start is really executed there too.
      const switches = ['startWhileRunning: accepted', ...around.consoleSwitches].join(', ');
      return consoleScenario(`switches: { ${switches} }`);
    }
    case 'replicas':
      return `version: 1
speed: 60
server: { lag: ${lag}, taskTime: 6s, ${user('PortalAdministrator')} }
${manager}
${REPLICAS}`;
  }
}
