import type { ModesAndSchedule } from '../plan/diff-plans.js';
import type { Mode, Plan } from '../plan/plan.js';
import { PLAN_VERSION } from '../plan/plan.js';
import { CommandError, wrongUse } from './command-error.js';
import { EXIT } from './exit-code.js';
import type { Io } from './io.js';
import { filesBeside, readRunbook, type RunbookFile } from './runbook-file.js';

export interface LoadedPlans {
  readonly plans: ModesAndSchedule;
  /** The modes that the file says something about: a plan knows only its own. */
  readonly modes: readonly Mode[];
}

/**
 * The plans of a runbook in each mode that it allows, or the one that a file of `plan --json` holds.
 * With a mode only that one. Errors go to stderr, and then it throws (exit 2).
 */
export async function loadPlans(file: string, mode: Mode | null, io: Io): Promise<LoadedPlans> {
  const runbook = await readRunbook(file, io);
  const plan = planIn(runbook);
  if (plan === null) {
    const modes: readonly Mode[] = mode === null ? ['drill', 'live'] : [mode];
    return { plans: await compilePlans(runbook, mode, io), modes };
  }
  if (mode !== null && plan.mode !== mode) {
    throw wrongUse(`${file} is a plan for mode ${plan.mode}, not for ${mode}`);
  }
  return { plans: { drill: null, live: null, [plan.mode]: plan }, modes: [plan.mode] };
}

async function compilePlans(
  { file, source }: RunbookFile,
  mode: Mode | null,
  io: Io,
): Promise<ModesAndSchedule> {
  const [{ compile }, { formatDiagnostics }] = await Promise.all([
    import('../compiler/compile.js'),
    import('../compiler/format-diagnostics.js'),
  ]);
  const files = filesBeside(file, io);
  const { plans, schedule, diagnostics, children } = compile(source, { file, mode, files });
  // That a runbook is not there for a mode is something to compare, no error.
  const isAbsent = (code: string) =>
    code === 'mode-excluded' || (mode !== null && code === 'no-steps-in-mode');
  const errors = diagnostics.filter(
    ({ severity, code }) => severity === 'error' && !isAbsent(code),
  );
  // A schedule is of drills: where only live runs are compared it is none of their business.
  if (errors.length === 0) return mode === 'live' ? plans : { ...plans, schedule };
  io.stderr.write(formatDiagnostics(errors, source, { color: io.colour.stderr, children }));
  throw new CommandError(`${file} has errors; nothing was compared`, EXIT.runbookErrors);
}

/** A plan as JSON, by itself or as `plan --json` prints it; null: the file is none, so a runbook. */
function planIn({ file, source }: RunbookFile): Plan | null {
  if (!source.trimStart().startsWith('{')) return null;
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return null;
  }
  const plan = isRecord(value) && isRecord(value['plan']) ? value['plan'] : value;
  if (!isRecord(plan) || plan['planVersion'] === undefined) return null;
  if (plan['planVersion'] !== PLAN_VERSION) {
    throw wrongUse(
      `${file} is a plan of version ${JSON.stringify(plan['planVersion'])}; known is ${PLAN_VERSION}`,
    );
  }
  if (isPlan(plan)) return plan;
  throw wrongUse(`${file} is no whole plan: make it with drillbook plan FILE --json`);
}

function isPlan(plan: Record<string, unknown>): plan is Record<string, unknown> & Plan {
  const { mode, inputs, targets, steps, always } = plan;
  if (mode !== 'drill' && mode !== 'live') return false;
  return (
    isListOf(inputs, ({ name }) => typeof name === 'string') &&
    isListOf(targets, ({ id, kind }) => typeof id === 'string' && typeof kind === 'string') &&
    [steps, always].every((list) => isListOf(list, isStep))
  );
}

function isStep({ id, verb, needs }: Record<string, unknown>): boolean {
  const isText = (item: unknown) => typeof item === 'string';
  return isText(id) && isText(verb) && Array.isArray(needs) && needs.every(isText);
}

function isListOf(list: unknown, isItem: (item: Record<string, unknown>) => boolean): boolean {
  return Array.isArray(list) && list.every((item) => isRecord(item) && isItem(item));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
