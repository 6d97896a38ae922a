import type { Io } from './io.js';

export interface StopSignals {
  /** Resolves at the first Ctrl-C or SIGTERM. */
  readonly first: Promise<'stop'>;
  /** Resolves at the second one: the person does not want to wait. */
  readonly second: Promise<'force'>;
  /** Gives the signals back. */
  release(): void;
}

/** Counts Ctrl-C and SIGTERM for a command that runs in the foreground until it is told. */
export function stopSignals(io: Pick<Io, 'onStop'>): StopSignals {
  const heard = new AbortController();
  const heardAgain = new AbortController();
  const release = io.onStop(() => {
    if (heard.signal.aborted) heardAgain.abort();
    else heard.abort();
  });
  return {
    first: aborted(heard.signal).then(() => 'stop'),
    second: aborted(heardAgain.signal).then(() => 'force'),
    release,
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
