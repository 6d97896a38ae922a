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
    },
    {
      write: (line: string) => {
        io.stderr.write(line);
      },
    },
  );
}

function isLevel(word: string): boolean {
  return ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].includes(word);
}
