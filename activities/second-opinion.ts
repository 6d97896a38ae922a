import { ClientError } from '../clients/client-error.js';
import type { CallOptions } from '../clients/transport/options.js';
import type { ResolvedTarget, TargetReading } from './contract.js';
import type { Dependencies } from './dependencies.js';
import { readConsolePlan, targetFactsOf, type ConsoleReading } from './read-console-plan.js';

/** A second opinion must not hold up a failover: a Console that takes longer counts as not there. */
const LIMIT_MS = 10_000;

type Facts = Omit<TargetReading, 'mark' | 'calls'>;

/**
 * Adds what the Console of `confirm` shows of a plain plan: whether a job runs and what is failed
 * over, which Enterprise Manager does not tell. A Console that can't be read takes nothing away.
 */
export async function withSecondOpinion(
  dependencies: Dependencies,
  target: ResolvedTarget,
  facts: Facts,
  options: CallOptions,
): Promise<Facts> {
  if (target.console === undefined || target.console === null) return facts;
  const asked = await askSecondOpinion(dependencies, target, options);
  if (typeof asked === 'string') return { ...facts, console: null, consoleTrouble: asked };
  const { isRunning, failedOver, console } = targetFactsOf(asked);
  return { ...facts, isRunning, failedOver, console: console ?? null };
}

/** A string says why the Console could not be read. */
export async function askSecondOpinion(
  dependencies: Dependencies,
  target: ResolvedTarget,
  options: CallOptions,
): Promise<ConsoleReading | string> {
  const { console: place } = target;
  if (place === undefined || place === null) return 'it has no second opinion';
  try {
    return await readConsolePlan(dependencies.console(place.connection), place, bounded(options));
  } catch (error) {
    return reasonOf(error);
  }
}

/** The options of a call that may take no longer than a second opinion is worth. */
export function bounded(options: CallOptions): CallOptions {
  return { ...options, signal: AbortSignal.timeout(LIMIT_MS) };
}

/** Why a Console could not be asked. Throws what is no fault of Console or configuration. */
export function reasonOf(error: unknown): string {
  const isConfig = error instanceof Error && error.name === 'ConfigError';
  if (error instanceof ClientError || isConfig) return error.message;
  throw error;
}
