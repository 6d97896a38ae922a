import { wrongUse } from '../command-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { loadSettings, tellWarnings } from '../load-settings.js';
import { makeLogger } from '../logger.js';
import { stopSignals } from '../stop-signals.js';
import { openSession } from '../temporal/open-session.js';

export interface WorkerArgs {
  readonly globals: GlobalOptions;
}

/**
 * Runs a worker in the foreground until it is told to stop; then what it does is brought to a safe
 * place first. A second signal does not wait for that.
 */
export async function worker(args: WorkerArgs, io: Io): Promise<ExitCode> {
  const signals = stopSignals(io);
  try {
    const config = await loadSettings(args.globals, io);
    tellWarnings(config, io);
    // First with the client, whose words for a Temporal that is not there are clear.
    await (await openSession(args.globals, io)).close();
    const { startWorker } = await import('../../worker/start-worker.js');
    const logger = makeLogger(io, 'info');
    const running = await startWorker({ config, env: io.env, logger });
    io.stdout.write(`task queue ${running.taskQueue}\nready\n`);
    const ended = running.stopped.then(
      () => 'without a reason',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const event = await Promise.race([signals.first, ended]);
    if (event !== 'stop') throw wrongUse(`the worker has stopped by itself: ${event}`);
    io.stderr.write('stopping (again to force) ...\n');
    await Promise.race([running.stop(), signals.second]);
    return EXIT.done;
  } finally {
    signals.release();
  }
}
