import { error, text } from '../message-template.js';

/** Modes and drills. */
export const MODE_MESSAGES = {
  'mode-excluded': error(
    text`This runbook can't run as ${'mode'}: its modes are ${'allowed'}`,
    text`Run it as ${'allowed'}, or add ${'mode'} to "modes" and check it again.`,
  ),
  'no-steps-in-mode': error(
    text`In mode ${'mode'} this runbook has no step at all`,
    text`Let some step run in this mode, or take ${'mode'} out of the runbook's "modes".`,
  ),
  'rehearse-required': error(
    text`Target "${'target'}" is ${'kind'}: Veeam has no test for it, so a drill must be told what to do`,
    text`Add ${'choices'} or "modes: [live]" at the top.`,
  ),
  'no-test': error(
    text`Veeam has no test for ${'kind'}, so target "${'target'}" can't be rehearsed by one`,
    text`Use ${'choices'}.`,
  ),
  'no-undo': error(
    text`Target "${'target'}" can't be undone: Enterprise Manager has no undo for single replicas`,
    text`${'advice'}`,
  ),
  'undo-in-drill': error(
    text`In a drill the clean-up undoes what was started; this undo would run as well`,
    text`Add "modes: [live]" to leave it out of drills, or "drill: run" to undo before the clean-up.`,
  ),
  'undo-of-rehearsal': error(
    text`In a drill there is nothing to undo on "${'target'}": it is ${'how'}`,
    text`Add "modes: [live]" to this step, or "rehearse: start-and-undo" to the target.`,
  ),
  'update-in-drill': error(
    text`In a drill this update would change the plan on the server for real, and no clean-up takes it back`,
    text`Add "modes: [live]" to leave it out of drills, or "drill: run" to change it all the same.`,
  ),
  'check-after-test': error(
    text`In a drill nothing is up to be checked here: "${'step'}" only tests its target, and a test stops its machines by itself`,
    text`Add "modes: [live]" to this check, or "rehearse: start-and-undo" to target "${'target'}".`,
  ),
  'plan-too-large': error(
    text`The plan for mode ${'mode'} has ${'found'} bytes; at most ${'limit'} fit into one run`,
    text`Split the runbook into child runbooks that are run one after the other.`,
  ),
  'too-many-events': error(
    text`A run of this plan would write about ${'found'} history events; at most ${'limit'} are allowed in one run`,
    text`Split the runbook into child runbooks that are run one after the other.`,
  ),
  'http-in-drill': error(
    text`In a drill this ${'method'} would be sent for real`,
    text`Add "modes: [live]" to leave it out of drills, or "drill: run" to send it all the same.`,
  ),
};
