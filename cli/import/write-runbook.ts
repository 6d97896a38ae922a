import type { Draft } from './draft.js';
import { FIRST_STEP } from './draft-targets.js';
import type { Found } from './found.js';
import { STEP_ADVICE, writeStep } from './write-step.js';
import { titleOf, writeTarget } from './write-target.js';
import { commentText, yamlText } from './yaml-text.js';

/** More than this are not listed one by one. */
const LEFT_SHOWN = 200;

/** What the head of a runbook tells of where it comes from. */
export interface Source {
  readonly id: string;
  readonly connection: string;
  readonly url: string;
  /** ISO 8601. */
  readonly at: string;
  readonly found: Found;
}

/** The runbook's text. `left` are targets that no longer fit into one run. */
export function writeRunbook(
  source: Source,
  drafts: readonly Draft[],
  left: readonly Draft[],
): string {
  const written = drafts.filter(isTarget);
  const lines = [
    ...head(source),
    'apiVersion: drillbook/v1',
    `id: ${source.id}`,
    `title: ${yamlText(`Failover of what ${source.connection} shows`)}`,
    '# DECIDE who answers for it:        owner: dr-team@example.com',
    '# DECIDE what counts as in time:    objectives: { rto: 1h, rpo: 15m }',
    '# DECIDE what it may be run as:     modes: [drill, live]   (both, unless it is said)',
    '',
    'targets:',
    ...targets(source, drafts, left),
    'steps:',
    ...firstSteps(),
    ...written.flatMap((draft) => ['', ...writeStep(draft)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Whether there is a target to be written: all replicas of a set may be left out. */
export function isTarget(draft: Draft): boolean {
  return draft.subject === 'plan' || draft.names.length > 0;
}

/** The least runbook around one target: whether it compiles shows whether the target does. */
export function writeTrial(draft: Draft, connection: string): string {
  const lines = [
    ...['apiVersion: drillbook/v1', 'id: trial', 'targets:'],
    ...writeTarget(draft, connection),
    ...['steps:', `  - id: ${FIRST_STEP}`, '    readiness: all'],
  ];
  return `${lines.join('\n')}\n`;
}

function head({ connection, url, at, found }: Source): readonly string[] {
  const { server, user, role, unseen } = found;
  const who = role === null ? commentText(user) : `${commentText(user)}, role ${commentText(role)}`;
  return [
    '# A draft: written by `drillbook import` from what a server shows. Nobody has decided anything',
    '# of it yet, and reading changed nothing on the server.',
    '#',
    `#   server      ${server}, ${commentText(url)}`,
    `#   connection  ${commentText(connection)}`,
    `#   user        ${who}`,
    `#   read        ${at}`,
    '#',
    '# Search for DECIDE: each stands where a person has to. `drillbook check FILE` says what is wrong',
    '# in the file; a drill with the first step alone says whether the server agrees.',
    ...(unseen.length === 0 ? [] : ['#', '# Not seen, so it is not here:']),
    ...unseen.map(({ what, why }) => `#   ${commentText(`${what}: ${why}`)}`),
    '',
  ];
}

function targets(
  { connection }: Source,
  drafts: readonly Draft[],
  left: readonly Draft[],
): readonly string[] {
  const lines: string[] = [];
  let section = '';
  for (const draft of drafts) {
    const next = draft.subject === 'plan' ? draft.plan.kind : 'replicas';
    if (next !== section) lines.push(...SECTIONS[next].map((line) => `  # ${line}`), '');
    section = next;
    lines.push(...writeTarget(draft, connection), '');
  }
  return [...lines, ...leftLines(left)];
}

const SECTIONS = {
  cloudFailoverPlan: ['--- Cloud failover plans: a drill runs their own test.'],
  failoverPlan: [
    '--- Failover plans. Enterprise Manager tells no result of their machines: they end',
    '`unverified`, unless a check follows, or a Service Provider Console confirms them. DECIDE:',
    '    confirm: { connection: CONSOLE, spcFailoverPlan: NAME }',
  ],
  spcFailoverPlan: [
    '--- Failover plans of the Console. Those of type Cloud and Tenant have a test, which a drill',
    'runs; those of type Local have none.',
  ],
  replicas: [
    '--- Replicas that are in no failover plan, a target for each job or policy of a backup server:',
    'what one job replicates has one schedule and one destination, and mostly one purpose. Take them',
    'apart, or together, where that is not so. They are started in the order of the list, by name here.',
    'Enterprise Manager has neither test nor undo for them: drills leave them out, and failing back is',
    'done in the console of Veeam Backup & Replication.',
  ],
} as const;

function leftLines(left: readonly Draft[]): readonly string[] {
  if (left.length === 0) return [];
  const shown = left.slice(0, LEFT_SHOWN);
  const more = left.length - shown.length;
  return [
    '  # DECIDE: these are not in this runbook, because one run can not hold more. Write a second one.',
    ...shown.map((draft) => `  #   ${titleOf(draft)}`),
    ...(more === 0 ? [] : [`  #   and ${more} more`]),
    '',
  ];
}

function firstSteps(): readonly string[] {
  return [
    '  # One after the other, by kind and name: no server tells which comes first. DECIDE the order:',
    '  # `needs: [STEP, ...]` names what has to be over before a step, `needs: []` starts it at once.',
    `  - id: ${FIRST_STEP}`,
    '    readiness: all',
    '',
    '  # DECIDE: what must hold before a live failover, and who says so. Two sites that are up at once',
    '  # take orders twice.',
    '  # - id: fenced',
    '  #   modes: [live]',
    '  #   check: { tcp: { host: old-site.example.com, port: 443 }, expect: closed, within: 2m }',
    '  # - id: go',
    '  #   modes: [live]',
    "  #   approve: { message: 'Fail over', from: [dr-leads], timeout: 30m }",
    '',
    ...STEP_ADVICE.map((line) => `  ${line}`),
  ];
}
