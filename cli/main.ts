#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { EXIT, type ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { processOutput } from './process-output.js';
import { runCli } from './run-cli.js';

// The one file that touches `process`.

async function ask(question: string): Promise<string | null> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise<string | null>((resolve) => {
      lines.once('close', () => {
        resolve(null);
      });
      void lines.question(question).then(resolve, () => {
        resolve(null);
      });
    });
  } finally {
    lines.close();
  }
}

function onStop(handler: () => void): () => void {
  process.on('SIGINT', handler);
  process.on('SIGTERM', handler);
  return () => {
    process.off('SIGINT', handler);
    process.off('SIGTERM', handler);
  };
}

const mayColour = (process.env['NO_COLOR'] ?? '') === '';

const stdout = processOutput(process.stdout, 1);
const stderr = processOutput(process.stderr, 2);

const io: Io = {
  stdout,
  stderr,
  env: process.env,
  cwd: process.cwd(),
  isTerminal: {
    stdin: process.stdin.isTTY,
    stdout: process.stdout.isTTY,
    stderr: process.stderr.isTTY,
  },
  size: () => {
    // One of the two may go into a file.
    const { columns, rows } = process.stderr.isTTY ? process.stderr : process.stdout;
    return { columns: columns || 80, rows: rows || 24 };
  },
  colour: {
    stdout: mayColour && process.stdout.isTTY,
    stderr: mayColour && process.stderr.isTTY,
  },
  now: () => new Date(),
  ask,
  onStop,
};

/** The result is what was asked for: a command whose result can't be had has not done it. */
function withResults(exitCode: ExitCode): ExitCode {
  const problem = stdout.problem();
  if (problem === null) return exitCode;
  stderr.write(`drillbook: stdout can't be written (${problem})\n`);
  return exitCode === EXIT.ownBug ? exitCode : EXIT.wrongUse;
}

const ended = await runCli(process.argv.slice(2), io);
await stdout.flushed();
const exitCode = withResults(ended);
await stderr.flushed();
// Not by itself: a connection that is still being given up must not hold the shell.
process.exit(exitCode);
