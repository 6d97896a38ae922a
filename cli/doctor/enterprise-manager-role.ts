import type { Unseen } from '../see.js';
import { bad, good, type Finding } from './finding.js';

/** How much of each kind the role sees; null: it may not list them. */
export interface Counts {
  readonly plain: number | null;
  readonly cloud: number | null;
  readonly jobs: number | null;
  readonly cdp: number | null;
}

const WORDS: Readonly<Record<keyof Counts, string>> = {
  plain: 'failover plans',
  cloud: 'cloud failover plans',
  jobs: 'replication jobs',
  cdp: 'CDP replicas',
};

const KEYS = ['plain', 'cloud', 'jobs', 'cdp'] as const;

/** What the role may list; without any plan it is of no use. */
export function roleFinding(name: string, counts: Counts, unseen: readonly Unseen[]): Finding {
  const seen = KEYS.flatMap((key) => {
    const count = counts[key];
    return count === null ? [] : [`${count} ${WORDS[key]}`];
  });
  const hidden = KEYS.filter((key) => counts[key] === null).map((key) => {
    const found = unseen.find(({ what }) => what === WORDS[key]);
    return `${WORDS[key]} (${found?.why ?? 'not told'})`;
  });
  const words = [
    `sees ${seen.length === 0 ? 'nothing' : seen.join(', ')}`,
    ...(hidden.length === 0 ? [] : [`not shown: ${hidden.join(', ')}`]),
  ].join('; ');
  if (counts.plain === null && counts.cloud === null) {
    const advice = 'give the user the role Restore Operator or Portal Administrator';
    return bad(`role ${name}`, words, advice);
  }
  return good(`role ${name}`, words);
}

interface Known {
  /** The role as the configuration states it. */
  readonly stated: string | null;
  readonly isTenant: boolean;
}

/**
 * What the role may do, as the vendor's table of roles has it for one that sees this much. The server
 * names no role, and starting something to find out is not doctor's.
 */
export function rightsFinding(name: string, counts: Counts, { stated, isTenant }: Known): Finding {
  const is = stated === null ? '' : `; the configuration calls it "${stated}"`;
  const may = isTenant ? TENANT : likely(counts);
  return good(`rights ${name}`, `not provable without acting. By what it sees, ${may}${is}`);
}

const TENANT = 'a tenant may start and undo its cloud plans, and sees no sessions';

/** The vendor's page "Security Roles" of the REST API reference, 13.0.1. */
function likely({ plain, cloud, cdp }: Counts): string {
  if (cdp !== null) return 'a Portal Administrator, who may do everything';
  if (plain !== null && cloud !== null) {
    return 'a VM or File Restore Operator: may start, test and undo plans, and fail over replicas within its scope, but no CDP replicas';
  }
  if (plain !== null) {
    return 'a Restore Operator of an application (Exchange, Oracle, SQL): may start and undo plain plans, and nothing of cloud plans, single replicas or CDP';
  }
  if (cloud !== null) return 'a role that has cloud plans alone';
  return 'a Portal User, or less: may start no plan';
}
