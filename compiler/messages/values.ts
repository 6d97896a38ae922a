import { error, text } from '../message-template.js';

/** Shape and values. */
export const VALUE_MESSAGES = {
  'wrong-type': error(text`${'what'} must be ${'expected'}, found ${'found'}`, text`${'advice'}`),
  'unknown-key': error(
    text`Unknown key "${'found'}" in ${'what'}`,
    text`${'nearest'}Known here: ${'known'}.`,
  ),
  'key-not-here': error(
    text`The key "${'found'}" does not go with ${'what'}`,
    text`It belongs to ${'owner'}. Remove it or move it there.`,
  ),
  'missing-key': error(text`${'what'} needs the key "${'key'}"`, text`Add ${'example'}.`),
  'quote-it': error(
    text`YAML reads ${'source'} as ${'type'}, but ${'what'} must be text`,
    text`Put it in quotes: '${'source'}'.`,
  ),
  'empty-value': error(text`${'what'} is empty`, text`${'advice'}`),
  'bad-id': error(
    text`"${'found'}" can't be ${'what'}: ${'reason'}`,
    text`Use small letters, digits and ${'joiner'}, beginning with a letter${'nearest'}.`,
  ),
  'duplicate-id': error(
    text`The step id "${'found'}" is already taken by a step above`,
    text`Give each step an id of its own, also across steps and always.`,
  ),
  'duplicate-item': error(
    text`"${'found'}" stands twice in ${'what'}`,
    text`Remove one of the two.`,
  ),
  'unknown-value': error(
    text`${'what'} can't be "${'found'}"`,
    text`${'nearest'}Allowed: ${'allowed'}.`,
  ),
  'exactly-one': error(
    text`${'what'} must have exactly one of ${'known'}; found ${'found'}`,
    text`${'advice'}`,
  ),
  'bad-duration': error(
    text`${'what'} must be a duration, found "${'found'}"`,
    text`Write it as ${'forms'}.`,
  ),
  'bad-datetime': error(
    text`${'what'} must be a time with an offset, found "${'found'}"`,
    text`Write it as ${'forms'}: without an offset it means another moment on each machine.`,
  ),
  'out-of-range': error(
    text`${'what'} must be from ${'low'} to ${'high'}, found ${'found'}`,
    text`Choose a value within these bounds.`,
  ),
  'bad-interval': error(
    text`"${'first'}" (${'firstValue'}) is longer than "${'second'}" (${'secondValue'})`,
    text`Make "${'first'}" shorter or "${'second'}" longer.`,
  ),
  'bad-tolerance': error(
    text`tolerate must be a number of machines or a percentage, found "${'found'}"`,
    text`Write a whole number (tolerate: 2) or a percentage from 0% to 100% (tolerate: 10%).`,
  ),
  'bad-url': error(
    text`"${'found'}" is not a URL that can be checked`,
    text`Write a whole one that begins with http:// or https://${'path'}.`,
  ),
  'secret-in-runbook': error(
    text`${'what'} looks like a secret; runbooks, plans and records are read by many and kept`,
    text`Remove it and change that secret. Credentials belong to a connection in temporal.config.yaml, as { env: NAME } or { file: PATH }.`,
  ),
  'secret-input': error(
    text`The input "${'input'}" looks like a secret; what is given to it would stand in the run's record for ever`,
    text`Remove it. Credentials belong to a connection in temporal.config.yaml, as { env: NAME } or { file: PATH }.`,
  ),
  'bad-header': error(
    text`"${'found'}" is not the name of a header`,
    text`Use letters, digits and "-", as in Content-Type.`,
  ),
  'key-refused': error(text`${'what'} takes no "${'key'}": ${'why'}`, text`${'advice'}`),
};
