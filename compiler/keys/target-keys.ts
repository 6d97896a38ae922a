import type { TargetKind } from '../../plan/plan.js';
import { choice, exactlyOne, list, map, text } from './forms.js';
import type { JsonSchema, KeyTable } from './json-schema.js';
import { REHEARSALS } from './words.js';

const plan = (what: string): JsonSchema =>
  text(`${what}: its name on the server, or its id (uuid).`);

const replicas = (what: string): JsonSchema =>
  list(`${what}, in the order in which they are started.`, text('The name of a replica.'), 1);

/** What can be failed over, each under a key of its own. */
export const KIND_KEYS: Readonly<Record<TargetKind, JsonSchema>> = {
  cloudFailoverPlan: plan('A cloud failover plan of Enterprise Manager'),
  failoverPlan: plan('A plain failover plan of Enterprise Manager, which has no test'),
  spcFailoverPlan: plan('A failover plan of the Service Provider Console'),
  vmReplicas: replicas('VM replicas of Enterprise Manager'),
  vAppReplicas: replicas('vApp replicas of Enterprise Manager'),
  cdpReplicas: replicas('CDP replicas of Enterprise Manager, machines or vApps'),
};

export const CONFIRM_KEYS: KeyTable = {
  connection: text('A connection to a Service Provider Console.'),
  spcFailoverPlan: text("The plan's name there, or its id (uuid)."),
  backupServer: text('Narrows the name to one backup server.'),
};

/** Keys of some kinds only. */
export const SPECIAL_KEYS: KeyTable = {
  tenant: text('Narrows the name to one tenant. Cloud and Console plans only.'),
  company: text('Another word for tenant.'),
  confirm: map(
    'failoverPlan only: where the same plan is read from, which turns unverified machines into results.',
    CONFIRM_KEYS,
    { required: ['connection', 'spcFailoverPlan'] },
  ),
};

/** The kinds that a special key goes with. */
export const SPECIAL_KINDS: Readonly<Record<string, readonly TargetKind[]>> = {
  tenant: ['cloudFailoverPlan', 'spcFailoverPlan'],
  company: ['cloudFailoverPlan', 'spcFailoverPlan'],
  confirm: ['failoverPlan'],
};

export const TARGET_KEYS: KeyTable = {
  connection: text('The server: the name of a connection in temporal.config.yaml.'),
  ...KIND_KEYS,
  backupServer: text('Narrows the name to one backup server.'),
  ...SPECIAL_KEYS,
  rehearse: choice(
    "What a drill does. test: the plan's own test. start-and-undo: really fails over, and undoes it " +
      'in the clean-up. skip: leaves it out.',
    REHEARSALS,
  ),
  labels: list('Words that group targets.', text('A label.')),
  description: text('For readers; it is not in the plan.'),
};

export const TARGET: JsonSchema = map('A thing to fail over.', TARGET_KEYS, {
  required: ['connection'],
  ...exactlyOne(Object.keys(KIND_KEYS)),
  dependencies: Object.fromEntries(
    Object.entries(SPECIAL_KINDS).map(([key, kinds]) => [
      key,
      { anyOf: kinds.map((kind) => ({ required: [kind] })) },
    ]),
  ),
});
