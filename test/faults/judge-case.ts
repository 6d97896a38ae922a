import type { RunRecord } from '../../plan/run-record.js';
import type { RunningSimulator } from '../../simulator/start-simulator.js';
import type { FaultCase } from './fault-case.js';

/** What one case came to, and what is wrong with it. */
export interface CaseVerdict {
  readonly number: number;
  readonly call: string;
  readonly fault: string;
  /** A person was asked whether it happened. */
  readonly isUnknown: boolean;
  readonly isAdopted: boolean;
  readonly isResent: boolean;
  readonly acted: number;
  readonly outcome: string;
  /** Empty: all is well. */
  readonly wrongs: readonly Wrong[];
}

export type Wrong = 'double start' | 'lost' | 'needless unknown' | 'false success';

/** What is known of a case when it is over. */
export interface Played {
  /** null: the run neither ended nor asked within its time. */
  readonly record: RunRecord | null;
  /** It asked a person whether it happened, who skipped the step. */
  readonly wasAsked: boolean;
  /** A person skipped a step, for that or another reason. */
  readonly wasSkipped: boolean;
  readonly journal: readonly { readonly kind: string; readonly facts: Record<string, unknown> }[];
  /** The simulator's truth when it asked, else at the end. */
  readonly truth: ReturnType<RunningSimulator['truth']>;
  readonly truthAtEnd: ReturnType<RunningSimulator['truth']>;
}

const ADOPTED: readonly unknown[] = ['task', 'session', 'request', 'state'];

/** Holds what the run says against what the simulator really did. */
export function judgeCase(one: FaultCase, played: Played): CaseVerdict {
  const { call } = one;
  const { record, journal, truth, truthAtEnd, wasAsked, wasSkipped } = played;
  const outcome = record?.run.outcome ?? 'none';
  const acted = call.acted(truthAtEnd);
  const wrongs: Wrong[] = [];
  if (acted > 1) wrongs.push('double start');
  if (record === null) wrongs.push('lost');
  if (wasAsked && call.hasEvidence(truth)) wrongs.push('needless unknown');
  const isLeft = record?.cleanup.verdict === 'leftovers' && call.isOfCleanUp === true;
  if (isLeft && call.hasEvidence(truthAtEnd)) wrongs.push('needless unknown');
  const isWell = record?.cleanup.verdict !== 'leftovers' && !wasSkipped;
  const isGood = (outcome === 'succeeded' || outcome === 'degraded') && isWell;
  if (isGood && (acted === 0 || !call.isDone(truthAtEnd))) wrongs.push('false success');
  return {
    number: one.number,
    call: call.name,
    fault: one.fault,
    isUnknown: wasAsked || isLeft,
    isAdopted: journal.some(
      ({ kind, facts }) => kind.endsWith('-accepted') && ADOPTED.includes(facts['evidence']),
    ),
    isResent: journal.some(
      ({ kind, facts }) => kind.endsWith('-refused') && facts['resend'] === true,
    ),
    acted,
    outcome,
    wrongs,
  };
}
