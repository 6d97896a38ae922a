import { makeTelemetryFilterString, Runtime, type LogEntry } from '@temporalio/worker';
import type { Logger } from 'pino';
import { WorkerPortError } from './port-error.js';

let isInstalled = false;

/**
 * Sets Temporal's runtime up, once a process and before anything else of it is used. It takes no
 * signals: who started the worker stops it, in the right order. Throws `WorkerPortError`.
 */
export function installRuntime(logger: Logger, metricsPort: number | null): void {
  if (isInstalled) return;
  try {
    install(logger, metricsPort);
  } catch (error) {
    if (metricsPort === null) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new WorkerPortError(
      `the worker's metrics port ${metricsPort} (worker.metricsPort) can't be opened: ${why}`,
      { cause: error },
    );
  }
  isInstalled = true;
}

function install(logger: Logger, metricsPort: number | null): void {
  Runtime.install({
    logger: {
      log: (level, message, meta) => {
        write(logger, level, message, meta);
      },
      trace: (message, meta) => {
        logger.trace(meta ?? {}, message);
      },
      debug: (message, meta) => {
        logger.debug(meta ?? {}, message);
      },
      info: (message, meta) => {
        logger.debug(meta ?? {}, message);
      },
      warn: (message, meta) => {
        // The process's own queue serves activities alone, on purpose.
        if (message.startsWith('No workflows registered')) logger.debug(meta ?? {}, message);
        else logger.warn(meta ?? {}, message);
      },
      error: (message, meta) => {
        logger.error(meta ?? {}, message);
      },
    },
    shutdownSignals: [],
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) },
      ...(metricsPort === null
        ? {}
        : { metrics: { prometheus: { bindAddress: `127.0.0.1:${metricsPort}` } } }),
    },
  });
}

function write(logger: Logger, level: LogEntry['level'], message: string, meta?: object): void {
  switch (level) {
    case 'TRACE':
      logger.trace(meta ?? {}, message);
      return;
    case 'DEBUG':
    case 'INFO':
      logger.debug(meta ?? {}, message);
      return;
    case 'WARN':
      logger.warn(meta ?? {}, message);
      return;
    case 'ERROR':
      logger.error(meta ?? {}, message);
  }
}
