import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLineOf, isAlive, ownPid, signalProcess } from './this-process.js';

/** How long a left server may take to end by itself, or by SIGTERM, before the next harder way. */
const PATIENCE_MS = 3_000;

/** Who serves a database, written beside it. */
interface ServerRecord {
  readonly server: number;
  readonly owner: number;
  /** The command line of the owner: a process id alone may have been given to somebody else. */
  readonly ownerCommandLine: string | null;
}

/** The database is served by another living process. */
export class DatabaseInUseError extends Error {
  override readonly name = 'DatabaseInUseError';
}

/** The file beside a database that names its server. */
export function pidFileOf(databaseFile: string): string {
  return `${databaseFile}.pid`;
}

/** Writes down that this process runs that server on the database. */
export async function writePidFile(databaseFile: string, server: number): Promise<void> {
  const owner = ownPid();
  const record: ServerRecord = { server, owner, ownerCommandLine: commandLineOf(owner) };
  await writeFile(pidFileOf(databaseFile), `${JSON.stringify(record)}\n`, { mode: 0o600 });
}

/** Removes the note of `writePidFile`. */
export async function removePidFile(databaseFile: string): Promise<void> {
  await rm(pidFileOf(databaseFile), { force: true });
}

/**
 * Ends a server that an earlier, killed process left on this database: two servers on one SQLite
 * file would ruin each other. Throws `DatabaseInUseError` when its owner lives. Processes are
 * verified by their command line; one that can't be verified is left alone.
 */
export async function endLeftServer(databaseFile: string): Promise<void> {
  const record = await readRecord(databaseFile);
  if (record === null) return;
  const isOurs = (): boolean => isServerOf(record.server, databaseFile);
  if (!isOurs()) return;
  if (ownerLives(record)) {
    throw new DatabaseInUseError(
      `${databaseFile} is in use by another \`drillbook dev\` (process ${record.owner}); ` +
        'stop that one, or choose another file with --db',
    );
  }
  // Its supervisor is probably ending it at this moment.
  if (await goneWithin(isOurs)) return;
  signalProcess(record.server, 'SIGTERM');
  if (await goneWithin(isOurs)) return;
  signalProcess(record.server, 'SIGKILL');
  if (await goneWithin(isOurs)) return;
  throw new DatabaseInUseError(
    `${databaseFile} is in use by a server that cannot be ended (process ${record.server}); end it by hand`,
  );
}

async function readRecord(databaseFile: string): Promise<ServerRecord | null> {
  try {
    const found = JSON.parse(
      await readFile(pidFileOf(databaseFile), 'utf8'),
    ) as Partial<ServerRecord>;
    const { server, owner, ownerCommandLine } = found;
    if (!isPid(server) || !isPid(owner)) return null;
    return {
      server,
      owner,
      ownerCommandLine: typeof ownerCommandLine === 'string' ? ownerCommandLine : null,
    };
  } catch {
    return null; // No file, or half a file of a process that was killed while it wrote.
  }
}

/** Zero and negative numbers mean whole groups of processes to kill(2). */
function isPid(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 1;
}

function isServerOf(pid: number, databaseFile: string): boolean {
  if (!isAlive(pid)) return false;
  const line = commandLineOf(pid);
  return line !== null && line.includes(' server start-dev ') && line.includes(` ${databaseFile} `);
}

function ownerLives(record: ServerRecord): boolean {
  return isAlive(record.owner) && commandLineOf(record.owner) === record.ownerCommandLine;
}

async function goneWithin(isThere: () => boolean): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS;
  while (isThere()) {
    if (Date.now() > deadline) return false;
    await delay(50);
  }
  return true;
}
