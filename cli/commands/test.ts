import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { wrongUse } from '../command-error.js';
import { makeEnding } from '../dev/ending.js';
import { getServer } from '../dev/get-server.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { makeLogger } from '../logger.js';
import {
  formatCount,
  formatResult,
  resultsJson,
  resultsJunit,
} from '../runbook-test/format-results.js';
import type { Stage, TestResult } from '../runbook-test/play-test.js';
import { readTestFile, TEST_SUFFIX } from '../runbook-test/read-test-file.js';
import type { RunbookTest } from '../runbook-test/runbook-test.js';
import { writeReport } from '../write-report.js';

export interface TestArgs {
  /** Files of tests, runbooks that have one beside them, or folders. */
  readonly files: readonly string[];
  /** Only tests whose name has this text; null: all. */
  readonly filter: string | null;
  /** How many are played at a time; null: as many as the machine has cores, at most 4. */
  readonly jobs: number | null;
  readonly junit: string | null;
  /** A folder for the record of each test's run; null: they are not kept. */
  readonly records: string | null;
  readonly globals: Pick<GlobalOptions, 'json'>;
}

const MOST_JOBS = 4;

/** Plays the tests of runbooks against simulated servers; exit 1 when one fails. */
export async function test(args: TestArgs, io: Io): Promise<ExitCode> {
  const begun = performance.now();
  const tests = await testsOf(args, io);
  const ending = makeEnding((text) => {
    io.stderr.write(`${text}\n`);
  });
  const stopping = new AbortController();
  const unstop = io.onStop(() => {
    stopping.abort();
  });
  try {
    const stage = await openStage(tests.length, stopping.signal, io, ending.add);
    const results = await playAll(tests, stage, args, io);
    await keep(results, args, io);
    if (args.globals.json) io.stdout.write(`${JSON.stringify(resultsJson(results))}\n`);
    else {
      const seconds = (performance.now() - begun) / 1000;
      io.stdout.write(formatCount(results, { total: tests.length, seconds }));
    }
    const isGood = results.every(({ failures }) => failures.length === 0);
    return isGood && !stopping.signal.aborted ? EXIT.done : EXIT.failed;
  } finally {
    unstop();
    await ending.run();
  }
}

async function testsOf({ files, filter }: TestArgs, io: Io): Promise<readonly RunbookTest[]> {
  const found: string[] = [];
  for (const file of files.length === 0 ? ['.'] : files) found.push(...(await filesOf(file, io)));
  const tests: RunbookTest[] = [];
  for (const file of new Set(found)) tests.push(...(await readTestFile(file, io)));
  const wanted = tests.filter(({ name }) => filter === null || name.includes(filter));
  if (wanted.length > 0) return wanted;
  throw wrongUse(`none of the ${tests.length} tests has "${filter ?? ''}" in its name`);
}

async function filesOf(file: string, io: Pick<Io, 'cwd'>): Promise<readonly string[]> {
  const isFolder = await stat(resolve(io.cwd, file)).then(
    (one) => one.isDirectory(),
    () => false,
  );
  if (isFolder) {
    const names = (await readdir(resolve(io.cwd, file))).filter((name) =>
      name.endsWith(TEST_SUFFIX),
    );
    if (names.length > 0) return names.sort().map((name) => join(file, name));
    throw wrongUse(`there is no file *${TEST_SUFFIX} in ${file === '.' ? 'this folder' : file}`);
  }
  if (file.endsWith(TEST_SUFFIX) || !/\.ya?ml$/.test(file)) return [file];
  const beside = file.replace(/\.ya?ml$/, TEST_SUFFIX);
  const isThere = await stat(resolve(io.cwd, beside)).then(
    () => true,
    () => false,
  );
  if (isThere) return [beside];
  // It may be a file of tests under another name: it says so itself, or what is wrong with it.
  return [file];
}

async function openStage(
  count: number,
  stopping: AbortSignal,
  io: Io,
  atEnd: (what: string, end: () => Promise<void>) => void,
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'drillbook-test-'));
  atEnd('the temporary folder', () => rm(folder, { recursive: true, force: true }));
  const server = await getServer(
    {
      port: 0,
      uiPort: null,
      databaseFile: null,
      logFile: null,
      moreNamespaces: Array.from({ length: count }, (_, index) => namespaceOf(index)),
    },
    io,
  );
  atEnd("Temporal's server", server.stop);
  const { Connection } = await import('@temporalio/client');
  const connection = await Connection.connect({ address: server.address });
  atEnd('the connection', () => connection.close());
  return {
    connection,
    address: server.address,
    folder,
    logger: makeLogger(io, 'error'),
    stopping,
    say: (text) => {
      io.stderr.write(`${text}\n`);
    },
  };
}

function namespaceOf(index: number): string {
  return `test-${index + 1}`;
}

/** Plays so many at a time; what is printed comes in the order of the files. */
async function playAll(
  tests: readonly RunbookTest[],
  stage: Stage,
  { jobs, globals }: TestArgs,
  io: Io,
): Promise<readonly TestResult[]> {
  const { playTest } = await import('../runbook-test/play-test.js');
  const results: TestResult[] = [];
  const show = shower(tests, globals.json, io);
  let next = 0;
  const play = async (): Promise<void> => {
    while (next < tests.length && !stage.stopping.aborted) {
      const index = next++;
      const one = tests[index];
      if (one === undefined) return;
      const result = await playTest(one, namespaceOf(index), stage);
      results[index] = result;
      show(results);
    }
  };
  const atATime = jobs ?? Math.min(MOST_JOBS, availableParallelism());
  await Promise.all(Array.from({ length: atATime }, play));
  return results.flat();
}

function shower(tests: readonly RunbookTest[], isJson: boolean, io: Io) {
  let shown = 0;
  return (results: readonly (TestResult | undefined)[]): void => {
    for (; shown < tests.length; shown++) {
      const result = results[shown];
      if (result === undefined) return;
      const isNewFile = tests[shown - 1]?.file !== result.test.file;
      // With --json these lines are progress.
      const out = isJson ? io.stderr : io.stdout;
      if (isNewFile) out.write(`${shown === 0 ? '' : '\n'}${result.test.file}\n`);
      out.write(formatResult(result, isJson ? io.colour.stderr : io.colour.stdout));
    }
  };
}

async function keep(
  results: readonly TestResult[],
  { junit, records }: TestArgs,
  io: Pick<Io, 'cwd'>,
): Promise<void> {
  if (junit !== null) await writeReport(resolve(io.cwd, junit), resultsJunit(results));
  if (records === null) return;
  const folder = resolve(io.cwd, records);
  await mkdir(folder, { recursive: true });
  for (const [index, { record }] of results.entries()) {
    if (record === null) continue;
    const name = `${String(index + 1).padStart(3, '0')}-${record.run.id}.json`;
    await writeFile(join(folder, name), `${JSON.stringify(record, null, 2)}\n`);
  }
}
