import type { Io } from '../../cli/io.js';

/** An Io that keeps what is written, with no terminal unless told. */
export interface FakeIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
  /** What Ctrl-C does. */
  readonly stop: () => void;
}

export function fakeIo(
  options: {
    readonly cwd?: string;
    readonly answers?: readonly string[];
    readonly terminal?: boolean;
    readonly env?: NodeJS.ProcessEnv;
  } = {},
): FakeIo {
  const out: string[] = [];
  const err: string[] = [];
  const answers = [...(options.answers ?? [])];
  const handlers = new Set<() => void>();
  const isTerminal = options.terminal ?? false;
  return {
    stdout: { write: (text) => void out.push(asText(text)) },
    stderr: { write: (text) => void err.push(asText(text)) },
    env: options.env ?? {},
    cwd: options.cwd ?? '/nowhere',
    isTerminal: { stdin: isTerminal, stdout: isTerminal, stderr: isTerminal },
    size: () => ({ columns: 80, rows: 24 }),
    colour: { stdout: false, stderr: false },
    now: () => new Date('2026-11-21T03:00:00.000Z'),
    ask: (question) => {
      err.push(question);
      return Promise.resolve(answers.shift() ?? null);
    },
    onStop: (handler) => {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    out: () => out.join(''),
    err: () => err.join(''),
    stop: () => {
      for (const handler of handlers) handler();
    },
  };
}

/** A byte is a character. */
function asText(text: string | Uint8Array): string {
  return typeof text === 'string' ? text : Buffer.from(text).toString('latin1');
}
