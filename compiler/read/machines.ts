import type { MachinePolicy, Tolerance } from '../../plan/plan.js';
import type { DocNode, Located, Span } from '../document-node.js';
import { describeNode, headSpan } from '../document-node.js';
import { MACHINES_KEYS } from '../keys/failover-keys.js';
import { MOST_RETRIES, VERDICTS } from '../keys/words.js';
import type { Problems } from '../problems.js';
import { readFields } from './fields.js';
import { readChoice, readInteger, readList, readText } from './scalars.js';

const SHAPE = {
  what: 'machines',
  known: Object.keys(MACHINES_KEYS),
};

const DEFAULT_POLICY: MachinePolicy = {
  critical: [],
  tolerate: { kind: 'count', value: 0 },
  warning: 'ok',
  unverified: 'ok',
  retry: 0,
};

export interface MachinesReading {
  readonly machines: MachinePolicy;
  readonly critical: readonly Located<string>[];
  readonly tolerateSpan: Span | null;
  /** null: nothing is said, or that there is none. */
  readonly retrySpan: Span | null;
}

/** Reads `machines`, the policy for partial failure; all of its defaults are written out. */
export function readMachines(node: DocNode | undefined, problems: Problems): MachinesReading {
  const fields = node === undefined ? null : readFields(node, SHAPE, problems);
  const value = (key: string): DocNode | undefined => fields?.entries.get(key)?.value;
  const criticalNode = value('critical');
  const critical = (criticalNode && readNames(criticalNode, problems)) ?? [];
  const [tolerate, retry] = [value('tolerate'), value('retry')];
  const [warning, unverified] = [value('warning'), value('unverified')];
  const machines = {
    // In alphabetical order: which comes first means nothing.
    critical: critical.map(({ value: name }) => name).sort(),
    tolerate: (tolerate && readTolerate(tolerate, problems)) ?? DEFAULT_POLICY.tolerate,
    warning: (warning && readChoice(warning, 'warning', VERDICTS, problems)) ?? 'ok',
    unverified: (unverified && readChoice(unverified, 'unverified', VERDICTS, problems)) ?? 'ok',
    retry: (retry && readInteger(retry, 'retry', [0, MOST_RETRIES], problems)) ?? 0,
  };
  return {
    machines,
    critical,
    tolerateSpan: tolerate === undefined ? null : headSpan(tolerate),
    retrySpan: machines.retry === 0 ? null : (fields?.entries.get('retry')?.keySpan ?? null),
  };
}

function readNames(node: DocNode, problems: Problems): Located<string>[] {
  const read = (item: DocNode) => readText(item, 'the name of a machine', problems);
  return readList(node, 'critical', problems, read) ?? [];
}

/** Reads `tolerate`: a number, or a percentage. */
export function readTolerate(node: DocNode, problems: Problems): Tolerance | null {
  if (node.kind === 'scalar') {
    const { value } = node;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) {
      return { kind: 'count', value };
    }
    const percent =
      typeof value === 'string' ? /^(\d{1,3}(?:\.\d{1,3})?) ?%$/.exec(value)?.[1] : undefined;
    if (percent !== undefined && Number(percent) <= 100) {
      return { kind: 'percent', value: Number(percent) };
    }
  }
  const found = node.kind === 'scalar' ? node.source : describeNode(node);
  problems.add('bad-tolerance', headSpan(node), { found });
  return null;
}
