import type { EmRequest } from '../http/request.js';
import type { ServerName } from '../world/model.js';

import { faultSchema, pathMatches, type Fault, type FaultInput } from './fault.js';

/** A fault and what it did so far. */
export type FaultRecord = Fault & {
  readonly id: number;
  /** How many requests matched it, and how many of them it hit. */
  readonly seen: number;
  readonly hits: number;
};

interface Entry {
  readonly id: number;
  readonly fault: Fault;
  seen: number;
  hits: number;
}

/** The faults that are set, in the order in which they were; the first that is due hits. */
export class FaultBook {
  #entries: Entry[] = [];
  #lastId = 0;

  /** Sets a fault. Throws ZodError when its form is wrong. */
  add(input: FaultInput): FaultRecord {
    this.#lastId += 1;
    const entry = { id: this.#lastId, fault: faultSchema.parse(input), seen: 0, hits: 0 };
    this.#entries.push(entry);
    return toRecord(entry);
  }

  /** The fault that hits this request, which it counts; null when none does. */
  take(request: EmRequest, server: ServerName): Fault | null {
    for (const entry of this.#entries) {
      if (!isMatch(entry.fault, request, server)) continue;
      const { times, after } = entry.fault;
      if (times !== 'always' && entry.hits >= times) continue;
      entry.seen += 1;
      if (entry.seen <= after) continue;
      entry.hits += 1;
      return entry.fault;
    }
    return null;
  }

  list(): readonly FaultRecord[] {
    return this.#entries.map(toRecord);
  }

  clear(): void {
    this.#entries = [];
  }
}

function toRecord({ id, fault, seen, hits }: Entry): FaultRecord {
  return { ...fault, id, seen, hits };
}

function isMatch({ kind, match }: Fault, request: EmRequest, server: ServerName): boolean {
  const { method, path, action } = match;
  const isConsoleKind = kind === 'async' || kind === 'asyncLost' || kind === 'errors200';
  const wanted = match.server ?? (isConsoleKind ? 'console' : undefined);
  if (wanted !== undefined && wanted !== server) return false;
  if (method !== undefined && method.toUpperCase() !== request.method) return false;
  if (path !== undefined && !pathMatches(path, request.url)) return false;
  return action === undefined || actionOf(request, server) === action;
}

function actionOf({ query, path }: EmRequest, server: ServerName): string | null {
  return server === 'console' ? (path?.split('/').at(-1) ?? null) : query.get('action');
}
