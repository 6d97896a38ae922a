import type { ConnectionOptions } from '@temporalio/client';

/**
 * The interceptors of a connection whose calls end after a time, repeats included, unless the call
 * has a deadline of its own: without any a lost answer is waited for for minutes. Not for a
 * connection that waits for a workflow's result.
 */
export async function withCallLimit(
  limitMs: number,
): Promise<NonNullable<ConnectionOptions['interceptors']>> {
  const { defaultGrpcRetryOptions, makeGrpcRetryInterceptor } = await import('@temporalio/client');
  // Temporal's default, which a list of interceptors replaces.
  const repeat = makeGrpcRetryInterceptor(defaultGrpcRetryOptions());
  return [
    (options, nextCall) =>
      repeat({ ...options, deadline: options.deadline ?? Date.now() + limitMs }, nextCall),
  ];
}
