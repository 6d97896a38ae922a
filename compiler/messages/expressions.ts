import { error, text } from '../message-template.js';

/** Expressions. */
export const EXPRESSION_MESSAGES = {
  'bad-expression': error(text`${'problem'}`, text`${'advice'}`),
  'unclosed-expression': error(
    text`The expression that begins here has no end`,
    text`Close it with "}}", or write "$\${{" for a literal "\${{".`,
  ),
  'expression-type': error(
    text`${'what'} must be ${'expected'}, but the expression gives ${'found'}`,
    text`Change the expression or the type of the input that it uses.`,
  ),
  'expression-not-here': error(
    text`${'what'} can't hold an expression: it is fixed when the plan is made`,
    text`Write the value out; for a literal "\${{" write "$\${{".`,
  ),
  'expression-wrapped': error(
    text`${'what'} is an expression already`,
    text`Take off the \${{ }}, as in body: 'json.status == "ok"'.`,
  ),
  'null-value': error(
    text`${'what'} needs a value, but ${'found'} may be null`,
    text`Make the input required, give it a default, or write orDefault(${'found'}, ...).`,
  ),
  'step-not-over': error(
    text`Step "${'found'}" may not be over when step "${'step'}" begins, so nothing is known of it`,
    text`${'advice'}`,
  ),
  'step-not-in-mode': error(
    text`In mode ${'mode'} there is no step "${'found'}", so step "${'step'}" can't name it`,
    text`Give this step the modes of "${'found'}" (modes: [${'modes'}]), or let "${'found'}" take part in mode ${'mode'}.`,
  ),
};
