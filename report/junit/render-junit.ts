import type { StepRecord } from '../../plan/run-record.js';
import type { ReportInput } from '../report-input.js';
import { escaped } from '../html/markup.js';

interface Case {
  readonly suite: string;
  readonly name: string;
  readonly seconds: number;
  readonly verdict: 'passed' | 'failure' | 'error' | 'skipped';
  readonly message: string;
}

const VERDICTS: Readonly<Record<string, Case['verdict']>> = {
  succeeded: 'passed',
  warning: 'passed',
  degraded: 'passed',
  // Accepted, and not seen to end: no proof of success.
  unverified: 'skipped',
  skipped: 'skipped',
  ignored: 'failure',
  cancelled: 'failure',
  failed: 'failure',
  // Nobody can tell: no test has failed, the testing has.
  unknown: 'error',
  running: 'error',
  waiting: 'error',
  pending: 'skipped',
};

/**
 * The report of a run as JUnit's XML, for a CI's page of tests: each step is a case, and so are its
 * items and machines; at the end stands the run itself, with its clean-up.
 */
export function renderJunit({ record, now }: ReportInput): string {
  const { run } = record;
  const seconds = secondsBetween(run.startedAt, run.endedAt, now);
  const cases = [...record.steps.flatMap((step) => casesOf(step, now)), wholeRun(record, seconds)];
  const counts = (verdict: Case['verdict']): number =>
    cases.filter((one) => one.verdict === verdict).length;
  const numbers = `tests="${cases.length}" failures="${counts('failure')}" errors="${counts('error')}" skipped="${counts('skipped')}" time="${seconds}"`;
  const name = escaped(`${run.mode} of ${run.runbook}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${name}" ${numbers}>`,
    `  <testsuite name="${escaped(run.id)}" timestamp="${escaped(run.startedAt)}" ${numbers}>`,
    ...cases.map(caseLine),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function wholeRun({ run, cleanup }: ReportInput['record'], seconds: number): Case {
  const word = run.outcome ?? run.state;
  const isBad = word !== 'succeeded' && word !== 'degraded';
  const isLeft = cleanup.verdict === 'leftovers';
  const said = run.message === null ? '' : `: ${run.message}`;
  return {
    suite: run.runbook,
    name: 'the run as a whole',
    seconds,
    verdict: isBad || isLeft ? (word === 'unknown' ? 'error' : 'failure') : 'passed',
    message: `${word}${said}${isLeft ? '; clean-up: leftovers' : ''}`,
  };
}

function casesOf(step: StepRecord, now: Date): readonly Case[] {
  const { id, verb, status, startedAt, endedAt, error, machines, items = [] } = step;
  const one = (name: string, word: string, message: string | null, seconds = 0): Case => ({
    suite: id,
    name,
    seconds,
    verdict: VERDICTS[word] ?? 'error',
    message: `${word}${message === null ? '' : `: ${message}`}`,
  });
  return [
    one(`${verb} ${id}`, status, error?.message ?? null, secondsBetween(startedAt, endedAt, now)),
    ...items.map((item) => one(`item ${item.key}`, item.status, item.error?.message ?? null)),
    ...machines.map(({ name, result, message, startedAt: from, endedAt: to }) =>
      one(`machine ${name}`, result, message, to === null ? 0 : secondsBetween(from, to, now)),
    ),
  ];
}

function caseLine({ suite, name, seconds, verdict, message }: Case): string {
  const head = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}" time="${seconds}"`;
  if (verdict === 'passed') return `${head}/>`;
  return `${head}><${verdict} message="${escaped(message)}"/></testcase>`;
}

function secondsBetween(from: string | null, to: string | null, now: Date): number {
  if (from === null) return 0;
  const end = to === null ? now.getTime() : Date.parse(to);
  return Math.max(0, Math.round(end - Date.parse(from)) / 1000);
}
