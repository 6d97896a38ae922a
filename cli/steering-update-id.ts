import { createHash } from 'node:crypto';
import type { RunRecord, WaitingRecord } from '../plan/run-record.js';
import { RUN_VERBS, type SteeringCommand } from '../plan/steering.js';

/**
 * The id under which Temporal takes a steering command once: the same command, by the same person,
 * to the same question, sent twice is one. The question's beginning is part of it, because the same
 * step can ask again within one attempt; for a command about the whole run the number of
 * those before it is, because a second one means something else.
 */
export function steeringUpdateId(command: SteeringCommand, record: RunRecord): string {
  const parts = [command.verb, command.choice ?? '', ...place(command, record)];
  const item =
    command.item ?? (RUN_VERBS.has(command.verb) ? null : questionOf(command, record)?.item);
  parts.push(item ?? '', [...command.machines].sort().join(','), command.person.name);
  return parts.map(encoded).join('/');
}

function place(command: SteeringCommand, record: RunRecord): [string, string, string] {
  if (RUN_VERBS.has(command.verb)) {
    const before = record.interventions.filter(
      (done) => done.command === command.verb && done.accepted,
    ).length;
    return ['', String(before), ''];
  }
  const question = questionOf(command, record);
  const step = command.step ?? question?.step ?? '';
  const attempts = record.steps.find(({ id }) => id === step)?.attempts ?? 0;
  return [step, String(attempts), question?.since ?? ''];
}

/** What an item waits for itself, else what its step does. */
function questionOf(command: SteeringCommand, record: RunRecord): WaitingRecord | undefined {
  const ofStep = record.waitingFor.filter(
    (waiting) => command.step === null || waiting.step === command.step,
  );
  if (command.item === null) return ofStep[0];
  return (
    ofStep.find(({ item }) => item === command.item) ?? ofStep.find(({ item }) => item === null)
  );
}

// Temporal's ids end at 1,000 characters, and four of the parts are what people chose.
const LONGEST_PART = 200;

/** A part that is too long is its hash; the colon stands in no part that is not. */
function encoded(part: string): string {
  const text = encodeURIComponent(part);
  if (text.length <= LONGEST_PART) return text;
  return `sha256:${createHash('sha256').update(part).digest('hex')}`;
}
