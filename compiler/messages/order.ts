import { error, text } from '../message-template.js';

/** Order of the steps. */
export const ORDER_MESSAGES = {
  'unknown-step': error(text`No step has the id "${'found'}"`, text`${'advice'}`),
  'unknown-target': error(text`No target is called "${'found'}"`, text`${'advice'}`),
  cycle: error(
    text`These steps wait for each other: ${'path'}`,
    text`Take one of them out of "needs"; "needs: []" starts a step at once.`,
  ),
  'needs-always': error(
    text`"${'found'}" is an always step: it runs after all others, so none can wait for it`,
    text`Take it out of "needs".`,
  ),
  'not-in-always': error(text`${'what'} can't stand in always`, text`${'advice'}`),
  'undo-on-failure': error(
    text`onFailure: undo is for failover steps; ${'what'} starts nothing`,
    text`Use pause, abort or continue; an undo of its own is a step "undo: TARGET".`,
  ),
};
