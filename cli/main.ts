#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import type { Io, ResultOutput } from './io.js';
import { runCli } from './run-cli.js';

// The one file that touches `process`.

function output(stream: NodeJS.WriteStream): ResultOutput {
  // A reader that has gone (`| head`) is no fault of the command's.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => {
      if (stream.writable) stream.write(text);
    },
  };
}

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

const io: Io = {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
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

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (!stream.writable) {
      resolve();
      return;
    }
    stream.write('', () => {
      resolve();
    });
  });
}

const exitCode = await runCli(process.argv.slice(2), io);
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
// Not by itself: a connection that is still being given up must not hold the shell.
process.exit(exitCode);
