import { planHash } from '../plan/canonical.js';
import type { Mode, Plan } from '../plan/plan.js';
import type { Schedule } from '../plan/schedule.js';
import { buildPlan } from './build-plan.js';
import type { Diagnostic, Suppressed } from './diagnostic.js';
import { toDiagnostic } from './diagnostic.js';
import { readDocument } from './document.js';
import type { ChildPlan, Files } from './library.js';
import { Library } from './library.js';
import { indexLines } from './line-index.js';
import { stepsOfMode } from './mode-steps.js';
import { Problems } from './problems.js';
import { readRunbook } from './read/read-runbook.js';
import type { ModeView, RunbookRule } from './rule.js';
import { MODE_RULES, RUNBOOK_RULES, RUNBOOK_WARNINGS } from './rules.js';
import { checkChildrenSize, checkPlanSize } from './rules/plan-size.js';
import { checkSecrets } from './rules/secrets.js';
import { unfencedFailovers } from './rules/unfenced-failover.js';
import type { Runbook } from './runbook.js';
import type { Shelf } from './shelf.js';
import { silence } from './silence.js';

export type { Diagnostic } from './diagnostic.js';

export interface CompileOptions {
  /** The name that diagnostics show; no file is read. */
  readonly file: string;
  /** null: every mode that the runbook allows. */
  readonly mode: Mode | null;
  /**
   * The texts of other runbooks by their paths, relative to the folder of this one: for those that
   * it runs. null: there is no such file. Without it there is none.
   */
  readonly files?: Files;
}

/** Another runbook that was compiled into the plan. */
export interface CompiledChild {
  /** As diagnostics name it. */
  readonly file: string;
  readonly source: string;
  readonly runbookHash: string;
}

export interface Compilation {
  /** The plan of the mode that was asked for; null without a mode, and after errors. */
  readonly plan: Plan | null;
  /** The plans of the modes that compiled. */
  readonly plans: { readonly drill: Plan | null; readonly live: Plan | null };
  /** When a drill is to run; null: nothing is said, or the runbook has errors. */
  readonly schedule: Schedule | null;
  /** The other runbooks that were read. */
  readonly children: readonly CompiledChild[];
  /** Sorted by place; those of other runbooks come after. */
  readonly diagnostics: readonly Diagnostic[];
  /** Warnings that a directive in the text silences. */
  readonly suppressed: readonly Suppressed[];
}

interface Compiled {
  readonly plans: Compilation['plans'];
  readonly schedule: Schedule | null;
}

const NOTHING: Compiled = { plans: { drill: null, live: null }, schedule: null };

/**
 * Compiles a runbook's text into the plan of one mode, or of all that it allows. It reads no file,
 * no clock and no network, and never throws, whatever the text.
 */
export function compile(source: string, { file, mode, files }: CompileOptions): Compilation {
  const problems = new Problems();
  const library = new Library(files ?? null, (text, shelf, found) =>
    readAndCheck(text, RUNBOOK_RULES, shelf, found),
  );
  const [folder, name] = splitPath(file);
  const runbook = readAndCheck(source, RUNBOOK_RULES, library.shelfOf(name), problems);
  const { plans, schedule } =
    runbook === null ? NOTHING : compileModes(runbook, mode, library, problems);
  const children = library.entries.map((entry) => ({ ...entry, file: folder + entry.path }));
  const told = [
    tell(problems, file, source, mode === null),
    // Of a child only the modes that its parent has are looked at.
    ...children.map((child) => tell(child.problems, child.file, child.source, false)),
  ];
  return {
    plan: mode === null ? null : plans[mode],
    plans,
    schedule,
    children: children.map((child) => ({
      file: child.file,
      source: child.source,
      runbookHash: child.runbookHash,
    })),
    diagnostics: told.flatMap(({ diagnostics }) => diagnostics),
    suppressed: told.flatMap(({ suppressed }) => suppressed),
  };
}

/** A text's problems with their places; `isWhole`: all its modes were looked at. */
function tell(
  problems: Problems,
  file: string,
  source: string,
  isWhole: boolean,
): Pick<Compilation, 'diagnostics' | 'suppressed'> {
  const index = indexLines(source);
  const { kept, suppressed } = silence(source, problems, isWhole);
  return {
    diagnostics: kept.map((problem) => toDiagnostic(problem, file, index)),
    suppressed: suppressed.map(({ problem, reason }) => ({
      diagnostic: toDiagnostic(problem, file, index),
      reason,
    })),
  };
}

/** The folder of a path, with its `/`, and the name in it. */
function splitPath(file: string): readonly [string, string] {
  const path = file.replaceAll('\\', '/');
  const at = path.lastIndexOf('/') + 1;
  return [path.slice(0, at), path.slice(at)];
}

function compileModes(
  runbook: Runbook,
  mode: Mode | null,
  library: Library,
  problems: Problems,
): Compiled {
  const allowed = runbook.modes.value;
  if (mode !== null && !allowed.includes(mode)) {
    problems.add('mode-excluded', runbook.modes.span, { mode, allowed: allowed.join(', ') });
    return NOTHING;
  }
  const modes = mode === null ? modesWithSteps(runbook, problems) : [mode];
  const build = (one: Mode) => {
    if (!modes.includes(one)) return null;
    const view = viewOf(runbook, one, library, false);
    return compileMode(view, problems)?.plan ?? null;
  };
  const plans = { drill: build('drill'), live: build('live') };
  const isRight = plans.drill !== null || (mode === 'live' && plans.live !== null);
  return { plans, schedule: isRight ? (runbook.schedule?.value ?? null) : null };
}

/**
 * The modes to compile where none was asked for. One without a step is left out, with a warning,
 * unless the schedule asks for it; where no mode has one, each is compiled, and its rule says so.
 */
function modesWithSteps(
  { modes: { value: allowed }, steps, schedule, stepsSpan }: Runbook,
  problems: Problems,
): readonly Mode[] {
  const has = (mode: Mode) =>
    steps.some(({ modes }) => modes === null || modes.value.includes(mode));
  const [rest] = allowed.filter(has);
  if (rest === undefined) return allowed;
  return allowed.filter((mode) => {
    if (has(mode) || (mode === 'drill' && schedule !== null)) return true;
    problems.add('mode-without-steps', stepsSpan, { mode, rest });
    return false;
  });
}

/** Stops between stages, not within one: what is broken would only bring up more of the same. */
function readAndCheck(
  source: string,
  rules: readonly RunbookRule[],
  shelf: Shelf,
  problems: Problems,
): Runbook | null {
  const root = readDocument(source, problems);
  if (root === null) return null;
  checkSecrets(root, problems);
  // Further diagnostics could repeat what must not be shown.
  if (problems.hasErrors()) return null;
  const runbook = readRunbook(root, shelf, problems);
  if (runbook === null) return null;
  for (const check of rules) check(runbook, problems);
  if (problems.hasErrors()) return null;
  for (const check of RUNBOOK_WARNINGS) check(runbook, problems);
  return runbook;
}

function viewOf(runbook: Runbook, mode: Mode, library: Library, isChild: boolean): ModeView {
  return {
    runbook,
    mode,
    targets: new Map(runbook.targets.map((target) => [target.id, target])),
    steps: stepsOfMode(runbook.steps, mode),
    always: stepsOfMode(runbook.always, mode),
    isChild,
    childModes: (path) => library.entry(path)?.runbook?.modes.value ?? null,
    childPlan: (path) => childPlan(path, mode, library),
  };
}

type Built = Omit<ChildPlan, 'planHash' | 'runbookHash'>;

/** A mode's errors leave the other mode's plan alone. */
function compileMode(view: ModeView, problems: Problems): Built | null {
  const found = new Problems();
  for (const check of MODE_RULES) check(view, found);
  checkChildrenSize(view, found);
  const plan = found.hasErrors() ? null : buildPlan(view);
  const bytes = plan === null ? 0 : checkPlanSize(plan, view.runbook, found);
  problems.addAll(found);
  if (plan === null || found.hasErrors()) return null;
  return { plan, bytes, isUnfenced: unfencedFailovers(view).length > 0 };
}

/** Compiles another runbook for a mode, once. */
function childPlan(path: string, mode: Mode, library: Library): ChildPlan | null {
  const entry = library.entry(path);
  const { runbook } = entry ?? {};
  if (entry === null || runbook === null || runbook === undefined) return null;
  if (!runbook.modes.value.includes(mode)) return null;
  const known = entry.plans.get(mode);
  if (known !== undefined) return known;
  const built = compileMode(viewOf(runbook, mode, library, true), entry.problems);
  const { runbookHash } = entry;
  const made = built === null ? null : { ...built, runbookHash, planHash: planHash(built.plan) };
  entry.plans.set(mode, made);
  return made;
}
