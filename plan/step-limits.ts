import { limitOf } from './longest-path.js';
import type { Plan } from './plan.js';

/** The seconds of machine time that one attempt of a step may take, by step; those that have a limit. */
export function stepLimits({ steps, always }: Plan): Readonly<Record<string, number>> {
  const limits = [...steps, ...always].flatMap((step) => {
    const seconds = limitOf(step);
    return seconds === null || seconds === 0 ? [] : [[step.id, seconds] as const];
  });
  return Object.fromEntries(limits);
}
