import type { StepRecord } from '../../plan/run-record.js';
import { deviationsOf } from '../deviations.js';
import { outcomeWords } from '../outcome-words.js';
import type { ReportInput } from '../report-input.js';
import { formatIsoDuration, formatTime } from '../terminal/times.js';
import { plainText } from '../terminal/plain-text.js';

/** The report of a run in GitHub's Markdown, for an issue or a wiki. Foreign text is escaped. */
export function renderMarkdown(input: ReportInput): string {
  const { record } = input;
  const { run, objectives, cleanup } = record;
  const { rto, rpo } = objectives;
  const lines = [
    `# ${run.mode === 'drill' ? 'Drill' : 'Live run'} of ${text(run.runbook)}: ${run.outcome ?? run.state}`,
    '',
    outcomeWords(record),
    '',
    ...(run.message === null ? [] : [`> ${text(run.message)}`, '']),
    ...table(
      ['', ''],
      [
        ['Run', code(run.id)],
        ['Started', `${time(run.startedAt)} by ${text(run.startedBy)} (stated, not proven)`],
        ['Ended', time(run.endedAt)],
        ...(run.reason === '' ? [] : [['Reason', text(run.reason)]]),
        ['RTO', goal(rto.actual, rto.target, rto.met)],
        [
          'RPO (oldest restore point)',
          goal(rpo.worst ?? null, rpo.target ?? null, rpo.met ?? null),
        ],
        ...(run.mode === 'drill' ? [['Clean-up', cleanup.verdict]] : []),
        ['Plan', code(run.planHash)],
        ['Journal', `${code(record.chain.head)}, ${record.chain.length} entries`],
      ],
    ),
    '',
    '## Steps',
    '',
    ...table(
      ['Step', 'Verb', 'Status', 'Attempts', 'Began', 'Ended', 'Machines', 'Why'],
      record.steps.map(stepRow),
    ),
  ];
  const failed = record.steps.flatMap(({ id, machines }) =>
    machines
      .filter(({ result }) => result !== 'succeeded' && result !== 'skipped')
      .map((machine) => [id, text(machine.name), machine.result, text(machine.message ?? '')]),
  );
  lines.push(
    ...part('Machines that need a look', ['Step', 'Machine', 'Result', 'Message'], failed),
  );
  const deviations = deviationsOf(input).map(({ at, step, what }) => [
    time(at),
    text(step ?? 'the run'),
    text(what),
  ]);
  lines.push(...part('Deviations from the plan', ['When', 'Step', 'What'], deviations));
  const people = [
    ...record.approvals.map((one) => [one.at, one.decision, one.step, one.by, one.reason]),
    ...record.interventions.map((one) => [
      one.at,
      `${one.command}${one.accepted ? '' : ' (refused)'}`,
      one.step ?? 'the run',
      one.by,
      one.reason,
    ]),
  ]
    .sort((a, b) => (a[0] ?? '').localeCompare(b[0] ?? ''))
    .map(([at = '', ...rest]) => [time(at), ...rest.map(text)]);
  lines.push(...part('People', ['When', 'What', 'Step', 'Who', 'Reason'], people));
  const cleaned = cleanup.targets.map((target) => [
    text(target.target),
    target.verdict,
    text(target.message),
    text(target.advice ?? ''),
  ]);
  lines.push(...part('Clean-up', ['Target', 'Verdict', 'What was found', 'What to do'], cleaned));
  return `${lines.join('\n')}\n`;
}

function stepRow(step: StepRecord): string[] {
  const { id, verb, status, attempts, startedAt, endedAt, machines, error } = step;
  const counts = new Map<string, number>();
  for (const { result } of machines) counts.set(result, (counts.get(result) ?? 0) + 1);
  const words = [...counts].map(([result, count]) => `${count} ${result}`).join(', ');
  const why = text(error?.message ?? '');
  return [id, verb, status, String(attempts), time(startedAt), time(endedAt), words, why];
}

function part(title: string, head: readonly string[], rows: readonly string[][]): string[] {
  return rows.length === 0 ? [] : ['', `## ${title}`, '', ...table(head, rows)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function time(iso: string | null): string {
  return iso === null ? '–' : formatTime(iso);
}

function goal(actual: string | null, target: string | null, met: boolean | null): string {
  const found = actual === null ? '–' : formatIsoDuration(actual);
  if (target === null) return found;
  const word = met === null ? 'not known' : met ? 'met' : 'missed';
  return `${found} of ${formatIsoDuration(target)}, ${word}`;
}

function code(value: string): string {
  return `\`${plainText(value).replaceAll('`', "'")}\``;
}

/** What would be a sign of Markdown's is a sign of the text. */
function text(value: string): string {
  return plainText(value).replace(/[\\`*_{}[\]()#+!|<>~@&]/g, '\\$&');
}
