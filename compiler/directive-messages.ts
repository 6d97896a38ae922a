import type { Message } from './message-template.js';
import { text, warning } from './message-template.js';

/**
 * What is wrong with a directive in a comment. Warnings all: what a comment says never decides whether
 * there is a plan.
 */
export const DIRECTIVE_MESSAGES = {
  'incomplete-directive': warning(
    text`This directive names no ${'what'}, so it silences nothing`,
    text`Write it as "# drillbook-disable-next-line CODE why that is right here".`,
  ),
  'unknown-directive-code': warning(
    text`No warning has the code "${'found'}", so nothing is silenced`,
    text`${'nearest'}drillbook check prints the code of each warning behind its place.`,
  ),
  'directive-on-error': warning(
    text`"${'found'}" is an error, and an error can't be silenced`,
    text`Take it out of the directive.`,
  ),
  'directive-silences-nothing': warning(
    text`There is no "${'found'}" on line ${'line'}, so this directive silences nothing`,
    text`Remove it, or put it on the line above the one that the warning names.`,
  ),
} satisfies Readonly<Record<string, Message<string>>>;
