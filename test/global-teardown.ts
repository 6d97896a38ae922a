import { once } from 'node:events';

/** Ends the Temporal server of this Jest run and waits until it is gone. */
export default async function globalTeardown(): Promise<void> {
  const child = globalThis.drillbookTestEnvironment;
  if (child === undefined || child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.stdin?.end();
  await exited;
}
