import type { Message } from './message-template.js';
import { error, text, warning } from './message-template.js';

/** Everything the compiler can say. Each code has a section in docs/diagnostics.md. */
export const MESSAGES = {
  // The text as YAML
  'document-too-large': error(
    text`The runbook has ${'found'} bytes; at most ${'limit'} are read`,
    text`Split it into several runbooks.`,
  ),
  'document-too-deep': error(
    text`The runbook is nested more than ${'limit'} levels deep`,
    text`No part of a runbook needs more than eight levels: look for a runaway bracket or indentation.`,
  ),
  'empty-document': error(
    text`The runbook is empty`,
    text`Begin with "apiVersion: drillbook/v1"; runbooks/minimal.yaml is a small one to copy.`,
  ),
  'multiple-documents': error(
    text`A second YAML document begins here; a file holds one runbook`,
    text`Remove the "---", or put what follows into a file of its own.`,
  ),
  'yaml-syntax': error(text`${'problem'}`, text`${'advice'}`),
  'yaml-tag': error(
    text`The tag "${'found'}" is not allowed`,
    text`Remove it; quote the value if it must be text.`,
  ),
  'duplicate-key': error(
    text`The key "${'found'}" stands twice in one map`,
    text`Remove one of the two: YAML would silently keep the last.`,
  ),
  'key-not-text': error(text`A key must be text, found ${'found'}`, text`Put the key in quotes.`),
  'unknown-anchor': error(
    text`No anchor "&${'found'}" stands before this alias`,
    text`Define it above, as "x-name: &${'found'} ...". ${'nearest'}`,
  ),
  'too-many-aliases': error(
    text`The aliases of this runbook unfold to more than ${'limit'} nodes`,
    text`Aliases of aliases multiply; write the values out.`,
  ),
  'bad-merge': error(
    text`"<<" merges maps, found ${'found'}`,
    text`Write "<<: *name" or "<<: [*one, *two]", where each name is the anchor of a map.`,
  ),
  'unquoted-expression': error(
    text`YAML cuts this unquoted expression apart: inside { } and [ ] at "{", "}" and ",", everywhere at ": "`,
    text`Write it in quotes: '${'found'}'.`,
  ),
  'comment-cuts-value': error(
    text`YAML reads " #" as the start of a comment, so the expression after it is lost`,
    text`Put the whole value in quotes: '${'found'}'. A comment goes on a line of its own.`,
  ),

  // Shape and values
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
  'not-supported-yet': error(
    text`${'what'} is part of the language drillbook/v1, but this version of Drillbook does not know it yet`,
    text`Leave it out, or wait for a version that knows it. ${'instead'}`,
  ),
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
    text`Write a whole one that begins with http:// or https://.`,
  ),
  'secret-in-runbook': error(
    text`${'what'} looks like a secret; runbooks, plans and records are read by many and kept`,
    text`Remove it and change that secret. Credentials belong to a connection in temporal.config.yaml, as { env: NAME } or { file: PATH }.`,
  ),
  'secret-input': error(
    text`The input "${'input'}" looks like a secret; what is given to it would stand in the run's record for ever`,
    text`Remove it. Credentials belong to a connection in temporal.config.yaml, as { env: NAME } or { file: PATH }.`,
  ),

  // Inputs
  'bad-default': error(
    text`The ${'key'} of input "${'input'}" ${'problem'}`,
    text`Change the value or the input's type and bounds.`,
  ),
  'bad-pattern': error(
    text`The pattern of input "${'input'}" can't be used: ${'problem'}`,
    text`Use plain characters, classes like [0-9], and *, +, ?, {2,4}; anchor it with ^ and $.`,
  ),
  'input-conflict': error(text`Input "${'input'}": ${'problem'}`, text`${'advice'}`),

  // Expressions
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
    text`The body of a check is an expression already`,
    text`Take off the \${{ }}: body: 'json.status == "ok"'.`,
  ),
  'null-value': error(
    text`${'what'} needs a value, but ${'found'} may be null`,
    text`Make the input required, give it a default, or write orDefault(${'found'}, ...).`,
  ),

  // Order of the steps
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

  // What goes with which target
  'only-for-replicas': error(
    text`"${'key'}" is for replicas, and target "${'target'}" is ${'kind'}`,
    text`Remove it: ${'why'}.`,
  ),
  'only-for-cdp': error(
    text`"${'choice'}" is for CDP replicas, and target "${'target'}" is ${'kind'}`,
    text`Use "latest", or "{ before: TIME }" for the newest restore point created before a time.`,
  ),
  'unknown-machine': error(
    text`"${'found'}" is none of the replicas of target "${'target'}", so it can't be critical`,
    text`Add it to the target, or name one of its replicas: ${'known'}.`,
  ),
  'no-update': error(
    text`Only plans of the Service Provider Console can be updated; target "${'target'}" is ${'kind'}`,
    text`Remove this step, or make the plan a target with spcFailoverPlan.`,
  ),
  'connection-conflict': error(
    text`Connection "${'connection'}" can't be both ${'first'} and ${'second'}`,
    text`Name another connection here or there: the two are different servers, each with a connection of its own.`,
  ),

  // Modes and drills
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

  // Legal but dangerous
  'unused-target': warning(
    text`No step fails over, undoes or looks at target "${'target'}"`,
    text`Add a step "failover: ${'target'}", or remove the target.`,
  ),
  'tolerates-all': warning(
    text`With a tolerance of 100 % this step goes on when every non-critical machine has failed`,
    text`Name the machines that must work in "critical", or tolerate fewer.`,
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
} satisfies Readonly<Record<string, Message<string>>>;

export type Code = keyof typeof MESSAGES;

type KeysOf<M> = M extends Message<infer K> ? K : never;

/** The parameters of a code's message. */
export type ParamsOf<C extends Code> = Readonly<
  Record<KeysOf<(typeof MESSAGES)[C]>, string | number>
>;
