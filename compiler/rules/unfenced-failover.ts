import type { Span } from '../document-node.js';
import type { ModeRule, ModeView } from '../rule.js';

/** Nothing shows that production is down, and nobody is asked, before a live failover. */
export const checkUnfencedFailover: ModeRule = (view, problems) => {
  if (view.isChild) return;
  for (const span of unfencedFailovers(view)) problems.add('failover-unfenced', span, {});
};

/**
 * The failovers of a live run, and the runbooks that hold such, without a check that a port is closed
 * or an approval before them along `needs`.
 */
export function unfencedFailovers({ mode, steps, childPlan }: ModeView): readonly Span[] {
  if (mode !== 'live') return [];
  const fenced = new Set<string>();
  const spans: Span[] = [];
  for (const { step, action, needs } of steps) {
    const isAfterFence = needs.some((need) => fenced.has(need));
    const isFence =
      action.verb === 'approve' || (action.verb === 'check' && action.expect === 'closed');
    if (isAfterFence || isFence) fenced.add(step.id);
    if (isAfterFence) continue;
    if (action.verb === 'failover') spans.push(action.verbSpan);
    const child = action.verb === 'runbook' ? (action.child?.path ?? null) : null;
    if (action.verb === 'runbook' && child !== null && childPlan(child)?.isUnfenced === true) {
      spans.push(action.verbSpan);
    }
  }
  return spans;
}
