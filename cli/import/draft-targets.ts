import type { Draft, LeftOut, PlanDraft, ReplicasDraft } from './draft.js';
import type { Found, FoundPlan, FoundReplica, FoundReplicas } from './found.js';
import { namesOfPlan } from './narrow.js';
import { TargetIds } from './target-ids.js';

/** The step that looks before anything starts: steps are called like their targets, so none is. */
export const FIRST_STEP = 'ready';

const FALLBACKS = {
  cloudFailoverPlan: 'cloud_plan',
  failoverPlan: 'plan',
  spcFailoverPlan: 'plan',
  vmReplicas: 'replicas',
  vAppReplicas: 'vapps',
  cdpReplicas: 'cdp',
} as const;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the compiler takes a target as it would be written. */
export type IsWritable = (draft: Draft) => boolean;

/** The targets for what was found, by kind and name; replicas that are in a plan are in none. */
export function draftTargets(found: Found, isWritable: IsWritable): readonly Draft[] {
  const ids = new TargetIds([FIRST_STEP]);
  const plans = found.plans.toSorted(byKindAndName).map((plan): PlanDraft => {
    const id = ids.next(plan.name, FALLBACKS[plan.kind]);
    const drafts = namesOfPlan(plan, found.plans).map((naming): PlanDraft => ({
      subject: 'plan',
      id,
      plan,
      naming,
      rehearse: rehearseOf(plan),
    }));
    const draft = drafts.find(isWritable);
    if (draft === undefined) throw new Error(`no way to write the plan "${plan.name}" compiles`);
    return draft;
  });
  const sets = found.replicas.map((replicas): ReplicasDraft => {
    const { names, backupServer, leftOut } = choose(replicas, found.replicas);
    const id = ids.next(replicas.job.name ?? '', FALLBACKS[replicas.kind]);
    const draft = { subject: 'replicas', id, replicas, names, backupServer, leftOut } as const;
    return names.length === 0 || isWritable(draft) ? draft : withoutUnwritable(draft, isWritable);
  });
  // Sets of which nothing can be written come last, so that something always comes first.
  const full = sets.filter(({ names }) => names.length > 0);
  const empty = sets.filter(({ names, leftOut }) => names.length === 0 && leftOut.length > 0);
  return [...plans, ...full, ...empty];
}

/** A drill must hurt nothing that nobody has thought of: what has no test is left out of it. */
function rehearseOf({ kind, listings }: FoundPlan): PlanDraft['rehearse'] {
  if (kind === 'cloudFailoverPlan') return null;
  const [{ type }] = listings;
  return type === 'Tenant' || type === 'Cloud' ? null : 'skip';
}

function choose(
  replicas: FoundReplicas,
  all: readonly FoundReplicas[],
): Pick<ReplicasDraft, 'names' | 'backupServer' | 'leftOut'> {
  const others = all.filter((other) => other !== replicas && other.kind === replicas.kind);
  const leftOut: LeftOut[] = [];
  const names: string[] = [];
  let isElsewhere = false;
  for (const machine of replicas.machines) {
    if (machine.plan !== null) continue;
    const rivals = others.filter(({ machines }) =>
      machines.some(({ name }) => name === machine.name),
    );
    const why = whyNoName(machine, replicas, rivals);
    if (why !== null) leftOut.push({ name: machine.name, why });
    else {
      names.push(machine.name);
      isElsewhere ||= rivals.length > 0;
    }
  }
  return { names, backupServer: isElsewhere ? replicas.backupServer.name : null, leftOut };
}

/** null: the name means this replica, if need be with its backup server. */
function whyNoName(
  { name }: FoundReplica,
  { backupServer }: FoundReplicas,
  rivals: readonly FoundReplicas[],
): string | null {
  if (UUID.test(name)) return 'its name would be taken for an id';
  const own = backupServer.name?.toLowerCase();
  const near = rivals.filter(
    (other) =>
      own === undefined ||
      other.backupServer.name === null ||
      other.backupServer.name.toLowerCase() === own,
  );
  if (near.length === 0) return null;
  const jobs = near.map(({ job }) => job.name ?? job.id ?? 'one without a name').join(', ');
  return `its name means a replica of another job on this server as well (${jobs})`;
}

function withoutUnwritable(draft: ReplicasDraft, isWritable: IsWritable): ReplicasDraft {
  const good = draft.names.filter((name) => isWritable({ ...draft, names: [name] }));
  const bad = draft.names.filter((name) => !good.includes(name));
  const why = 'its name can not stand in a runbook';
  const leftOut = [...draft.leftOut, ...bad.map((name) => ({ name, why }))];
  return { ...draft, names: good, leftOut };
}

const KINDS = ['cloudFailoverPlan', 'failoverPlan', 'spcFailoverPlan'] as const;

function byKindAndName(a: FoundPlan, b: FoundPlan): number {
  const kinds = KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
  if (kinds !== 0) return kinds;
  return compare(a.name, b.name) || compare(a.listings[0].id, b.listings[0].id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
