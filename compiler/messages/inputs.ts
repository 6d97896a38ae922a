import { error, text } from '../message-template.js';

/** Inputs. */
export const INPUT_MESSAGES = {
  'bad-default': error(
    text`The ${'key'} of input "${'input'}" ${'problem'}`,
    text`Change the value or the input's type and bounds.`,
  ),
  'bad-pattern': error(
    text`The pattern of input "${'input'}" can't be used: ${'problem'}`,
    text`Use plain characters, classes like [0-9], and *, +, ?, {2,4}; anchor it with ^ and $.`,
  ),
  'input-conflict': error(text`Input "${'input'}": ${'problem'}`, text`${'advice'}`),
  'missing-input': error(
    text`The input "${'input'}" is required, and no value is given for it`,
    text`Add it, as "${'input'}: VALUE".`,
  ),
  'unknown-input': error(text`No input is called "${'found'}"`, text`${'advice'}`),
};
