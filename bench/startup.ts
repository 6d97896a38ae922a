import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { compile } from '../compiler/compile.js';

const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const demo = fileURLToPath(new URL('../runbooks/demo-drill.yaml', import.meta.url));

/** Milliseconds of `check` of the demo's runbook from the shell, each a process of its own. */
export function checkFromTheShell(times: number): readonly number[] {
  return timed(times, () =>
    execFileSync(process.execPath, [main, 'check', demo], { stdio: 'ignore' }),
  );
}

/** Milliseconds of compiling a runbook of so many steps. */
export function compiling(steps: number, times: number): readonly number[] {
  const lines = Array.from({ length: steps }, (_, index) => `  - { id: s${index}, wait: 1s }`);
  const source = ['apiVersion: drillbook/v1', 'id: big', 'title: Big', 'steps:', ...lines, ''].join(
    '\n',
  );
  return timed(times, () => compile(source, { file: 'big.yaml', mode: 'live' }));
}

/** Milliseconds from the shell until a worker from dist polls. */
export async function workerPolls(address: string): Promise<number> {
  const config = join(mkdtempSync(join(tmpdir(), 'drillbook-bench-')), 'temporal.config.yaml');
  writeFileSync(config, `temporal: { address: ${address} }\n`);
  const begin = performance.now();
  const child = spawn(process.execPath, [main, 'worker', '--config', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const polled = await new Promise<number>((resolve, reject) => {
    const look = (chunk: Buffer): void => {
      if (/polling|ready/i.test(chunk.toString())) resolve(performance.now() - begin);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', () => {
      reject(new Error('the worker ended before it polled'));
    });
  });
  child.removeAllListeners('exit');
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  return polled;
}

function timed(times: number, work: () => unknown): readonly number[] {
  return Array.from({ length: times }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
}
