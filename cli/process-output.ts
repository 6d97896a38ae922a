import { fstatSync, writeSync } from 'node:fs';
import type { ResultOutput } from './io.js';

/** A standard stream of this process. */
export interface ProcessOutput extends ResultOutput {
  /** The system's word for the first write that failed, as `ENOSPC`; null: none did. */
  readonly problem: () => string | null;
  /** Settles when what was written is on its way. */
  flushed(): Promise<void>;
}

/**
 * Writes to a standard stream and never throws: whoever asks for the problem decides what it means.
 * A reader that has gone (`| head`) is none.
 */
export function processOutput(stream: NodeJS.WriteStream, fd: number): ProcessOutput {
  let problem: string | null = null;
  const note = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') problem ??= error.code ?? error.message;
  };
  stream.on('error', note);
  const isFile = !stream.isTTY && isFileOrDevice(fd);
  return {
    problem: () => problem,
    write: (content) => {
      if (problem !== null || !stream.writable) return;
      if (isFile) writeWhole(fd, content, note);
      else stream.write(content);
    },
    flushed: () => flushed(stream),
  };
}

/**
 * Node's own stream of a file writes once: of a disk that is full in the midst of it, it says
 * nothing, and the end is missing.
 */
function writeWhole(
  fd: number,
  content: string | Uint8Array,
  onError: (error: NodeJS.ErrnoException) => void,
): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
  } catch (error) {
    onError(error as NodeJS.ErrnoException);
  }
}

function isFileOrDevice(fd: number): boolean {
  try {
    const facts = fstatSync(fd);
    return facts.isFile() || facts.isCharacterDevice();
  } catch {
    return false;
  }
}

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
