import { replicaNames } from '../../plan/plan.js';
import type { PlanTarget } from '../../plan/plan.js';
import { plainText } from './plain-text.js';
import { alignRows } from './table.js';

/** More names than this are counted, not shown. */
const SHOWN = 100;
const WIDTH = 92;

/** The targets that a plan drives: a line each, and below it the names of replicas. */
export function renderTargets(targets: readonly PlanTarget[]): string[] {
  const rows = alignRows(
    targets.map((target) => [
      { text: target.id },
      { text: target.kind },
      { text: nameOf(target) },
      { text: `at ${target.connection}${narrowing(target)}` },
    ]),
    '  ',
  );
  return targets.flatMap((target, index) => [
    rows[index] ?? '',
    ...detailsOf(target).map((line) => `      ${line}`),
  ]);
}

function nameOf(target: PlanTarget): string {
  switch (target.kind) {
    case 'cloudFailoverPlan':
    case 'failoverPlan':
    case 'spcFailoverPlan':
      return `"${plainText(target.name)}"`;
    case 'vmReplicas':
    case 'vAppReplicas':
    case 'cdpReplicas':
      return target.names.length === 1 ? '1 replica' : `${target.names.length} replicas`;
  }
}

function narrowing(target: PlanTarget): string {
  const server = target.backupServer === null ? '' : `, backup server ${target.backupServer}`;
  const tenant = tenantOf(target);
  return plainText(`${server}${tenant === null ? '' : `, tenant ${tenant}`}`);
}

function tenantOf(target: PlanTarget): string | null {
  switch (target.kind) {
    case 'cloudFailoverPlan':
    case 'spcFailoverPlan':
      return target.tenant;
    case 'failoverPlan':
    case 'vmReplicas':
    case 'vAppReplicas':
    case 'cdpReplicas':
      return null;
  }
}

function detailsOf(target: PlanTarget): string[] {
  const names = replicaNames(target);
  if (names !== null) return wrap(names);
  if (target.kind !== 'failoverPlan' || target.confirm === null) return [];
  const { name, connection, backupServer } = target.confirm;
  const server = backupServer === null ? '' : `, backup server ${backupServer}`;
  return [plainText(`results are read from "${name}" at ${connection}${server}`)];
}

/** Names one after the other, broken into lines between them. */
function wrap(names: readonly string[]): string[] {
  const left = names.length - SHOWN;
  const words = names.slice(0, SHOWN).map(plainText);
  if (left > 0) words.push(`and ${left} more`);
  const lines: string[] = [];
  let line = '';
  for (const [index, word] of words.entries()) {
    const text = index === words.length - 1 ? word : `${word},`;
    if (line !== '' && line.length + text.length + 1 > WIDTH) {
      lines.push(line);
      line = text;
    } else {
      line = line === '' ? text : `${line} ${text}`;
    }
  }
  return [...lines, line];
}
