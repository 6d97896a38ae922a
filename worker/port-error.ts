/** A port of the worker can't be opened; its message names it, and where another is chosen. */
export class WorkerPortError extends Error {
  override readonly name = 'WorkerPortError';
}
