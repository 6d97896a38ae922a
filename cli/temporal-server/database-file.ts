import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';

/** The first 16 bytes of every SQLite database: https://www.sqlite.org/fileformat.html, 1.3. */
const SQLITE_HEADER = Buffer.from('SQLite format 3\0', 'latin1');

/** The file given as database can't be one. */
export class DatabaseFileError extends Error {
  override readonly name = 'DatabaseFileError';
}

/**
 * Makes the folder of the database (readable by its owner alone) when it is missing. Throws
 * `DatabaseFileError` when the file is there and is something else than a SQLite database.
 */
export async function prepareDatabaseFile(file: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new DatabaseFileError(
      `the folder of the database ${file} cannot be made: ${messageOf(error)}; choose another file with --db`,
      { cause: error },
    );
  }
  const start = await firstBytes(file);
  // Nothing in it: SQLite makes a database of an empty file.
  if (start === null || start.length === 0) return;
  if (!start.equals(SQLITE_HEADER)) {
    throw new DatabaseFileError(
      `${file} is not a SQLite database (it begins with ${JSON.stringify(start.toString('latin1'))}); ` +
        'choose another file with --db, or move this one away',
    );
  }
}

async function firstBytes(file: string): Promise<Buffer | null> {
  try {
    const handle = await open(file, 'r+');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(SQLITE_HEADER.length), 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new DatabaseFileError(
      `the database ${file} cannot be read and written: ${messageOf(error)}; choose another file with --db`,
      { cause: error },
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
