import type { Plan, PlanStep, PlanTarget } from '../../plan/plan.js';

/** A target of a plan or of one of its child runbooks, and the name it goes by in a test file. */
export interface PlayedTarget {
  /** The target's id; of a child runbook's `STEP.TARGET`. */
  readonly key: string;
  readonly target: PlanTarget;
}

/** All targets that a run of the plan may come to, those of its child runbooks among them. */
export function targetsOfPlay(plan: Plan, before = ''): readonly PlayedTarget[] {
  return [
    ...plan.targets.map((target) => ({ key: `${before}${target.id}`, target })),
    ...stepsOf(plan).flatMap((step) =>
      step.verb === 'runbook' ? targetsOfPlay(step.plan, `${before}${step.id}.`) : [],
    ),
  ];
}

/** All steps, those of child runbooks among them; each goes by its own id. */
export function stepsOfPlay(plan: Plan): readonly PlanStep[] {
  return stepsOf(plan).flatMap((step) =>
    step.verb === 'runbook' ? [step, ...stepsOfPlay(step.plan)] : [step],
  );
}

/** The failover steps that drive a target name its critical machines, which a plan then must have. */
export function criticalMachines(plan: Plan, key: string): readonly string[] {
  const [child = '', ...rest] = key.split('.');
  if (rest.length > 0) {
    const step = stepsOf(plan).find(({ id }) => id === child);
    return step?.verb === 'runbook' ? criticalMachines(step.plan, rest.join('.')) : [];
  }
  return stepsOf(plan).flatMap((step) =>
    step.verb === 'failover' && step.target === key ? step.machines.critical : [],
  );
}

function stepsOf({ steps, always }: Plan): readonly PlanStep[] {
  return [...steps, ...always];
}
