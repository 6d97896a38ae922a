import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { ConfigProblem } from '../../config/config-error.js';
import { documentProblems } from '../../config/document-problems.js';
import { readDocument } from '../../config/document.js';
import { withoutFreeKeys } from '../../config/free-keys.js';
import { resolveInputs } from '../../plan/inputs.js';
import type { Json, JsonObject } from '../../plan/json.js';
import type { Mode, PlanInput } from '../../plan/plan.js';
import { CommandError, wrongUse } from '../command-error.js';
import { compileRunbook, type CompiledRunbook } from '../compile-runbook.js';
import { EXIT } from '../exit-code.js';
import type { Io } from '../io.js';
import { checkTest, type Finding } from './check-test.js';
import { withDefaults, type RunbookTest } from './runbook-test.js';
import { testFileSchema, type TestFile, type WrittenTest } from './test-schema.js';

/** What the name of a test file ends with. */
export const TEST_SUFFIX = '.test.yaml';

/**
 * Reads a file of tests with the runbook that it is about, and gives the tests that are in it.
 * Throws CommandError (exit 2) with every problem and its place, or when the runbook has errors.
 */
export async function readTestFile(file: string, io: Io): Promise<readonly RunbookTest[]> {
  const text = await readFile(resolve(io.cwd, file), 'utf8').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw wrongUse(`can't read the tests ${file}: ${why}`);
  });
  const read = readDocument(text, file);
  if ('problems' in read) throw wrong(read.problems);
  const { document } = read;
  const parsed = testFileSchema.safeParse(withoutFreeKeys(document.value));
  if (!parsed.success) {
    throw wrong(documentProblems(parsed.error.issues, document, 'the test file'));
  }
  const written = parsed.data;
  const runbooks = makeRunbooks(runbookOf(file, written), io);
  const tests: RunbookTest[] = [];
  const findings: Finding[] = repeatedNames(written);
  const common: Finding[] = [];
  for (const [index, one] of written.tests.entries()) {
    const { mode, inputs, ...rest } = withDefaults(written, one);
    const runbook = await runbooks(mode);
    const resolved = resolveInputs(runbook.plan.inputs, withRuns(runbook.plan.inputs, inputs));
    const path = ['tests', index];
    tests.push({
      ...rest,
      name: one.name,
      file,
      place: document.place([...path, 'name']),
      runbook,
      inputs: resolved.values,
      answers: one.answers,
      outcome: one.outcome,
      expect: one.expect,
    });
    const problems = resolved.problems.map((message) => ({
      path: one.inputs === undefined ? path : [...path, 'inputs'],
      message: message
        .replace(/give --input (\w+)=\.\.\./, 'give it in `inputs`')
        .replace('the id of an earlier run', 'the record of an earlier run: { run: { ... } }'),
    }));
    const { own, ofDefaults } = split(checkTest(one, rest, runbook.plan), one);
    findings.push(...problems);
    findings.push(...own.map((finding) => ({ ...finding, path: [...path, ...finding.path] })));
    common.push(...ofDefaults);
  }
  findings.push(...wrongInAll(common, written.tests.length));
  if (findings.length === 0) return tests;
  throw wrong(findings.map(({ path, message }) => ({ place: document.place(path), message })));
}

function runbookOf(file: string, { runbook }: TestFile): string {
  if (runbook !== undefined) return join(dirname(file), runbook);
  const name = basename(file);
  if (name.endsWith(TEST_SUFFIX)) {
    return join(dirname(file), `${name.slice(0, -TEST_SUFFIX.length)}.yaml`);
  }
  throw wrongUse(`${file} does not say which runbook it tests: add the key runbook`);
}

/** Compiles a runbook once for each mode; its warnings are the business of `check`. */
function makeRunbooks(file: string, io: Io): (mode: Mode | null) => Promise<CompiledRunbook> {
  const made = new Map<Mode | null, Promise<CompiledRunbook>>();
  return (mode) => {
    const known = made.get(mode) ?? compileQuietly(file, mode, io);
    made.set(mode, known);
    return known;
  };
}

async function compileQuietly(file: string, mode: Mode | null, io: Io): Promise<CompiledRunbook> {
  const said: string[] = [];
  const quiet: Io = {
    ...io,
    stderr: {
      write: (text) => {
        said.push(text);
      },
    },
  };
  try {
    return await compileRunbook(file, mode, quiet);
  } catch (error) {
    io.stderr.write(said.join(''));
    throw error;
  }
}

/** What a test says itself, and what the file's `defaults` say for it. */
function split(findings: readonly Finding[], test: WrittenTest) {
  const isOwn = ({ path: [part, key] }: Finding): boolean => {
    const said = FROM_DEFAULTS.find((name) => name === part);
    return said === undefined || Object.hasOwn(test[said] ?? {}, String(key));
  };
  return {
    own: findings.filter(isOwn),
    ofDefaults: findings.filter((finding) => !isOwn(finding)),
  };
}

const FROM_DEFAULTS = ['targets', 'network', 'waits'] as const;

/** A default may name what one mode alone has: it is wrong where it is so for every test. */
function wrongInAll(findings: readonly Finding[], tests: number): readonly Finding[] {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const place = JSON.stringify(finding.path);
    found.set(place, [...(found.get(place) ?? []), finding]);
  }
  return [...found.values()].flatMap(([first, ...others]) =>
    first === undefined || others.length + 1 < tests
      ? []
      : [{ ...first, path: ['defaults', ...first.path] }],
  );
}

/** The record of an earlier run is written out as far as it is used: its steps may be left out. */
function withRuns(
  declared: readonly PlanInput[],
  inputs: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> {
  const runs = declared.filter(({ type }) => type === 'run').map(({ name }) => name);
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      return [name, runs.includes(name) && isObject(value) ? { steps: [], ...value } : value];
    }),
  );
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function repeatedNames({ tests }: TestFile): Finding[] {
  const seen = new Set<string>();
  return tests.flatMap(({ name }, index) => {
    const isRepeated = seen.has(name);
    seen.add(name);
    const message = `another test of this file has the name "${name}" too`;
    return isRepeated ? [{ path: ['tests', index, 'name'], message }] : [];
  });
}

function wrong(problems: readonly ConfigProblem[]): CommandError {
  const lines = problems.map(({ place, message }) =>
    place === null ? message : `${place.file}:${place.line}:${place.column}: ${message}`,
  );
  return new CommandError(`${lines.join('\n')}\nnothing was tested`, EXIT.runbookErrors);
}
