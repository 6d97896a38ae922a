import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import type { Groups } from '../../plan/people.js';
import { membersOf } from '../../plan/people.js';
import type { Plan, PlanStep } from '../../plan/plan.js';
import type { Person } from '../../plan/run-input.js';
import type { RunRecord, WaitingRecord } from '../../plan/run-record.js';
import type { SteeringCommand, SteeringReceipt } from '../../plan/steering.js';
import { stepsOfPlay } from './played-plan.js';
import type { AnswerFixture } from './test-schema.js';

/** Who starts a test's run. */
export const STARTER: Person = personOf('starter@test');

export interface PeopleFacts {
  readonly client: Client;
  readonly runId: string;
  /** The plan as it is played: its times are those of the test. */
  readonly plan: Plan;
  readonly planHash: string;
  readonly speed: number;
  readonly groups: Groups;
  readonly answers: readonly AnswerFixture[];
}

/** What the people of a test say to its run, as its record comes to ask them. */
export class People {
  readonly #facts: PeopleFacts;
  readonly #steps: ReadonlyMap<string, PlanStep>;
  readonly #left: AnswerFixture[];
  /** Waits that were answered, and may be in the record for a moment more. */
  readonly #answered = new Set<string>();
  readonly #spoken = new Map<string, string[]>();
  readonly problems: string[] = [];

  constructor(facts: PeopleFacts) {
    this.#facts = facts;
    this.#left = [...facts.answers];
    this.#steps = new Map(stepsOfPlay(facts.plan).map((step) => [step.id, step]));
  }

  /** Says what is due, and gives why the run could now wait for ever; null: it can't. */
  async hear(record: RunRecord): Promise<string | null> {
    const started = Date.parse(record.run.startedAt);
    for (const answer of this.#left.filter(({ at }) => at !== undefined)) {
      if (this.#isPast(started, answer.at ?? 0)) await this.#say(answer, null);
    }
    for (const waiting of record.waitingFor) {
      if (this.#answered.has(keyOf(waiting))) continue;
      const answer = this.#left.find((one) => fits(one, waiting));
      if (answer === undefined) continue;
      if (this.#isPast(Date.parse(waiting.since), answer.after ?? 0)) {
        await this.#say(answer, waiting);
      }
    }
    return this.#left.some(({ at }) => at !== undefined) ? null : this.#endlessly(record);
  }

  /** The answers that nobody asked for. */
  get unused(): readonly AnswerFixture[] {
    return this.#left;
  }

  #isPast(since: number, seconds: number): boolean {
    return Date.now() - since >= (seconds * 1000) / this.#facts.speed;
  }

  async #say(answer: AnswerFixture, waiting: WaitingRecord | null): Promise<void> {
    this.#left.splice(this.#left.indexOf(answer), 1);
    const { client, runId } = this.#facts;
    const command = this.#commandOf(answer, waiting);
    const handle = client.workflow.getHandle(waiting?.run ?? runId);
    try {
      const receipt = await handle.executeUpdate<SteeringReceipt, [SteeringCommand]>(command.verb, {
        args: [command],
      });
      if (answer.refused) this.problems.push(`${said(answer)} was to be refused, and was accepted`);
      if (waiting !== null && (receipt.missing ?? 0) === 0) this.#answered.add(keyOf(waiting));
    } catch (error) {
      if (!answer.refused) this.problems.push(`${said(answer)} was refused: ${whyOf(error)}`);
    }
  }

  #commandOf(answer: AnswerFixture, waiting: WaitingRecord | null): SteeringCommand {
    const { with: word, by, reason, note, machines = [] } = answer;
    const command = {
      step: waiting?.step ?? null,
      item: waiting?.item ?? null,
      machines,
      choice: null,
      person: by === undefined ? this.#personFor(answer) : personOf(by),
      reason,
      ...(note === undefined ? {} : { note }),
    };
    switch (word) {
      case 'approve':
      case 'reject':
        return { ...command, verb: word, planHash: this.#planHashOf(waiting) };
      case 'break-glass':
        return {
          ...command,
          verb: 'approve',
          isBreakGlass: true,
          planHash: this.#planHashOf(waiting),
        };
      case 'done':
      case 'failed':
      case 'skipped':
        return { ...command, verb: 'answer', choice: word };
      case 'adopt':
      case 'resend':
        return { ...command, verb: 'resolve', choice: word };
      case 'skip':
        return waiting?.kind === 'unknown'
          ? { ...command, verb: 'resolve', choice: 'skip' }
          : { ...command, verb: 'skip' };
      case 'retry':
        return { ...command, verb: 'retry' };
      case 'abort':
      case 'undo':
      case 'pause':
      case 'resume':
        return { ...command, step: null, item: null, verb: word };
    }
  }

  /** The plan that an approval is of: a child run's is its own. */
  #planHashOf(waiting: WaitingRecord | null): string {
    const { runId, plan, planHash } = this.#facts;
    if (waiting?.run === undefined || waiting.run === runId) return planHash;
    const child = [...this.#steps.values()].find(
      (step) => step.verb === 'runbook' && step.plan.steps.some(({ id }) => id === waiting.step),
    );
    return child?.verb === 'runbook' && !isDeepStrictEqual(child.plan, plan)
      ? child.planHash
      : planHash;
  }

  /** The first of those who may, who has said nothing yet at this step. */
  #personFor({ step: id, with: word }: AnswerFixture): Person {
    const step = this.#steps.get(id ?? '');
    const from =
      step?.verb === 'approve'
        ? word === 'break-glass' && step.breakGlass !== null
          ? [step.breakGlass]
          : step.from
        : step?.verb === 'task'
          ? step.from
          : [];
    const spoken = this.#spoken.get(id ?? '') ?? [];
    const name =
      membersOf(from, this.#facts.groups).find(
        (one) => !spoken.includes(one) && one !== STARTER.name,
      ) ?? 'operator@test';
    this.#spoken.set(id ?? '', [...spoken, name]);
    return personOf(name);
  }

  /** Whether the run waits for somebody of whom the test says nothing, with no limit and nothing else to do. */
  #endlessly(record: RunRecord): string | null {
    const { plan } = this.#facts;
    const open = record.waitingFor.filter((waiting) => !this.#answered.has(keyOf(waiting)));
    const isBusy = record.steps.some(({ status }) => status === 'running');
    if (open.length === 0 || isBusy || record.run.state === 'finished') return null;
    const isAnswered = open.some((waiting) => this.#left.some((one) => fits(one, waiting)));
    const isLimited = open.some((waiting) => hasLimit(waiting, plan, this.#steps));
    if (isAnswered || isLimited) return null;
    const what = open.map(({ step, item, kind, choices }) => {
      const where = item === null ? step : `${step} (item ${item})`;
      return `${where}: ${kind}${choices.length === 0 ? '' : ` (${choices.join(', ')})`}`;
    });
    return `it waits for a person, and the test has no answer left for ${what.join('; ')}`;
  }
}

/** An answer in the words of the test. */
export function said({ step, item, with: word, at }: AnswerFixture): string {
  const where = at === undefined ? `at ${step ?? ''}${item === undefined ? '' : ` (${item})`}` : '';
  return `the answer "${word}"${where === '' ? '' : ` ${where}`}`;
}

function fits(answer: AnswerFixture, waiting: WaitingRecord): boolean {
  if (answer.at !== undefined || waiting.kind === 'target') return false;
  return (
    answer.step === waiting.step && (answer.item === undefined || answer.item === waiting.item)
  );
}

function hasLimit(
  { step: id, kind, since }: WaitingRecord,
  plan: Plan,
  steps: ReadonlyMap<string, PlanStep>,
): boolean {
  const step = steps.get(id);
  switch (kind) {
    case 'approval':
    case 'task': {
      const seconds = step?.timeoutSeconds ?? null;
      if (seconds === null) return false;
      // One that was not given in time goes on waiting where the runbook says `pause`.
      const isOver = Date.now() - Date.parse(since) > seconds * 1000 + LATE_MS;
      return !isOver || (step?.verb === 'approve' && step.onTimeout !== 'pause');
    }
    case 'pause':
    case 'unknown':
      return plan.mode === 'drill';
    case 'target':
      return false;
  }
}

/** A run may take so long to act on a limit that has passed. */
const LATE_MS = 3000;

function keyOf({ run, step, item, kind, since }: WaitingRecord): string {
  return JSON.stringify([run ?? null, step, item, kind, since]);
}

function personOf(name: string): Person {
  return { name, osUser: name, host: 'test', authenticated: false };
}

function whyOf(error: unknown): string {
  for (let next = error; next instanceof Error; next = next.cause) {
    if (!(next.cause instanceof Error)) return next.message;
  }
  return String(error);
}
