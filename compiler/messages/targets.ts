import { error, text } from '../message-template.js';

/** What goes with which target. */
export const TARGET_MESSAGES = {
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
  'target-not-item': error(
    text`A target can't be "${'found'}": it must be an id, or the item of foreach alone`,
    text`Write the target's id, or "\${{ ${'as'} }}".`,
  ),
  'items-not-fixed': error(
    text`The item "${'as'}" can't be a target: its list is known only in the run`,
    text`Targets are resolved and held before a run begins: write the items out, or use targets.withLabel("...").`,
  ),
};
