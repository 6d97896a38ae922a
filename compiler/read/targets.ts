import type { Rehearsal, TargetKind } from '../../plan/plan.js';
import type { DocNode, Entry, Located } from '../document-node.js';
import { nameKind } from '../kind-name.js';
import { KIND_KEYS, SPECIAL_KEYS, SPECIAL_KINDS, TARGET_KEYS } from '../keys/target-keys.js';
import { REHEARSALS } from '../keys/words.js';
import type { Problems } from '../problems.js';
import type { RunbookTarget } from '../runbook.js';
import type { Fields, Shape } from './fields.js';
import { capital, need, readFields } from './fields.js';
import { checkId } from './names.js';
import { readChoice, readList, readText, wrongType } from './scalars.js';
import { readSubject } from './target-subject.js';

const KINDS = Object.keys(KIND_KEYS) as readonly TargetKind[];

const COMMON = Object.keys(TARGET_KEYS).filter((key) => !Object.hasOwn(SPECIAL_KEYS, key));

/** Keys of some kinds only, and to what they belong. */
const OWNERS: Readonly<Record<string, string>> = {
  tenant: 'cloud failover plans and plans of the Service Provider Console',
  company: 'cloud failover plans and plans of the Service Provider Console',
  confirm: 'plain failover plans (failoverPlan)',
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
  const named = value.kind === 'map' ? kindsIn(value.entries) : [];
  const fields = readFields(value, targetShape(id, named.length === 1 ? named[0] : null), problems);
  if (fields === null) return [];
  const connection = need(
    fields,
    'connection',
    'the name of a connection in temporal.config.yaml',
    problems,
  );
  const description = fields.entries.get('description');
  if (description !== undefined) {
    readText(description.value, `description of target "${id}"`, problems);
  }
  const kind = readKind(fields, problems);
  return [
    {
      id,
      idSpan,
      connection:
        (connection && readText(connection, `connection of target "${id}"`, problems)) ?? '',
      connectionSpan: connection?.span ?? idSpan,
      subject: readSubject(kind?.value ?? null, fields, id, problems),
      kindSpan: kind?.span ?? idSpan,
      confirmSpan: fields.entries.get('confirm')?.keySpan ?? null,
      rehearse: readRehearse(fields, problems),
      labels: readLabels(fields, id, problems),
    },
  ];
}

function kindsIn(entries: readonly Entry[]): readonly TargetKind[] {
  return KINDS.filter((kind) => entries.some(({ key }) => key === kind));
}

/** A target's keys depend on its kind; where that is not clear, any of them may stand. */
function targetShape(id: string, kind: TargetKind | null | undefined): Shape {
  const what = `target "${id}"`;
  const special = Object.keys(OWNERS);
  if (kind === null || kind === undefined) return { what, known: [...COMMON, ...special] };
  const own = special.filter((key) => ownKeys(kind).includes(key));
  const strange = Object.entries(OWNERS).filter(([key]) => !own.includes(key));
  return {
    what: `${what} (${nameKind(kind)})`,
    known: [...COMMON, ...own],
    elsewhere: Object.fromEntries(strange),
  };
}

function ownKeys(kind: TargetKind): readonly string[] {
  return Object.keys(SPECIAL_KEYS).filter((key) => SPECIAL_KINDS[key]?.includes(kind));
}

function readKind(fields: Fields, problems: Problems): Located<TargetKind> | null {
  const found = KINDS.flatMap((kind) => {
    const entry = fields.entries.get(kind);
    return entry === undefined ? [] : [{ value: kind, span: entry.keySpan }];
  });
  const [only, second] = found;
  if (only !== undefined && second === undefined) return only;
  // A key that is not known was reported; it may be the kind, misspelt.
  if (only === undefined && fields.hasStranger) return null;
  problems.add('exactly-one', second?.span ?? fields.span, {
    what: capital(fields.what),
    known: KINDS.join(', '),
    found: found.length === 0 ? 'none' : found.map(({ value }) => value).join(' and '),
    advice: 'A target is one plan or one set of replicas: give each a target of its own.',
  });
  return null;
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
