import { sha256 } from './canonical.js';
import type { Json } from './json.js';
import type { PlanStep } from './plan.js';

/** The step of one item: without `foreach`, its target put in where the item decides it. */
export function stepForItem(step: PlanStep, index: number): PlanStep {
  const { foreach, ...single } = step;
  const of = foreach?.targets?.[index];
  if (of === undefined) return single;
  switch (single.verb) {
    case 'failover': {
      const action = of.action ?? single.action;
      return {
        ...single,
        target: of.target,
        action,
        // A test takes the latest, whatever is said for the targets that are started.
        restorePoint: action === 'test' ? { kind: 'latest' } : single.restorePoint,
        concurrency: of.concurrency ?? null,
      };
    }
    case 'undo':
    case 'update':
      return { ...single, target: of.target };
    case 'readiness':
      return { ...single, targets: [of.target] };
    case 'check':
    case 'approve':
    case 'task':
    case 'wait':
    case 'http':
    case 'notify':
    case 'runbook':
      return single;
  }
}

/** A step as it drives its targets: once for each item where the item is the target. */
export function stepsOfItems(step: PlanStep): readonly PlanStep[] {
  const targets = step.foreach?.targets;
  return targets === undefined ? [step] : targets.map((_, index) => stepForItem(step, index));
}

/** The ids of the targets that a step of a plan names, those of its items included. */
export function targetsOfStep(step: PlanStep): readonly string[] {
  const items = step.foreach?.targets;
  if (items !== undefined) return items.map(({ target }) => target);
  switch (step.verb) {
    case 'readiness':
      return step.targets;
    case 'failover':
    case 'undo':
    case 'update':
      return [step.target];
    case 'check':
    case 'approve':
    case 'task':
    case 'wait':
    case 'http':
    case 'notify':
    case 'runbook':
      return [];
  }
}

/** An item's name where the runbook gives no `key`: the item itself if it is one word, else its place. */
export function standardItemKey(item: Json, index: number): string {
  const isPlain = typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean';
  return isPlain && String(item) !== '' ? String(item) : String(index);
}

/** The longest part of a key that goes into an item's id. */
const KEY_LENGTH = 40;

/**
 * The id of an item, unique in its run: `web.sql01`. Temporal's ids (activities, children) are made
 * of it, so a key that is long or has other characters is cut and told apart by its hash.
 */
export function itemId(step: string, key: string): string {
  if (key.length <= KEY_LENGTH && /^[A-Za-z0-9_-]+$/.test(key)) return `${step}.${key}`;
  const readable = key.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, KEY_LENGTH);
  return `${step}.${readable}~${sha256(key)
    .replace(/^sha256:/, '')
    .slice(0, 12)}`;
}

/** The id of the step that an id is of: its own, or an item's. Ids of steps have no dot. */
export function stepOfId(id: string): string {
  return id.split('.', 1)[0] ?? id;
}
