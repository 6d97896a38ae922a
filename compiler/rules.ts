import type { ModeRule, RunbookRule } from './rule.js';
import { checkAlwaysSteps } from './rules/always-steps.js';
import { checkApprovals } from './rules/approvals.js';
import { checkChildren } from './rules/children.js';
import { checkConnectionKinds } from './rules/connection-kinds.js';
import { checkCriticalMachines } from './rules/critical-machines.js';
import { checkCycles } from './rules/cycles.js';
import { checkDrillChecks } from './rules/drill-checks.js';
import { checkDrillHttp } from './rules/drill-http.js';
import { checkDrillUndo } from './rules/drill-undo.js';
import { checkDrillUpdate } from './rules/drill-update.js';
import { checkModeHasSteps } from './rules/mode-has-steps.js';
import { checkMoments } from './rules/moments.js';
import { checkNeeds } from './rules/needs.js';
import { checkNeverDrilled } from './rules/never-drilled.js';
import { checkNeverDrilledSteps } from './rules/never-drilled-steps.js';
import { checkNoTest } from './rules/no-test.js';
import { checkNoUndo } from './rules/no-undo.js';
import { checkOnFailure } from './rules/on-failure.js';
import { checkReadinessTargets } from './rules/readiness-targets.js';
import { checkRefusedKeys } from './rules/refused-keys.js';
import { checkRehearsals } from './rules/rehearsals.js';
import { checkReplicaKeys } from './rules/replica-keys.js';
import { checkRestorePoint } from './rules/restore-point.js';
import { checkScheduleMode } from './rules/schedule-mode.js';
import { checkStepIds } from './rules/step-ids.js';
import { checkStepModes } from './rules/step-modes.js';
import { checkStepUses } from './rules/step-uses.js';
import { checkTargetNames } from './rules/target-names.js';
import { checkTolerance } from './rules/tolerance.js';
import { checkUncheckedFailover } from './rules/unchecked-failover.js';
import { checkUnfencedFailover } from './rules/unfenced-failover.js';
import { checkUnusedTargets } from './rules/unused-targets.js';
import { checkUpdateTargets } from './rules/update-targets.js';

/** Errors of a runbook as a whole. */
export const RUNBOOK_RULES: readonly RunbookRule[] = [
  checkStepIds,
  checkNeeds,
  checkCycles,
  checkTargetNames,
  checkReadinessTargets,
  checkAlwaysSteps,
  checkOnFailure,
  checkRefusedKeys,
  checkNoTest,
  checkNoUndo,
  checkReplicaKeys,
  checkMoments,
  checkCriticalMachines,
  checkUpdateTargets,
  checkConnectionKinds,
  checkScheduleMode,
];

/** Warnings: said only of a runbook without errors. */
export const RUNBOOK_WARNINGS: readonly RunbookRule[] = [
  checkUnusedTargets,
  checkStepModes,
  checkTolerance,
  checkApprovals,
  checkNeverDrilledSteps,
];

/** Errors and warnings of one mode. */
export const MODE_RULES: readonly ModeRule[] = [
  checkModeHasSteps,
  checkRehearsals,
  checkDrillUndo,
  checkDrillUpdate,
  checkDrillHttp,
  checkDrillChecks,
  checkStepUses,
  checkChildren,
  checkRestorePoint,
  checkUncheckedFailover,
  checkUnfencedFailover,
  checkNeverDrilled,
];
