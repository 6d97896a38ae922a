/**
 * Runs a server for as long as somebody holds our standard input. Whoever started us may be killed
 * without a chance to clean up; then the input ends, and so does the server. Arguments: the server's
 * executable and its arguments. Reports on standard output, one JSON object a line; what the server
 * writes goes to standard error.
 */
import { spawn } from 'node:child_process';
import type { SupervisorReport } from './supervisor-report.js';

/** How long a server may take to end by itself before it is killed; SQLite bears that. */
const PATIENCE_MS = { asked: 5_000, orphaned: 1_000 };

const [executable = '', ...args] = process.argv.slice(2);
let ending = false;

// Who reads our reports may be dead: that is no reason to leave the server behind.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const server = spawn(executable, args, { stdio: ['ignore', 2, 2], windowsHide: true });

function report(line: SupervisorReport): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function endServer(why: keyof typeof PATIENCE_MS): void {
  if (ending) return;
  ending = true;
  server.kill('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), PATIENCE_MS[why]).unref();
}

server.once('spawn', () => {
  report({ kind: 'started', pid: server.pid ?? 0 });
});
server.once('error', (error) => {
  report({ kind: 'not-started', message: error.message });
  process.exitCode = 1;
  process.stdin.destroy();
});
server.once('exit', (code, signal) => {
  report({ kind: 'exited', code, signal });
  process.stdin.destroy();
});

// The one thing ever written to us is the wish to stop.
process.stdin.once('data', () => {
  endServer('asked');
});
process.stdin.once('end', () => {
  endServer('orphaned');
});
process.stdin.once('error', () => {
  endServer('orphaned');
});
process.on('SIGTERM', () => {
  endServer('asked');
});
// Ctrl-C is for the command that started us: the server has to outlive its worker.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
