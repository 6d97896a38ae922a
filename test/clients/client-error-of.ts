import { ClientError } from '../../clients/client-error.js';

/** The ClientError that a call ends with. */
export async function clientError(call: Promise<unknown>): Promise<ClientError> {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ClientError) return error;

  throw new Error(`expected a ClientError, got ${String(error)}`);
}
