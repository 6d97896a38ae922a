import { error, text } from '../message-template.js';

/** Runbooks that run other runbooks. */
export const CHILD_MESSAGES = {
  'bad-runbook-path': error(
    text`"${'found'}" is not a path to another runbook`,
    text`Write it relative to this file, with "/" between folders, ending in .yaml: parts/network.yaml or ../network.yaml.`,
  ),
  'unknown-runbook': error(
    text`There is no runbook "${'found'}"`,
    text`It was looked for as ${'path'}, from the folder of the runbook that is compiled.`,
  ),
  'runbook-cycle': error(
    text`These runbooks run each other: ${'path'}`,
    text`Take one of them out.`,
  ),
  'runbook-too-deep': error(
    text`Runbooks run each other more than ${'limit'} levels deep`,
    text`Let the first one run the others directly.`,
  ),
  'runbook-has-errors': error(
    text`The runbook "${'found'}" has errors, so it can't be run`,
    text`They are shown at their places in that file.`,
  ),
  'runbook-not-in-mode': error(
    text`In mode ${'mode'} this would run "${'found'}", whose modes are ${'allowed'}`,
    text`Add "modes: [${'allowed'}]" to this step, or ${'mode'} to the modes of that runbook.`,
  ),
};
