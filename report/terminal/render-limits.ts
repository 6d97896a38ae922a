import { humanDuration } from '../../plan/duration.js';
import type { LongestPath } from '../../plan/longest-path.js';
import { longestPath } from '../../plan/longest-path.js';
import type { Plan } from '../../plan/plan.js';

/** How long a run may take at most: the longest path with its limits, and what has none. */
export function renderLongestPath(plan: Plan): string[] {
  const path = longestPath(plan.steps);
  const steps = path.steps.map(({ id, seconds }) => {
    return `${id} (${seconds === null ? 'no limit' : humanDuration(seconds)})`;
  });
  const people = path.people.length === 0 ? '' : ` (${path.people.join(', ')})`;
  const lines = [
    `${path.unlimited.length > 0 ? 'at least ' : ''}${humanDuration(path.seconds)}: ${steps.join(' > ')}`,
    `one attempt of each; waiting for people${people} and pauses are not counted`,
  ];
  if (path.unlimited.length > 0) lines.push(`no limit: ${path.unlimited.join(', ')}`);
  if (plan.mode === 'drill') {
    lines.push(`then the clean-up: ${humanDuration(plan.limits.cleanupTimeoutSeconds)}`);
  }
  return [...lines, ...compareObjective(plan, path)].map((line) => `  ${line}`);
}

function compareObjective({ objectives }: Plan, { seconds }: LongestPath): string[] {
  const { rtoSeconds } = objectives;
  if (rtoSeconds === null || seconds <= rtoSeconds) return [];
  return [`the limits add up to more than the RTO of ${humanDuration(rtoSeconds)}`];
}
