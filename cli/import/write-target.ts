import type { Draft, PlanDraft, ReplicasDraft } from './draft.js';
import type { FoundPlan, Listing, Named } from './found.js';
import { commentText, yamlText } from './yaml-text.js';

/** More names than this are not listed in a comment. */
const NAMES_SHOWN = 100;
const NAMES_PER_LINE = 8;
const OVERLAPS_SHOWN = 10;

/** The lines of a target: where it comes from, what is to be decided, and the target itself. */
export function writeTarget(draft: Draft, connection: string): readonly string[] {
  const body = [
    `  ${draft.id}:`,
    `    connection: ${yamlText(connection)}`,
    ...(draft.subject === 'plan' ? planKeys(draft) : replicaKeys(draft)),
  ];
  const about = draft.subject === 'plan' ? aboutPlan(draft) : aboutReplicas(draft);
  const isEmpty = draft.subject === 'replicas' && draft.names.length === 0;
  return [...about.map((line) => `  # ${line}`), ...(isEmpty ? [] : body)];
}

/** A target in few words, for a comment. */
export function titleOf(draft: Draft): string {
  if (draft.subject === 'plan') {
    return `${PLAN_WORDS[draft.plan.kind]} ${commentText(draft.plan.name)}`;
  }
  const { kind, job } = draft.replicas;
  return `${REPLICA_WORDS[kind]} ${named(job)}`;
}

const PLAN_WORDS = {
  cloudFailoverPlan: 'Cloud failover plan',
  failoverPlan: 'Failover plan',
  spcFailoverPlan: 'Failover plan',
} as const;

const REPLICA_WORDS = {
  vmReplicas: 'Machines of replication job',
  vAppReplicas: 'vApps of replication job',
  cdpReplicas: 'Machines and vApps of CDP policy',
} as const;

function planKeys({ plan, naming, rehearse }: PlanDraft): readonly string[] {
  return [
    `    ${plan.kind}: ${yamlText(naming.value)}`,
    ...(naming.backupServer === null ? [] : [`    backupServer: ${yamlText(naming.backupServer)}`]),
    ...(naming.tenant === null ? [] : [`    tenant: ${yamlText(naming.tenant)}`]),
    ...(rehearse === null ? [] : [`    rehearse: ${rehearse}`]),
  ];
}

function replicaKeys({ replicas, names, backupServer }: ReplicasDraft): readonly string[] {
  return [
    `    ${replicas.kind}:`,
    ...names.map((name) => `      - ${yamlText(name)}`),
    ...(backupServer === null ? [] : [`    backupServer: ${yamlText(backupServer)}`]),
    `    rehearse: skip`,
  ];
}

function aboutPlan(draft: PlanDraft): readonly string[] {
  const { plan, naming, rehearse } = draft;
  return [
    titleOf(draft),
    ...plan.listings.flatMap((listing) => placeOf(listing)),
    ...(plan.originalId === null ? [] : [`  id in VBR: ${plan.originalId}`]),
    ...(plan.listings.length > 1
      ? [`  one and the same plan in ${plan.listings.length} rows of the list: a target once`]
      : []),
    ...whyNaming(naming),
    ...machineLines(plan),
    ...overlapLines(plan),
    ...(rehearse === null ? [] : rehearsalAdvice(plan)),
  ];
}

function placeOf({ id, type, backupServer, tenant }: Listing): readonly string[] {
  const words = [
    ...(type === null ? [] : [`type ${type}`]),
    ...(tenant === null ? [] : [`tenant ${named(tenant)}`]),
    `backup server ${named(backupServer)}`,
    `id ${id}`,
  ];
  return [`  ${words.join(', ')}`];
}

function whyNaming({ isId, backupServer, tenant }: PlanDraft['naming']): readonly string[] {
  if (isId) return ['  given by its id: no name that a runbook can hold means this plan alone'];
  if (backupServer === null && tenant === null) return [];
  return ['  narrowed, because another plan has the same name'];
}

function machineLines({ machines, isOrdered }: FoundPlan): readonly string[] {
  if (machines === null) return ['  machines: could not be read'];
  if (machines.length === 0) return ['  machines: none, as the server tells it'];
  const how = isOrdered ? 'in the order in which the plan starts them' : 'the order is not told';
  return [`  ${count(machines.length, 'machine')}, ${how}:`, ...nameLines(machines)];
}

function nameLines(names: readonly string[]): readonly string[] {
  const shown = names.slice(0, NAMES_SHOWN);
  const lines = [];
  for (let at = 0; at < shown.length; at += NAMES_PER_LINE) {
    const some = shown.slice(at, at + NAMES_PER_LINE);
    const range = some.length === 1 ? `${at + 1}` : `${at + 1} to ${at + some.length}`;
    lines.push(`    ${range}: ${some.map(commentText).join(', ')}`);
  }
  const more = names.length - shown.length;
  return more === 0 ? lines : [...lines, `    and ${more} more`];
}

function overlapLines({ overlaps }: FoundPlan): readonly string[] {
  if (overlaps.length === 0) return [];
  const lines = overlaps.slice(0, OVERLAPS_SHOWN).map(({ plan, machines }) => {
    const [first = ''] = machines;
    const more = machines.length === 1 ? '' : ` and ${machines.length - 1} more`;
    return `  ${commentText(plan)}: ${commentText(first)}${more}`;
  });
  const more = overlaps.length - lines.length;
  return [
    'DECIDE which to keep: other plans here hold machines of this one, and would start them again:',
    ...lines,
    ...(more === 0 ? [] : [`  and ${count(more, 'plan')} more`]),
  ];
}

function rehearsalAdvice({ kind, listings }: FoundPlan): readonly string[] {
  const why =
    kind === 'failoverPlan'
      ? 'Veeam has no test for a plain plan'
      : listings[0].type === 'Local'
        ? 'Veeam has no test for a plan of type Local'
        : 'the type of this plan is not known, so nobody knows whether it can be tested';
  return [
    `DECIDE rehearse: ${why}, so drills leave it out (skip).`,
    '`start-and-undo` really fails it over in a drill, and undoes it afterwards.',
  ];
}

function aboutReplicas(draft: ReplicasDraft): readonly string[] {
  const { replicas, names, backupServer, leftOut } = draft;
  const inPlans = replicas.machines.filter(({ plan }) => plan !== null);
  return [
    titleOf(draft),
    `  backup server ${named(replicas.backupServer)}, id of the ${
      replicas.kind === 'cdpReplicas' ? 'policy' : 'job'
    } ${replicas.job.id ?? 'not told'}`,
    ...(backupServer === null ? [] : ['  narrowed, because another server has the same names']),
    ...pointLines(draft),
    ...(inPlans.length === 0
      ? []
      : [`  ${count(inPlans.length, 'more machine')} of it in failover plans, so not here`]),
    ...leftOut.map(({ name, why }) => `  left out: ${commentText(name)}, ${why}`),
    ...(leftOut.length === 0 ? [] : ['DECIDE: what becomes of those that are left out.']),
    ...(names.length === 0 ? ['No target can be made of it.'] : []),
  ];
}

/** A machine whose newest point is old may not be replicated any more. */
function pointLines({ replicas, names }: ReplicasDraft): readonly string[] {
  const times = replicas.machines
    .filter(({ name }) => names.includes(name))
    .flatMap(({ newestPoint }) => newestPoint ?? [])
    .sort();
  const [first] = times;
  const last = times.at(-1);
  if (first === undefined || last === undefined) return [];
  const span = first === last ? first : `between ${first} and ${last}`;
  return [`  newest restore point of each: ${span}`];
}

function named({ id, name }: Named): string {
  if (name !== null) return commentText(name);
  return id === null ? 'not told' : `${id} (no name is told)`;
}

/** `1 machine`, `2 machines`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
