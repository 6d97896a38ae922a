import type { Job } from '../replay/capture.js';
import type { GivenCommand } from '../replay/command.js';
import { payloadText, type payloadsText } from '../replay/payloads.js';
import type { HistoryEvent } from '../tree.js';

/** Something that a workflow was told: an answer, a person's word, time that has passed. */
export interface Cause {
  readonly kind:
    | 'start'
    | 'activity'
    | 'timer'
    | 'child-started'
    | 'child-ended'
    | 'update'
    | 'signal'
    | 'signal-delivered'
    | 'cancel-request';
  /** Activity id, timer, workflow id, or the name of a command. */
  readonly id: string;
  /** The event of the history that says it; null: none was found. */
  readonly eventId: number | null;
  readonly words: string;
}

/** What sequence numbers stand for: commands are known by them, and so are their results. */
export class Sequence {
  readonly #names = new Map<string, string>();
  readonly #ends = new Map<string, number>();

  constructor(events: readonly HistoryEvent[]) {
    const scheduled = new Map<number, string>();
    for (const event of events) {
      const eventId = Number(event.eventId);
      const activity = event.activityTaskScheduledEventAttributes ?? null;
      if (activity !== null) scheduled.set(eventId, activity.activityId ?? '');
      const end = endedBy(event);
      if (end !== null) this.#ends.set(`activity ${scheduled.get(end) ?? ''}`, eventId);
      const timer = event.timerFiredEventAttributes ?? null;
      if (timer !== null) this.#ends.set(`timer ${timer.timerId ?? ''}`, eventId);
      const child =
        event.childWorkflowExecutionCompletedEventAttributes?.workflowExecution ??
        event.childWorkflowExecutionFailedEventAttributes?.workflowExecution ??
        event.childWorkflowExecutionTerminatedEventAttributes?.workflowExecution ??
        null;
      if (child !== null) this.#ends.set(`child ${child.workflowId ?? ''}`, eventId);
      const update = event.workflowExecutionUpdateAcceptedEventAttributes ?? null;
      if (update !== null) this.#ends.set(`update ${update.protocolInstanceId ?? ''}`, eventId);
    }
  }

  take(commands: readonly GivenCommand[]): void {
    for (const { scheduleActivity, startTimer, startChildWorkflowExecution, ...rest } of commands) {
      this.#name('activity', scheduleActivity?.seq, scheduleActivity?.activityId);
      this.#name('timer', startTimer?.seq, payloadText(rest.userMetadata?.summary));
      const child = startChildWorkflowExecution;
      this.#name('child', child?.seq, child?.workflowId);
    }
  }

  #name(kind: string, seq: number | null | undefined, name: string | null | undefined): void {
    if (typeof seq === 'number') this.#names.set(`${kind} ${seq}`, name ?? '');
  }

  nameOf(kind: 'activity' | 'timer' | 'child', seq: number): string {
    return this.#names.get(`${kind} ${seq}`) ?? '';
  }

  eventOf(kind: 'activity' | 'timer' | 'child' | 'update', id: string): number | null {
    return this.#ends.get(`${kind} ${id}`) ?? null;
  }
}

function endedBy(event: HistoryEvent): number | null {
  const by =
    event.activityTaskCompletedEventAttributes?.scheduledEventId ??
    event.activityTaskFailedEventAttributes?.scheduledEventId ??
    event.activityTaskTimedOutEventAttributes?.scheduledEventId ??
    event.activityTaskCanceledEventAttributes?.scheduledEventId ??
    null;
  return by === null ? null : Number(by);
}

/** The fields of a job that the story reads; the SDK's own type of it is not exported. */
interface ToldJob {
  readonly initializeWorkflow?: object | null;
  readonly resolveActivity?: {
    readonly seq?: number | null;
    readonly result?: {
      readonly failed?: { readonly failure?: { readonly message?: string | null } | null } | null;
    } | null;
  } | null;
  readonly fireTimer?: { readonly seq?: number | null } | null;
  readonly resolveChildWorkflowExecutionStart?: {
    readonly seq?: number | null;
    readonly failed?: object | null;
  } | null;
  readonly resolveChildWorkflowExecution?: { readonly seq?: number | null } | null;
  readonly doUpdate?: {
    readonly name?: string | null;
    readonly protocolInstanceId?: string | null;
    readonly input?: Parameters<typeof payloadsText>[0];
  } | null;
  readonly signalWorkflow?: { readonly signalName?: string | null } | null;
  readonly resolveSignalExternalWorkflow?: object | null;
  readonly cancelWorkflow?: { readonly reason?: string | null } | null;
}

/** A job in words; nothing for what decides nothing. */
export function causeOf(told: Job, sequence: Sequence): readonly Cause[] {
  const job = told as ToldJob;
  const {
    resolveActivity: activity,
    fireTimer: timer,
    resolveChildWorkflowExecutionStart: begun,
    resolveChildWorkflowExecution: ended,
    doUpdate: update,
  } = job;
  if (job.initializeWorkflow)
    return [{ kind: 'start', id: '', eventId: 1, words: 'it was started' }];
  if (activity) {
    const id = sequence.nameOf('activity', activity.seq ?? 0);
    const failure = activity.result?.failed?.failure?.message ?? null;
    const words = failure === null ? `${id} was answered` : `${id} failed: ${failure}`;
    return [{ kind: 'activity', id, eventId: sequence.eventOf('activity', id), words }];
  }
  if (timer) {
    const seq = String(timer.seq ?? 0);
    const summary = sequence.nameOf('timer', timer.seq ?? 0).replace(/^"|"$/g, '');
    const words = summary === '' ? `timer ${seq} ran out` : `time ran out: ${summary}`;
    return [{ kind: 'timer', id: seq, eventId: sequence.eventOf('timer', seq), words }];
  }
  if (begun) {
    const id = sequence.nameOf('child', begun.seq ?? 0);
    const words = begun.failed ? `${id} could not be started` : `${id} has begun`;
    return [{ kind: 'child-started', id, eventId: null, words }];
  }
  if (ended) {
    const id = sequence.nameOf('child', ended.seq ?? 0);
    const eventId = sequence.eventOf('child', id);
    return [{ kind: 'child-ended', id, eventId, words: `${id} has ended` }];
  }
  if (update) {
    const id = update.name ?? '';
    const eventId = sequence.eventOf('update', update.protocolInstanceId ?? '');
    return [{ kind: 'update', id, eventId, words: `${id} by ${personOf(update.input)}` }];
  }
  return toldByOthers(job);
}

function toldByOthers(job: ToldJob): readonly Cause[] {
  if (job.signalWorkflow) {
    const id = job.signalWorkflow.signalName ?? '';
    return [{ kind: 'signal', id, eventId: null, words: `a signal ${id}` }];
  }
  if (job.cancelWorkflow) {
    const reason = job.cancelWorkflow.reason ?? '';
    const words = `it was asked to cancel${reason === '' ? '' : `: ${reason}`}`;
    return [{ kind: 'cancel-request', id: '', eventId: null, words }];
  }
  return job.resolveSignalExternalWorkflow
    ? [{ kind: 'signal-delivered', id: '', eventId: null, words: 'another workflow was told' }]
    : [];
}

function personOf(input: Parameters<typeof payloadsText>[0]): string {
  try {
    const { person } = JSON.parse(payloadText(input?.[0])) as {
      readonly person?: { readonly name?: unknown };
    };
    return typeof person?.name === 'string' ? person.name : 'somebody';
  } catch {
    return 'somebody';
  }
}
