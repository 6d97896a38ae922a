import type { ConfirmSource, TargetKind } from '../../plan/plan.js';
import type { DocNode } from '../document-node.js';
import { CONFIRM_KEYS } from '../keys/target-keys.js';
import type { Problems } from '../problems.js';
import type { TargetSubject } from '../runbook.js';
import type { Fields } from './fields.js';
import { capital, need, readFields } from './fields.js';
import { readList, readText } from './scalars.js';

const CONFIRM = {
  what: 'confirm',
  known: Object.keys(CONFIRM_KEYS),
  elsewhere: {
    cloudFailoverPlan: 'the target; confirm names a plan of the Service Provider Console',
    failoverPlan: 'the target; confirm names a plan of the Service Provider Console',
  },
};

/**
 * Reads what a target fails over, and what narrows its name. null as kind: it is not known (an error
 * says why); then only the values that stand there are checked.
 */
export function readSubject(
  kind: TargetKind | null,
  fields: Fields,
  id: string,
  problems: Problems,
): TargetSubject | null {
  const text = (key: string): string | null => {
    const entry = fields.entries.get(key);
    return entry === undefined ? null : readText(entry.value, `${key} of target "${id}"`, problems);
  };
  const backupServer = text('backupServer');
  switch (kind) {
    case 'cloudFailoverPlan':
    case 'spcFailoverPlan': {
      const name = text(kind) ?? '';
      return { kind, name, backupServer, tenant: readTenant(fields, text, problems) };
    }
    case 'failoverPlan': {
      const confirm = fields.entries.get('confirm')?.value;
      return {
        kind,
        name: text(kind) ?? '',
        backupServer,
        confirm: confirm === undefined ? null : readConfirm(confirm, problems),
      };
    }
    case 'vmReplicas':
    case 'vAppReplicas':
    case 'cdpReplicas':
      return { kind, names: readNames(kind, fields, id, problems), backupServer };
    case null:
      readTenant(fields, text, problems);
      return null;
    default:
      return assertNever(kind);
  }
}

/** `company` is another word for `tenant`. */
function readTenant(
  fields: Fields,
  text: (key: string) => string | null,
  problems: Problems,
): string | null {
  const [first, second] = ['tenant', 'company'].flatMap((key) => fields.entries.get(key) ?? []);
  if (first === undefined) return null;
  if (second !== undefined) {
    problems.add('exactly-one', second.keySpan, {
      what: capital(fields.what),
      known: 'tenant, company',
      found: 'both',
      advice: 'They mean the same: keep one.',
    });
  }
  return text(first.key);
}

/** In the order written: it is the order of start. */
function readNames(kind: TargetKind, fields: Fields, id: string, problems: Problems): string[] {
  const node = fields.entries.get(kind)?.value;
  if (node === undefined) return [];
  const what = `the replicas of target "${id}"`;
  if (node.kind === 'list' && node.items.length === 0) {
    const advice = 'Name at least one replica, or remove the target.';
    problems.add('empty-value', node.span, { what: 'The list of replicas', advice });
  }
  const read = (item: DocNode) => readText(item, 'the name of a replica', problems);
  return (readList(node, what, problems, read) ?? []).map(({ value }) => value);
}

function readConfirm(node: DocNode, problems: Problems): ConfirmSource | null {
  const fields = readFields(node, CONFIRM, problems);
  if (fields === null) return null;
  const connection = need(
    fields,
    'connection',
    'the name of a connection to a Service Provider Console',
    problems,
  );
  const plan = need(fields, 'spcFailoverPlan', "the plan's name there, or its id", problems);
  const server = fields.entries.get('backupServer')?.value;
  return {
    connection: (connection && readText(connection, 'connection of confirm', problems)) ?? '',
    name: (plan && readText(plan, 'spcFailoverPlan of confirm', problems)) ?? '',
    backupServer: server ? readText(server, 'backupServer of confirm', problems) : null,
  };
}

function assertNever(kind: never): never {
  throw new Error(`Unknown kind ${String(kind)}`);
}
