import { pino, type Logger } from 'pino';
import type { Io } from './io.js';

// Belt and braces: no code of ours logs these, but a foreign object in a log line might hold them.
const SECRET_PATHS = ['password', 'apiKey', 'token', 'authorization'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
]);

/**
 * The log of a worker: JSON lines on stderr. `DRILLBOOK_LOG_LEVEL` goes before the level given.
 */
export function makeLogger(
  io: Pick<Io, 'env' | 'stderr'>,
  level: 'info' | 'warn' | 'error',
): Logger {
  const wanted = io.env['DRILLBOOK_LOG_LEVEL'] ?? '';
  return pino(
    {
      name: 'drillbook',
      level: isLevel(wanted) ? wanted : level,
      redact: { paths: SECRET_PATHS, censor: '[hidden]' },
      // An Error has no fields of its own to be written: without this its words would be lost.
      serializers: { error: errorFacts },
    },
    {
      write: (line: string) => {
        io.stderr.write(line);
      },
    },
  );
}

/**
 * The log of `dev`, for a person at a terminal: our own warnings, and errors, as sentences on
 * stderr. What the SDK warns of (an activity that failed and is tried again, a run that ended badly)
 * stands in the run. With `DRILLBOOK_LOG_LEVEL` it is the worker's log, whole.
 */
export function makeTerminalLogger(io: Pick<Io, 'env' | 'stderr'>): Logger {
  if (isLevel(io.env['DRILLBOOK_LOG_LEVEL'] ?? '')) return makeLogger(io, 'warn');
  const write = (line: string): void => {
    const text = sentenceOf(JSON.parse(line) as LogLine);
    if (text !== null) io.stderr.write(`${text}\n`);
  };
  return makeLogger({ env: io.env, stderr: { write } }, 'warn');
}

interface LogLine {
  readonly level: number;
  readonly msg?: string;
  readonly connection?: string;
  readonly sdkComponent?: string;
  readonly error?: { readonly message?: string } | string;
}

// pino's number for it (https://getpino.io/#/docs/api?id=loggerlevels-object).
const ERROR = 50;

function sentenceOf({ level, msg = '', connection, sdkComponent, error }: LogLine): string | null {
  if (level < ERROR && sdkComponent !== undefined) return null;
  const why = typeof error === 'string' ? error : error?.message;
  const where = connection === undefined ? '' : `${connection}: `;
  const word = level < ERROR ? 'warning' : 'error';
  return `${word}: ${where}${msg}${why === undefined ? '' : `: ${why}`}`;
}

/** What an operator needs of an error: no stack, and nothing that was hung on it. */
function errorFacts(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, cause } = error;
  const type = (error as Error & { readonly type?: unknown }).type;
  return {
    type: typeof type === 'string' ? type : name,
    message,
    ...(cause instanceof Error ? { cause: cause.message } : {}),
  };
}

function isLevel(word: string): boolean {
  return ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].includes(word);
}
