import type { Rehearsal, TargetKind } from '../../plan/plan.js';
import type { DocNode, Entry, Located } from '../document-node.js';
import type { Problems } from '../problems.js';
import type { RunbookTarget } from '../runbook.js';
import type { Fields, Shape } from './fields.js';
import { need, readFields } from './fields.js';
import { checkId } from './names.js';
import { readChoice, readList, readText, wrongType } from './scalars.js';

const KINDS: readonly TargetKind[] = ['cloudFailoverPlan', 'failoverPlan'];
const LATER_KINDS = ['spcFailoverPlan', 'vmReplicas', 'vAppReplicas', 'cdpReplicas'];
const REHEARSALS: readonly Rehearsal[] = ['test', 'start-and-undo', 'skip'];

const TARGET_KEYS = [
  'connection',
  ...KINDS,
  'backupServer',
  'tenant',
  'company',
  'rehearse',
  'labels',
  'description',
];

const LATER: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    LATER_KINDS.map((kind) => [kind, 'Kinds of this version: cloudFailoverPlan, failoverPlan.']),
  ),
  confirm: '',
};

/** Reads `targets`: a map from ids to what is failed over. */
export function readTargets(node: DocNode | undefined, problems: Problems): RunbookTarget[] {
  if (node === undefined) return [];
  if (node.kind !== 'map') {
    wrongType(node, 'targets', 'a map of targets by id', problems);
    return [];
  }
  return node.entries
    .filter(({ key }) => !key.startsWith('x-'))
    .flatMap((entry) => readTarget(entry, problems));
}

function readTarget(
  { key: id, keySpan: idSpan, value }: Entry,
  problems: Problems,
): RunbookTarget[] {
  checkId(id, "a target's id", idSpan, problems);
  const shape: Shape = { what: `target "${id}"`, known: TARGET_KEYS, later: LATER };
  const fields = readFields(value, shape, problems);
  if (fields === null) return [];
  const connection = need(
    fields,
    'connection',
    'the name of a connection in temporal.config.yaml',
    problems,
  );
  const kind = readKind(fields, value, problems);
  const text = (key: string): string | null => {
    const entry = fields.entries.get(key);
    return entry === undefined ? null : readText(entry.value, `${key} of target "${id}"`, problems);
  };
  text('description');
  return [
    {
      id,
      idSpan,
      connection: (connection === null ? null : text('connection')) ?? '',
      kind: kind ?? { value: 'cloudFailoverPlan', span: idSpan },
      name: (kind === null ? null : text(kind.value)) ?? '',
      backupServer: text('backupServer'),
      tenant: readTenant(fields, kind, text, problems),
      rehearse: readRehearse(fields, problems),
      labels: readLabels(fields, id, problems),
    },
  ];
}

function readKind(fields: Fields, node: DocNode, problems: Problems): Located<TargetKind> | null {
  const found = KINDS.flatMap((kind) => fields.entries.get(kind) ?? []);
  const [only] = found;
  const kind = KINDS.find((candidate) => candidate === only?.key);
  if (only !== undefined && kind !== undefined && found.length === 1) {
    return { value: kind, span: only.keySpan };
  }
  const later = node.kind === 'map' && node.entries.some(({ key }) => LATER_KINDS.includes(key));
  // A key that is not known, or not yet, was reported; it may be the kind, misspelt.
  if (only === undefined && (later || fields.hasStranger)) return null;
  problems.add('exactly-one', found[1]?.keySpan ?? fields.span, {
    what: fields.what.charAt(0).toUpperCase() + fields.what.slice(1),
    known: KINDS.join(', '),
    found: found.length === 0 ? 'none' : found.map(({ key }) => key).join(' and '),
    advice: 'A target is one plan: give each plan a target of its own.',
  });
  return null;
}

/** `company` is another word for `tenant`; both are for cloud plans. */
function readTenant(
  fields: Fields,
  kind: Located<TargetKind> | null,
  text: (key: string) => string | null,
  problems: Problems,
): string | null {
  const [first, second] = ['tenant', 'company'].flatMap((key) => fields.entries.get(key) ?? []);
  if (first === undefined) return null;
  if (kind?.value === 'failoverPlan') {
    const owner = 'cloud failover plans';
    problems.add('key-not-here', first.keySpan, {
      found: first.key,
      what: 'a plain failover plan',
      owner,
    });
  }
  if (second !== undefined) {
    problems.add('exactly-one', second.keySpan, {
      what: fields.what.charAt(0).toUpperCase() + fields.what.slice(1),
      known: 'tenant, company',
      found: 'both',
      advice: 'They mean the same: keep one.',
    });
  }
  return text(first.key);
}

function readRehearse(fields: Fields, problems: Problems): Located<Rehearsal> | null {
  const entry = fields.entries.get('rehearse');
  if (entry === undefined) return null;
  const value = readChoice(entry.value, 'rehearse', REHEARSALS, problems);
  return value === null ? null : { value, span: entry.value.span };
}

function readLabels(fields: Fields, id: string, problems: Problems): readonly string[] {
  const entry = fields.entries.get('labels');
  if (entry === undefined) return [];
  const what = `labels of target "${id}"`;
  const labels = readList(entry.value, what, problems, (item) =>
    readText(item, 'a label', problems),
  );
  return (labels ?? []).map(({ value }) => value).sort();
}
