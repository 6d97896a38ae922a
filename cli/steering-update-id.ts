import { createHash } from 'node:crypto';
import type { RunRecord } from '../plan/run-record.js';
import type { SteeringCommand } from '../plan/steering.js';

/**
 * The id under which Temporal takes a steering command once: the same command, by the same person,
 * to the same question, sent twice is one. The question's beginning is part of it, because the same
 * step can ask again within one attempt; for `abort` the number of aborts before it is, because the
 * second one means something else.
 */
export function steeringUpdateId(command: SteeringCommand, record: RunRecord): string {
  const parts = [command.verb, command.choice ?? '', ...place(command, record)];
  parts.push(command.item ?? '', machinesPart(command.machines), command.person.name);
  return parts.map((part) => encodeURIComponent(part)).join('/');
}

function place(command: SteeringCommand, record: RunRecord): [string, string, string] {
  if (command.verb === 'abort') {
    const before = record.interventions.filter(
      (done) => done.command === 'abort' && done.accepted,
    ).length;
    return ['', String(before), ''];
  }
  const question = record.waitingFor.find(
    (waiting) => command.step === null || waiting.step === command.step,
  );
  const step = command.step ?? question?.step ?? '';
  const attempts = record.steps.find(({ id }) => id === step)?.attempts ?? 0;
  return [step, String(attempts), question?.since ?? ''];
}

// Temporal's ids end at 1,000 characters.
const LONGEST_LIST = 200;

function machinesPart(machines: readonly string[]): string {
  const list = [...machines].sort().join(',');
  if (list.length <= LONGEST_LIST) return list;
  return createHash('sha256').update(list).digest('hex');
}
