import pc from 'picocolors';
import { humanDuration } from '../../plan/duration.js';
import type { RunRecord } from '../../plan/run-record.js';
import { escaped } from '../../report/html/markup.js';
import type { TestResult } from './play-test.js';

/** A result as text: a line, and for one that failed why. */
export function formatResult(result: TestResult, isColoured: boolean): string {
  const { green, red, dim } = pc.createColors(isColoured);
  const { test, failures, seconds } = result;
  const facts = [...factsOf(result), `${seconds.toFixed(1)} s`].join(', ');
  const head = `  ${failures.length === 0 ? green('ok  ') : red('FAIL')} ${test.name} ${dim(`(${facts})`)}`;
  if (failures.length === 0) return `${head}\n`;
  const place =
    test.place === null ? test.file : `${test.file}:${test.place.line}:${test.place.column}`;
  const lines = [...failures, ...stepsOf(result.record), `at ${place}`];
  return `${[head, ...lines.flatMap((text) => text.split('\n').map((line) => `         ${line}`))].join('\n')}\n`;
}

/** The last line; a command that was stopped has not played all. */
export function formatCount(
  results: readonly TestResult[],
  { total, seconds }: { readonly total: number; readonly seconds: number },
): string {
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const rest = total - results.length;
  const left = rest === 0 ? '' : `, ${rest} not played`;
  return `\n${results.length - failed} passed, ${failed} failed${left} (${seconds.toFixed(1)} s)\n`;
}

/** What `--json` prints. Times of a record are on the runbook's clock. */
export function resultsJson(results: readonly TestResult[]): object {
  return {
    passed: results.filter(({ failures }) => failures.length === 0).length,
    failed: results.filter(({ failures }) => failures.length > 0).length,
    tests: results.map(({ test, failures, record, runSeconds, seconds }) => ({
      file: test.file,
      line: test.place?.line ?? null,
      name: test.name,
      runbook: test.runbook.file,
      mode: test.runbook.plan.mode,
      passed: failures.length === 0,
      failures,
      outcome: record?.run.outcome ?? null,
      runSeconds,
      seconds,
    })),
  };
}

/** JUnit's XML, for a CI's page of tests: a suite for each file. */
export function resultsJunit(results: readonly TestResult[]): string {
  const files = [...new Set(results.map(({ test }) => test.file))];
  const suites = files.map((file) => {
    const own = results.filter(({ test }) => test.file === file);
    const cases = own.map(({ test, failures, seconds }) => {
      const head = `    <testcase classname="${escaped(file)}" name="${escaped(test.name)}" time="${seconds}"`;
      if (failures.length === 0) return `${head}/>`;
      const [first = ''] = failures;
      return `${head}><failure message="${escaped(first)}">${escaped(failures.join('\n'))}</failure></testcase>`;
    });
    return [`  <testsuite name="${escaped(file)}" ${numbers(own)}>`, ...cases, '  </testsuite>'];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="drillbook test" ${numbers(results)}>`,
    ...suites.flat(),
    '</testsuites>',
    '',
  ].join('\n');
}

function numbers(results: readonly TestResult[]): string {
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const seconds = results.reduce((sum, one) => sum + one.seconds, 0);
  return `tests="${results.length}" failures="${failed}" errors="0" time="${seconds.toFixed(3)}"`;
}

function factsOf({ test, record, runSeconds }: TestResult): readonly string[] {
  const outcome = record?.run.outcome ?? null;
  return [
    test.runbook.plan.mode,
    ...(outcome === null ? [] : [outcome]),
    ...(runSeconds === null ? [] : [`${humanDuration(Math.round(runSeconds))} on its clock`]),
  ];
}

/** The steps that say why: those that are not simply done. */
function stepsOf(record: RunRecord | null): readonly string[] {
  const telling = (record?.steps ?? []).filter(
    ({ status }) => !['succeeded', 'skipped', 'pending'].includes(status),
  );
  return telling.map(({ id, status, error }) => {
    const why = error === null ? '' : `: ${error.message}`;
    return `step ${id} is ${status}${why}`;
  });
}
