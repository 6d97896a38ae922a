/** What gRPC says of a call that failed; the code is one of its own. */
export interface GrpcFailure {
  readonly code: number;
  readonly details: string;
}

/** The failure of gRPC that an error, or a cause of it, is; null: none is. Loads no client. */
export function grpcFailure(error: unknown): GrpcFailure | null {
  for (let next = error; next instanceof Error; next = next.cause) {
    const { code, details } = next as Error & { code?: unknown; details?: unknown };
    if (typeof details === 'string' && typeof code === 'number') return { code, details };
  }
  return null;
}
