import type { RunningWorker } from '../../worker/start-worker.js';
import { restartBudget } from './restart-budget.js';

/** A worker that is started again when it stops by itself. */
export interface KeptWorker {
  readonly taskQueue: string;
  /** Resolves, with the reason, when it stopped too often to be started again. */
  readonly gone: Promise<string>;
  readonly stop: () => Promise<void>;
}

export interface KeepWorkerOptions {
  readonly start: () => Promise<RunningWorker>;
  readonly now: () => Date;
  readonly say: (text: string) => void;
}

/** Starts a worker and keeps it. Throws what the first start throws. */
export async function keepWorker(keep: KeepWorkerOptions): Promise<KeptWorker> {
  const budget = restartBudget(keep.now);
  let worker = await keep.start();
  const { taskQueue } = worker;
  let isStopping = false;
  const watch = async (): Promise<string> => {
    for (;;) {
      const why = await worker.stopped.then(() => 'without a reason', reasonOf);
      if (isStopping) return 'stopped';
      if (!budget.take()) return `the worker stopped more than 5 times in 10 minutes: ${why}`;
      keep.say(`the worker stopped by itself (${why}); starting it again`);
      worker = await keep.start();
    }
  };
  const gone = watch().catch(
    (error: unknown) => `the worker could not be started again: ${reasonOf(error)}`,
  );
  const stop = async (): Promise<void> => {
    isStopping = true;
    await worker.stop();
  };
  return { taskQueue, gone, stop };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
