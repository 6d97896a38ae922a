import { ClientError } from '../clients/client-error.js';
import type { ServiceProviderConsoleClient } from '../clients/service-provider-console/client.js';
import type { CallOptions } from '../clients/transport/options.js';

/**
 * What a Console knows of a request by its id.
 * - accepted: it was taken and queued, no more is ever said; - refused: it ended with errors;
 * - running: it is worked on; - cancelled: somebody ended it, and it may have acted before that;
 * - unclear: it ended with errors that may hide that it acted; - unknown: no record of it (the
 *   Console forgets them), which proves nothing; - untold: it could not be asked.
 */
export type ActionView =
  | { readonly kind: 'accepted' | 'running' | 'cancelled' | 'unknown' }
  | { readonly kind: 'refused' | 'unclear' | 'untold'; readonly message: string };

/** Asks what became of a request; never throws for what the Console does. */
export async function askAction(
  client: ServiceProviderConsoleClient,
  id: string,
  options: CallOptions,
): Promise<ActionView> {
  try {
    const { status } = await client.getAsyncAction(id, options);
    switch (status) {
      case 'running':
        return { kind: 'running' };
      case 'canceled':
        return { kind: 'cancelled' };
      case 'failed':
        return { kind: 'refused', message: await errorsOf(client, id, options) };
      case 'succeed':
        return await resultOf(client, id, options);
    }
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return error.status === 404 ? { kind: 'unknown' } : { kind: 'untold', message: error.message };
  }
}

/** The operation's own errors, where the Console still has them. */
async function errorsOf(
  client: ServiceProviderConsoleClient,
  id: string,
  options: CallOptions,
): Promise<string> {
  const failed = `the Console ended the request ${id} as failed`;
  try {
    await client.getAsyncActionResult(id, options);
    return failed;
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return `${failed}: ${error.serverMessage ?? 'it gives no reason'}`;
  }
}

/** `succeed` says that the operation was answered; the answer may hold errors all the same. */
async function resultOf(
  client: ServiceProviderConsoleClient,
  id: string,
  options: CallOptions,
): Promise<ActionView> {
  try {
    await client.getAsyncActionResult(id, options);
    return { kind: 'accepted' };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    if (error.status !== 200) return { kind: 'accepted' };
    switch (error.kind) {
      case 'refused':
        return { kind: 'refused', message: error.message };
      case 'unclear':
        return { kind: 'unclear', message: error.message };
      case 'undecodable':
      case 'not-sent':
      case 'throttled':
      case 'unauthorized':
      case 'session-lost':
      case 'task-lost':
        return { kind: 'accepted' };
    }
  }
}
