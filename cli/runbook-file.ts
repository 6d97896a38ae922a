import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { wrongUse } from './command-error.js';
import type { Io } from './io.js';

export interface RunbookFile {
  /** As it was typed: diagnostics name it so. */
  readonly file: string;
  readonly source: string;
  readonly bytes: Uint8Array;
}

/** Reads a runbook; throws wrong use when it is not there or can't be read. */
export async function readRunbook(file: string, io: Pick<Io, 'cwd'>): Promise<RunbookFile> {
  try {
    const bytes = await readFile(resolve(io.cwd, file));
    return { file, source: bytes.toString('utf8'), bytes };
  } catch (error) {
    throw wrongUse(`can't read the runbook ${file}: ${whyUnreadable(error)}`);
  }
}

/** Gives the texts of files beside a runbook, for the runbooks that it runs; null: it can't be read. */
export function filesBeside(file: string, io: Pick<Io, 'cwd'>): (path: string) => string | null {
  const folder = dirname(resolve(io.cwd, file));
  return (path) => {
    try {
      return readFileSync(resolve(folder, path), 'utf8');
    } catch {
      return null;
    }
  };
}

function whyUnreadable(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
      return 'permission denied';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
