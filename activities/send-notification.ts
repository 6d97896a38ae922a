import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Delivery } from '../clients/delivery.js';
import type { Dependencies } from './dependencies.js';
import type { SendNotificationInput, SendNotificationResult } from './notification-contract.js';
import { toFailure } from './to-failure.js';

/** The longest that a receiver's "come back later" is heeded: the whole is given up after a minute. */
const LONGEST_PAUSE_SECONDS = 20;

/**
 * Tells one channel, once; Temporal tries again what may go better later. Nothing that it throws holds
 * an address or a secret.
 */
export async function sendNotification(
  dependencies: Dependencies,
  { channel: name, kind, notice }: SendNotificationInput,
): Promise<SendNotificationResult> {
  const delivery = await deliver(dependencies, name, kind, notice);
  if (delivery.kind === 'delivered') return { note: delivery.note };
  const { message, isWorthAnotherTry, retryAfterSeconds } = delivery;
  throw ApplicationFailure.create({
    type: 'NotificationFailed',
    message: `notification ${name}: ${message}`,
    nonRetryable: !isWorthAnotherTry,
    ...(retryAfterSeconds === null
      ? {}
      : { nextRetryDelay: Math.min(retryAfterSeconds, LONGEST_PAUSE_SECONDS) * 1000 }),
  });
}

async function deliver(
  dependencies: Dependencies,
  name: string,
  kind: SendNotificationInput['kind'],
  notice: SendNotificationInput['notice'],
): Promise<Delivery> {
  try {
    const channel = dependencies.channel(name);
    if (kind !== null && channel.type !== kind) {
      const message = `the configuration says that it is of type ${channel.type}, the runbook ${kind}`;
      return { kind: 'failed', message, isWorthAnotherTry: false, retryAfterSeconds: null };
    }
    return await channel.send(notice, Context.current().cancellationSignal);
  } catch (error) {
    // A secret that is not there, or a channel that this worker's configuration does not have.
    throw toFailure(error);
  }
}
