import type { Mode, Plan } from '../plan/plan.js';
import { buildPlan } from './build-plan.js';
import type { Diagnostic } from './diagnostic.js';
import { toDiagnostic } from './diagnostic.js';
import { readDocument } from './document.js';
import { indexLines } from './line-index.js';
import { stepsOfMode } from './mode-steps.js';
import { Problems } from './problems.js';
import { readRunbook } from './read/read-runbook.js';
import type { ModeRule, ModeView, RunbookRule } from './rule.js';
import { checkAlwaysSteps } from './rules/always-steps.js';
import { checkConnectionKinds } from './rules/connection-kinds.js';
import { checkCriticalMachines } from './rules/critical-machines.js';
import { checkCycles } from './rules/cycles.js';
import { checkDrillChecks } from './rules/drill-checks.js';
import { checkDrillUndo } from './rules/drill-undo.js';
import { checkDrillUpdate } from './rules/drill-update.js';
import { checkDriven } from './rules/driven.js';
import { checkModeHasSteps } from './rules/mode-has-steps.js';
import { checkMoments } from './rules/moments.js';
import { checkNeeds } from './rules/needs.js';
import { checkNeverDrilled } from './rules/never-drilled.js';
import { checkNoTest } from './rules/no-test.js';
import { checkNoUndo } from './rules/no-undo.js';
import { checkOnFailure } from './rules/on-failure.js';
import { checkPlanSize } from './rules/plan-size.js';
import { checkReadinessTargets } from './rules/readiness-targets.js';
import { checkRehearsals } from './rules/rehearsals.js';
import { checkReplicaKeys } from './rules/replica-keys.js';
import { checkRestorePoint } from './rules/restore-point.js';
import { checkSecrets } from './rules/secrets.js';
import { checkStepIds } from './rules/step-ids.js';
import { checkStepModes } from './rules/step-modes.js';
import { checkTargetNames } from './rules/target-names.js';
import { checkTolerance } from './rules/tolerance.js';
import { checkUncheckedFailover } from './rules/unchecked-failover.js';
import { checkUnusedTargets } from './rules/unused-targets.js';
import { checkUpdateTargets } from './rules/update-targets.js';
import type { Runbook } from './runbook.js';

export type { Diagnostic } from './diagnostic.js';

export interface CompileOptions {
  /** The name that diagnostics show; no file is read. */
  readonly file: string;
  /** null: every mode that the runbook allows. */
  readonly mode: Mode | null;
  /** Also what this version's workflow does not drive yet: for the language's own tests. */
  readonly ahead?: boolean;
}

export interface Compilation {
  /** The plan of the mode that was asked for; null without a mode, and after errors. */
  readonly plan: Plan | null;
  /** The plans of the modes that compiled. */
  readonly plans: { readonly drill: Plan | null; readonly live: Plan | null };
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
}

const RUNBOOK_RULES: readonly RunbookRule[] = [
  checkStepIds,
  checkNeeds,
  checkCycles,
  checkTargetNames,
  checkReadinessTargets,
  checkAlwaysSteps,
  checkOnFailure,
  checkNoTest,
  checkNoUndo,
  checkReplicaKeys,
  checkMoments,
  checkCriticalMachines,
  checkUpdateTargets,
  checkConnectionKinds,
];

/** Warnings: said only of a runbook without errors. */
const RUNBOOK_WARNINGS: readonly RunbookRule[] = [
  checkUnusedTargets,
  checkStepModes,
  checkTolerance,
];

const MODE_RULES: readonly ModeRule[] = [
  checkModeHasSteps,
  checkRehearsals,
  checkDrillUndo,
  checkDrillUpdate,
  checkDrillChecks,
  checkRestorePoint,
  checkUncheckedFailover,
  checkNeverDrilled,
];

const NO_PLANS = { drill: null, live: null };

/**
 * Compiles a runbook's text into the plan of one mode, or of all that it allows. It reads no file,
 * no clock and no network, and never throws, whatever the text.
 */
export function compile(
  source: string,
  { file, mode, ahead = false }: CompileOptions,
): Compilation {
  const problems = new Problems();
  const plans = compileModes(source, { mode, ahead }, problems);
  const index = indexLines(source);
  return {
    plan: mode === null ? null : plans[mode],
    plans,
    diagnostics: problems.sorted().map((problem) => toDiagnostic(problem, file, index)),
  };
}

function compileModes(
  source: string,
  { mode, ahead }: { readonly mode: Mode | null; readonly ahead: boolean },
  problems: Problems,
): Compilation['plans'] {
  const runbook = readAndCheck(
    source,
    ahead ? RUNBOOK_RULES : [checkDriven, ...RUNBOOK_RULES],
    problems,
  );
  if (runbook === null) return NO_PLANS;
  const allowed = runbook.modes.value;
  if (mode !== null && !allowed.includes(mode)) {
    problems.add('mode-excluded', runbook.modes.span, { mode, allowed: allowed.join(', ') });
    return NO_PLANS;
  }
  const modes = mode === null ? allowed : [mode];
  const build = (one: Mode) => (modes.includes(one) ? compileMode(runbook, one, problems) : null);
  return { drill: build('drill'), live: build('live') };
}

/** Stops between stages, not within one: what is broken would only bring up more of the same. */
function readAndCheck(
  source: string,
  rules: readonly RunbookRule[],
  problems: Problems,
): Runbook | null {
  const root = readDocument(source, problems);
  if (root === null) return null;
  checkSecrets(root, problems);
  // Further diagnostics could repeat what must not be shown.
  if (problems.hasErrors()) return null;
  const runbook = readRunbook(root, problems);
  if (runbook === null) return null;
  for (const check of rules) check(runbook, problems);
  if (problems.hasErrors()) return null;
  for (const check of RUNBOOK_WARNINGS) check(runbook, problems);
  return runbook;
}

/** A mode's errors leave the other mode's plan alone. */
function compileMode(runbook: Runbook, mode: Mode, problems: Problems): Plan | null {
  const view: ModeView = {
    runbook,
    mode,
    targets: new Map(runbook.targets.map((target) => [target.id, target])),
    steps: stepsOfMode(runbook.steps, mode),
    always: stepsOfMode(runbook.always, mode),
  };
  const found = new Problems();
  for (const check of MODE_RULES) check(view, found);
  const plan = found.hasErrors() ? null : buildPlan(view);
  if (plan !== null) checkPlanSize(plan, runbook, found);
  problems.addAll(found);
  return found.hasErrors() ? null : plan;
}
