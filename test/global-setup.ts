import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { TestEnvironmentReport } from './test-environment-report.js';

/** What we read of Jest's configuration. */
interface JestConfig {
  readonly rootDir: string;
  readonly testPathPatterns: { readonly patterns: readonly string[] };
}

/** The process that serves this Jest run; global-teardown.ts ends it. */
declare global {
  var drillbookTestEnvironment: ChildProcess | undefined;
}

/** Tests below these folders live without Temporal; runs of only such tests start none. */
const WITHOUT_TEMPORAL =
  /^(\.\/)?test\/(plan|compiler|clients|config|docs|e2e|report|simulator|cli\/temporal-server)(\/|$)/;

/**
 * Starts one real Temporal server for the whole run and bundles the workflows once. Tests get both
 * from test-environment.ts. Nothing is started when
 * DRILLBOOK_TEST_NO_TEMPORAL is 1. The work is done in another process: Jest loads this file as
 * CommonJS, the product is ES modules.
 */
export default async function globalSetup(config: JestConfig): Promise<void> {
  if (process.env['DRILLBOOK_TEST_NO_TEMPORAL'] === '1') return;
  const patterns = config.testPathPatterns.patterns;
  const needless = patterns.length > 0 && patterns.every((each) => WITHOUT_TEMPORAL.test(each));
  if (needless) return;

  const entry = path.join(config.rootDir, 'test', 'environment-entry.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', entry], {
    cwd: config.rootDir,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  globalThis.drillbookTestEnvironment = child;
  const report = await firstReport(child);
  process.env['DRILLBOOK_TEST_TEMPORAL_ADDRESS'] = report.address ?? '';
  process.env['DRILLBOOK_TEST_WORKFLOW_BUNDLE'] = report.workflowBundle ?? '';
  // Not thrown here: tests that need neither shall run, the others say this by themselves.
  process.env['DRILLBOOK_TEST_PROBLEMS'] = report.problems.join('\n');
}

function firstReport(child: ChildProcess): Promise<TestEnvironmentReport> {
  return new Promise((resolve, reject) => {
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.startsWith('{')) resolve(JSON.parse(line) as TestEnvironmentReport);
      });
    }
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`test/environment-entry.ts ended with code ${String(code)}, see above`));
    });
  });
}
