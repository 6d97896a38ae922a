import type { GraphStep } from '../../plan/step-graph.js';

/**
 * The order of steps as a tree of text. A step stands below what it needs: in the same column when
 * nothing else follows there, on a branch of its own when several begin together. One that needs more
 * than one step stands below the last of them and names the others.
 */
export function drawGraph(steps: readonly GraphStep[]): string[] {
  const place = new Map(steps.map(({ id }, index) => [id, index]));
  const below = new Map<string | null, GraphStep[]>();
  for (const step of steps) {
    const parent = lastNeed(step, place);
    below.set(parent, [...(below.get(parent) ?? []), step]);
  }
  const lines: string[] = [];
  drawAll(below.get(null) ?? [], '', { below, place, lines });
  return lines;
}

interface Drawing {
  readonly below: ReadonlyMap<string | null, readonly GraphStep[]>;
  readonly place: ReadonlyMap<string, number>;
  readonly lines: string[];
}

function drawAll(steps: readonly GraphStep[], indent: string, drawing: Drawing): void {
  const [only, second] = steps;
  if (only !== undefined && second === undefined) {
    drawChain(only, indent, indent, drawing);
    return;
  }
  steps.forEach((step, index) => {
    const isLast = index === steps.length - 1;
    const branch = `${indent}${isLast ? '└─ ' : '├─ '}`;
    drawChain(step, branch, `${indent}${isLast ? '   ' : '│  '}`, drawing);
  });
}

/** A step and what follows it, as long as only one step follows. */
function drawChain(first: GraphStep, branch: string, indent: string, drawing: Drawing): void {
  const { below, place, lines } = drawing;
  let step: GraphStep | undefined = first;
  let head = branch;
  let next: readonly GraphStep[] = [];
  while (step !== undefined) {
    const parent = lastNeed(step, place);
    const others = step.needs.filter((need) => need !== parent && place.has(need));
    const also = others.length === 0 ? '' : `  (and after ${others.join(', ')})`;
    lines.push(`${head}${step.id}${also}`);
    head = indent;
    next = below.get(step.id) ?? [];
    step = next.length === 1 ? next[0] : undefined;
  }
  if (next.length > 1) drawAll(next, indent, drawing);
}

/** Of the steps that one needs the last in the plan; null: it needs none. */
function lastNeed({ needs }: GraphStep, place: ReadonlyMap<string, number>): string | null {
  let last: string | null = null;
  for (const need of needs) {
    const index = place.get(need);
    if (index === undefined) continue;
    if (last === null || index > (place.get(last) ?? 0)) last = need;
  }
  return last;
}
