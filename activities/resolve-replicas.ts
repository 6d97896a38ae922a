import { isKind } from '../clients/client-error.js';
import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type { CdpReplica, ReplicaPoint } from '../clients/enterprise-manager/resources.js';
import { nearestName } from '../plan/nearest-name.js';
import type { ReplicasTarget } from '../plan/plan.js';
import { machineKey } from '../plan/replica-mark.js';
import type { AdmissionProblem } from './contract.js';
import type { EnterpriseManager } from './dependencies.js';
import type { ReplicaSource, ResolvedReplicas } from './replica-contract.js';
import { type CdpLists, pointsOf } from './replica-lists.js';

/** Names of which something is said in one problem; and candidates named for one of them. */
const MOST_NAMES = 20;
const MOST_CANDIDATES = 5;

/** Something on the server that goes by a name of the target. */
interface Candidate extends ReplicaSource {
  readonly name: string;
  readonly id: string | null;
}

/**
 * Finds the one replica that each name of a target means, all names in few requests; a string says
 * which names are none, or more than one. Throws ClientError.
 */
export async function resolveReplicas(
  target: ReplicasTarget,
  server: EnterpriseManager,
  lists: CdpLists,
  options: CallOptions,
): Promise<ResolvedReplicas | string> {
  const all = await candidates(target, server, lists, options);
  const byName = new Map<string, Candidate[]>();
  for (const candidate of all) {
    const named = byName.get(candidate.name);
    if (named === undefined) byName.set(candidate.name, [candidate]);
    else named.push(candidate);
  }
  const found = new Map<string, Candidate>();
  const missing: string[] = [];
  const problems: string[] = [];
  for (const name of target.names) {
    const named = byName.get(name) ?? [];
    const fitting = named.filter((candidate) => isOn(candidate, target.backupServer));
    const [only] = fitting;
    if (only !== undefined && fitting.length === 1) found.set(name, only);
    else if (named.length === 0) missing.push(name);
    else if (only === undefined) problems.push(`"${name}" is only at ${places(named)}`);
    else problems.push(`"${name}" is ${fitting.length} replicas: ${places(fitting)}`);
  }
  if (missing.length > 0) problems.unshift(...(await notFound(target, server, missing, all)));
  if (problems.length > 0) return describe(target, problems);
  return resolved(target, found);
}

/** Two targets that name one machine could start it twice: refused. */
export function sharedReplicas(all: readonly ResolvedReplicas[]): readonly AdmissionProblem[] {
  return all.flatMap((target, index) => {
    const own = new Set(keysOf(target));
    return all.slice(0, index).flatMap((other): AdmissionProblem[] => {
      if (other.connection !== target.connection) return [];
      const shared = keysOf(other).filter((key) => own.has(key));
      if (shared.length === 0) return [];
      const names = shared.slice(0, MOST_NAMES).join(', ');
      const message = `targets ${other.target} and ${target.target} both name ${names}: a machine can be in one target of a run`;
      return [{ target: target.target, message }];
    });
  });
}

function keysOf({ machines, sources }: ResolvedReplicas): readonly string[] {
  return machines.map(({ name, source }) =>
    machineKey({ name, backupServerName: sources[source]?.backupServerName ?? null }),
  );
}

/** One candidate for each replica that goes by a name; a replica's many points are one. */
async function candidates(
  target: ReplicasTarget,
  server: EnterpriseManager,
  lists: CdpLists,
  options: CallOptions,
): Promise<readonly Candidate[]> {
  if (target.kind === 'cdpReplicas') {
    return (await lists.get(target.connection, server, options)).map(ofCdp);
  }
  const points = await pointsOf(server, target.kind, { machines: target.names }, options);
  return distinct(points.map(ofPoint));
}

function ofCdp(replica: CdpReplica): Candidate {
  const { id, name, backupServerId, backupServerName, policyName } = replica;
  const replicaId = replica.kind === 'vm' ? replica.replicaId : null;
  return { name, id, backupServerId, backupServerName, replicaId, replicaName: policyName };
}

function ofPoint(point: ReplicaPoint): Candidate {
  const { machine, backupServerId, backupServerName, replicaId, replicaName } = point;
  return { name: machine, id: null, backupServerId, backupServerName, replicaId, replicaName };
}

function distinct(all: readonly Candidate[]): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const candidate of all) {
    const key = `${candidate.name}\n${sourceKey(candidate)}`;
    if (!found.has(key)) found.set(key, candidate);
  }
  return [...found.values()];
}

function sourceKey({ backupServerId, backupServerName, replicaId }: ReplicaSource): string {
  return `${backupServerId ?? backupServerName ?? ''} ${replicaId ?? ''}`;
}

/** Host names and ids know no case. */
function isOn({ backupServerId, backupServerName }: Candidate, wanted: string | null): boolean {
  if (wanted === null) return true;
  const lower = wanted.toLowerCase();
  return backupServerName?.toLowerCase() === lower || backupServerId?.toLowerCase() === lower;
}

function resolved(target: ReplicasTarget, found: ReadonlyMap<string, Candidate>): ResolvedReplicas {
  const sources: ReplicaSource[] = [];
  const places = new Map<string, number>();
  const machines = [...found].map(([name, candidate]) => {
    const key = sourceKey(candidate);
    let source = places.get(key);
    if (source === undefined) {
      const { backupServerId, backupServerName, replicaId, replicaName } = candidate;
      source = sources.push({ backupServerId, backupServerName, replicaId, replicaName }) - 1;
      places.set(key, source);
    }
    return { name, source, id: candidate.id };
  });
  const { id, connection, kind } = target;
  return { target: id, connection, kind, sources, machines };
}

/** The nearest name that there is; to know them all, all points are listed. */
async function notFound(
  target: ReplicasTarget,
  server: EnterpriseManager,
  missing: readonly string[],
  known: readonly Candidate[],
): Promise<string[]> {
  const names = await knownNames(target, server, known);
  if (names !== null && names.length === 0) {
    return [
      `${target.connection} shows no ${words(target)} at all (is the role allowed to see them?)`,
    ];
  }
  return missing.map((name) => {
    const nearest = names === null ? null : nearestName(name, names);
    const hint = nearest === null ? '' : ` (did you mean "${nearest}"?)`;
    return `"${name}" is not there${hint}`;
  });
}

async function knownNames(
  target: ReplicasTarget,
  server: EnterpriseManager,
  known: readonly Candidate[],
): Promise<readonly string[] | null> {
  if (target.kind === 'cdpReplicas') return known.map(({ name }) => name);
  try {
    const points = await pointsOf(server, target.kind, {}, {});
    return [...new Set(points.map(({ machine }) => machine))];
  } catch (error) {
    // It only serves the hint: a list that is too long must not hide what is missing.
    if (isKind(error, 'undecodable') || isKind(error, 'unclear')) return null;
    throw error;
  }
}

function places(found: readonly Candidate[]): string {
  const shown = found.slice(0, MOST_CANDIDATES).map(({ backupServerName, replicaName }) => {
    const server = `backup server ${backupServerName ?? 'unknown'}`;
    return replicaName === null ? server : `${server}, job "${replicaName}"`;
  });
  const more = found.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function describe(target: ReplicasTarget, problems: readonly string[]): string {
  const shown = problems.slice(0, MOST_NAMES);
  const more = problems.length - shown.length;
  const rest = more > 0 ? `; and ${more} more names` : '';
  const advice = problems.some((problem) => problem.includes(' replicas: '))
    ? '; narrow them with `backupServer` (a machine that two jobs of one server replicate has to be failed over in Veeam)'
    : '';
  return `target ${target.id}, ${words(target)} on ${target.connection}: ${shown.join('; ')}${rest}${advice}`;
}

function words({ kind }: ReplicasTarget): string {
  switch (kind) {
    case 'vmReplicas':
      return 'replicas of machines';
    case 'vAppReplicas':
      return 'replicas of vApps';
    case 'cdpReplicas':
      return 'CDP replicas';
  }
}
