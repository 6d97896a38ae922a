import { setTimeout as delay } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';

const LOOK_EVERY_MS = 200;

/** Waits until a workflow is closed; false when it is still open after the limit (milliseconds). */
export async function waitUntilClosed(
  handle: Pick<WorkflowHandle, 'describe'>,
  limitMs: number,
): Promise<boolean> {
  const end = Date.now() + limitMs;
  for (;;) {
    const { status } = await handle.describe();
    if (status.name !== 'RUNNING' && status.name !== 'PAUSED') return true;
    if (Date.now() >= end) return false;
    await delay(LOOK_EVERY_MS);
  }
}
