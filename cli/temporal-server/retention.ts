import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';

const CALL_LIMIT_MS = 10_000;
const DAY_MS = 86_400_000;

/** Whether the retention was set, and if not, why. */
export type RetentionResult =
  { readonly kind: 'set' } | { readonly kind: 'not-set'; readonly reason: string };

/**
 * Sets how many days a namespace keeps closed runs (a development server begins with 1). Never
 * throws: a server that does not allow it is still good for running runbooks.
 */
export async function setRetention(
  address: string,
  namespace: string,
  days: number,
): Promise<RetentionResult> {
  let connection: Connection | null = null;
  try {
    connection = await Connection.connect({ address, connectTimeout: CALL_LIMIT_MS });
    const { workflowService } = connection;
    const config = { workflowExecutionRetentionTtl: msToTs(days * DAY_MS) };
    await connection.withDeadline(Date.now() + CALL_LIMIT_MS, () =>
      workflowService.updateNamespace({ namespace, config }),
    );
    return { kind: 'set' };
  } catch (error) {
    return { kind: 'not-set', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    await connection?.close();
  }
}
