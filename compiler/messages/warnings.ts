import { text, warning } from '../message-template.js';

/** Legal but dangerous. */
export const WARNINGS = {
  'unused-target': warning(
    text`No step fails over, undoes or looks at target "${'target'}"`,
    text`Add a step "failover: ${'target'}", or remove the target.`,
  ),
  'tolerates-all': warning(
    text`With a tolerance of 100 % this step goes on when every ${'what'} has failed`,
    text`Tolerate fewer, or name the machines that must work in "critical".`,
  ),
  'really-fails-over': warning(
    text`A drill really fails over target "${'target'}" and undoes it afterwards: production is switched`,
    text`Drill it in a maintenance window only, or use "rehearse: skip".`,
  ),
  'never-drilled': warning(
    text`No drill ever exercises target "${'target'}": it is left out, and so is every other failover of this runbook`,
    text`A drill of it proves nothing. Rehearse a target that has a test or an undo, or say "modes: [live]" at the top.`,
  ),
  'failover-unchecked': warning(
    text`No check follows this failover: "succeeded" only means that Veeam said so`,
    text`Add a check (tcp or http) that needs this step, to see that the service answers.`,
  ),
  'test-takes-latest': warning(
    text`In a drill this target is tested, and a test always takes the latest restore point`,
    text`The choice counts in live runs only; nothing has to be changed.`,
  ),
  'step-never-runs': warning(
    text`This step is for mode ${'stepModes'} only, but the runbook's modes are ${'modes'}`,
    text`Change the modes of the step or of the runbook, or remove the step.`,
  ),
  'mode-without-steps': warning(
    text`In mode ${'mode'} this runbook has no step at all, so it can be run as ${'rest'} only`,
    text`Say "modes: [${'rest'}]" at the top if that is meant, or let some step run in mode ${'mode'}.`,
  ),
  'step-never-drilled': warning(
    text`No drill ever does this step: its first time is in a disaster`,
    text`${'advice'}`,
  ),
  'failover-unfenced': warning(
    text`A live run fails this over with nothing before it that shows production to be down, and nobody asked`,
    text`Put a check with "expect: closed" or an approve before it, so that the two never run side by side.`,
  ),
  'approval-without-limit': warning(
    text`This approval has no time limit: the run may wait for ever`,
    text`Add "timeout: 30m" and say what happens then: "onTimeout: pause" or "abort".`,
  ),
  'approval-may-lapse': warning(
    text`When nobody answers in time this run goes on as if it had been approved`,
    text`Use "onTimeout: pause" or "abort" unless silence really means yes.`,
  ),
};
