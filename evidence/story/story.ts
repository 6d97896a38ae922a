import type { JsonObject } from '../../plan/json.js';
import type { Captured, Job } from '../replay/capture.js';
import { eventsOf, type TreeHistory } from '../tree.js';
import { causeOf, type Cause, Sequence } from './cause.js';

/** A decision of a run, and what the workflow had just been told when it was taken. */
export interface Decision {
  readonly workflowId: string;
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly step: string | null;
  readonly facts: JsonObject;
  readonly causes: readonly Cause[];
}

/** Which decisions are told. */
export interface StoryChoice {
  /** With its items and attempts; null: all. */
  readonly step: string | null;
  /** ISO 8601: what had happened by then; null: all. */
  readonly at: string | null;
}

/**
 * The decisions of all workflows of a run in order of time, each with its cause: the journal's entries,
 * and what the workflow was told in the activation in which it wrote them.
 */
export function storyOf(
  histories: readonly TreeHistory[],
  captured: readonly Captured[],
  { step, at }: StoryChoice,
): readonly Decision[] {
  const decisions = histories.flatMap((workflow, index) =>
    decisionsOf(workflow, captured[index]?.happenings ?? []),
  );
  const limit = at === null ? Infinity : Date.parse(at);
  return decisions
    .filter((one) => Date.parse(one.at) <= limit)
    .filter((one) => step === null || isOf(one.step, step))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function decisionsOf(
  workflow: TreeHistory,
  happenings: Captured['happenings'],
): readonly Decision[] {
  const sequence = new Sequence(eventsOf(workflow));
  const decisions: Decision[] = [];
  let causes: readonly Cause[] = [];
  for (const happening of happenings) {
    switch (happening.kind) {
      case 'told':
        causes = happening.jobs.flatMap((job: Job) => causeOf(job, sequence));
        break;
      case 'gave':
        sequence.take(happening.commands);
        break;
      case 'journal': {
        const { seq, at, kind, step, facts } = happening.entry;
        const { workflowId } = workflow;
        decisions.push({ workflowId, seq, at, kind, step, facts, causes });
      }
    }
  }
  return decisions;
}

/** `web` is also said of its items, `web.sql01`. */
function isOf(found: string | null, step: string): boolean {
  return found === step || (found?.startsWith(`${step}.`) ?? false);
}
