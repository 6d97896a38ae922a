import type { Plan } from '../../plan/plan.js';
import { isReplicaKind, type PlanTarget } from '../../plan/target.js';

/** What a run has failed over and nobody has undone or released: its mark. */
export interface MarkedTarget {
  /** The VBR plan id. */
  readonly key: string;
  readonly name: string;
  readonly connection: string;
  /** ISO 8601. */
  readonly since: string;
}

/** The text of a runbook that undoes targets, or why there can be none. */
export type UndoRunbook =
  | { readonly source: string; readonly problem: null }
  | { readonly source: null; readonly problem: string };

type UndoneTarget = Exclude<PlanTarget, { readonly names: readonly string[] }>;

/**
 * Writes the runbook that undoes what a run has failed over, the newest first. Each undo is tried
 * whatever became of those before it; at the end all must be undone. Of a plan of Enterprise Manager
 * the id is given, so that one which was made anew under the old name is never undone.
 */
export function undoRunbook(
  { runbook, targets }: Plan,
  runId: string,
  marked: readonly MarkedTarget[],
): UndoRunbook {
  const newestFirst = [...marked].sort((a, b) => b.since.localeCompare(a.since));
  const found: { readonly mark: MarkedTarget; readonly target: UndoneTarget }[] = [];
  for (const mark of newestFirst) {
    const target = targetOf(targets, mark);
    if (target === null) {
      const problem = `the plan of run ${runId} does not say which of its targets ${mark.connection}/${mark.name} is: undo it by a runbook with a step "undo"`;
      return { source: null, problem };
    }
    if (found.some((other) => other.target.id === target.id)) {
      const problem = `two marks of run ${runId} fit its target ${target.id}; the second is of ${mark.connection}/${mark.name}: undo them by a runbook with steps "undo"`;
      return { source: null, problem };
    }
    found.push({ mark, target });
  }
  const steps = found.map(({ target }) => `undo_${target.id}`);
  const lines = [
    'apiVersion: drillbook/v1',
    `id: ${runbook.id}-undo`,
    `title: ${quoted(`Undo of run ${runId}`)}`,
    'modes: [live]',
    'targets:',
    ...found.map(({ mark, target }) => `  ${target.id}: { ${keysOf(target, mark).join(', ')} }`),
    'steps:',
    ...found.map(
      ({ target }, index) =>
        `  - { id: ${steps[index] ?? ''}, undo: ${target.id}, onFailure: continue }`,
    ),
    ...checks(steps),
    '',
  ];
  return { source: lines.join('\n'), problem: null };
}

/** An expression may not be long: so many undos are looked at by one check. */
const PER_CHECK = 8;

/** The checks that want all undone: behind all undos, and each of them tried before. */
function checks(steps: readonly string[]): readonly string[] {
  const count = Math.ceil(steps.length / PER_CHECK);
  return Array.from({ length: count }, (_, index) => {
    const own = steps.slice(index * PER_CHECK, (index + 1) * PER_CHECK);
    const id = count === 1 ? 'all_undone' : `all_undone_${index + 1}`;
    return [
      `  - id: ${id}`,
      '    title: Every target is undone',
      `    check: { expr: ${quoted(own.map(isUndone).join(' && '))}, within: 1s }`,
      '    onFailure: abort',
    ];
  }).flat();
}

function isUndone(step: string): string {
  return `steps.${step}.status == "succeeded"`;
}

function targetOf(targets: readonly PlanTarget[], mark: MarkedTarget): UndoneTarget | null {
  const plans = targets.filter((target): target is UndoneTarget => !isReplicaKind(target.kind));
  const there = plans.filter(({ connection }) => connection === mark.connection);
  const named = there.filter(({ name }) => name === mark.name || name === mark.key);
  const fitting = named.length === 0 ? there : named;
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

function keysOf(target: UndoneTarget, { key }: MarkedTarget): string[] {
  const common = [`connection: ${quoted(target.connection)}`];
  const where =
    target.backupServer === null ? [] : [`backupServer: ${quoted(target.backupServer)}`];
  switch (target.kind) {
    case 'cloudFailoverPlan':
      return [...common, `cloudFailoverPlan: ${quoted(key)}`];
    case 'failoverPlan': {
      const { confirm } = target;
      const source =
        confirm === null
          ? []
          : [
              `confirm: { connection: ${quoted(confirm.connection)}, spcFailoverPlan: ${quoted(confirm.name)}${confirm.backupServer === null ? '' : `, backupServer: ${quoted(confirm.backupServer)}`} }`,
            ];
      return [...common, `failoverPlan: ${quoted(key)}`, ...source];
    }
    case 'spcFailoverPlan': {
      // The Console has an id of its own for it.
      const tenant = target.tenant === null ? [] : [`tenant: ${quoted(target.tenant)}`];
      return [...common, `spcFailoverPlan: ${quoted(target.name)}`, ...where, ...tenant];
    }
  }
}

/** YAML takes JSON's texts. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
