/** A step as far as its order goes. */
export interface OrderedStep {
  readonly id: string;
  readonly needs: readonly string[];
}

export interface StepOrder {
  /** Ids so that each comes after all that it needs, else as they were given. */
  readonly order: readonly string[];
  /** Groups that wait for each other, each as the path around: the last needs the first. */
  readonly cycles: readonly (readonly string[])[];
}

/** Orders steps by what they need; needs of unknown steps are passed over. Linear, without recursion. */
export function orderSteps(steps: readonly OrderedStep[]): StepOrder {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const state = new Map<string, 'open' | 'done'>();
  const order: string[] = [];
  const cycles: string[][] = [];
  for (const root of steps) {
    const path = state.has(root.id) ? [] : [{ step: root, next: 0 }];
    if (path.length > 0) state.set(root.id, 'open');
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const need = top.step.needs[top.next];
      if (need === undefined) {
        path.pop();
        state.set(top.step.id, 'done');
        order.push(top.step.id);
        continue;
      }
      top.next += 1;
      const needed = byId.get(need);
      if (needed === undefined || state.get(need) === 'done') continue;
      if (state.get(need) === 'open') {
        const ids = path.map(({ step }) => step.id);
        cycles.push(ids.slice(ids.indexOf(need)).reverse());
        continue;
      }
      state.set(need, 'open');
      path.push({ step: needed, next: 0 });
    }
  }
  return { order, cycles };
}
