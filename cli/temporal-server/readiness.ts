import { Connection } from '@temporalio/client';
import { setTimeout as delay } from 'node:timers/promises';
import { answersOn } from './ports.js';

const LOOK_EVERY_MS = 50;
const CALL_LIMIT_MS = 2_000;

/**
 * Waits until a Temporal server answers for this namespace. Returns false when it has not within
 * `limitMs`, or when `signal` ends the waiting.
 */
export async function waitUntilReady(
  host: string,
  port: number,
  namespace: string,
  limitMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline && !signal.aborted) {
    if ((await answersOn(host, port)) && (await servesNamespace(host, port, namespace))) {
      return true;
    }
    await delay(LOOK_EVERY_MS);
  }
  return false;
}

/** The port opens before the namespace is there, so only an answer about it counts. */
async function servesNamespace(host: string, port: number, namespace: string): Promise<boolean> {
  let connection: Connection | null = null;
  try {
    connection = await Connection.connect({
      address: `${host}:${port}`,
      connectTimeout: CALL_LIMIT_MS,
    });
    const { workflowService } = connection;
    await connection.withDeadline(Date.now() + CALL_LIMIT_MS, () =>
      workflowService.describeNamespace({ namespace }),
    );
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}
