import { ActivityFailure, CancellationScope } from '@temporalio/workflow';
import { boundNotice, type Notice, type RunEvent } from '../plan/notice.js';
import type { NotifyStep } from '../plan/plan.js';
import type { NotificationRecord } from '../plan/run-record.js';
import { notifications } from './activities.js';
import { failureRecord } from './failure-words.js';
import { now, type Run } from './run.js';

/** However much a run has to tell: its history is bounded. How it ends is told in any case. */
const MOST_NOTICES = 200;

/** What is told, beside what is the same for all of a run. */
interface Told {
  readonly step: string | null;
  readonly message: string;
  readonly subject?: string | null;
  readonly chain?: Notice['chain'];
}

/**
 * Tells the channels that the configuration names for an event. Nothing waits for it: a channel that
 * is not there neither fails nor holds a run.
 */
export function announce(run: Run, event: RunEvent, told: Told): void {
  const { parent } = run.input;
  // A child's beginning and end are a step of its parent's, which tells of its own.
  if (parent !== undefined && (event === 'started' || event === 'ended')) return;
  const isMuch = run.notifications.length >= MOST_NOTICES;
  if (isMuch && event !== 'failed' && event !== 'ended') return;
  for (const channel of run.eventChannels[event] ?? []) {
    send(run, { channel, kind: null, event, told });
  }
}

/** Tells of an event once in a run, the first time. */
export function announceOnce(run: Run, event: 'degraded' | 'failed', told: Told): void {
  if (run.announced.has(event)) return;
  run.announced.add(event);
  announce(run, event, told);
}

/** Sends a `notify` step's message; `onEnd` hears whether it was taken (null) or why not. */
export function sendMessage(
  run: Run,
  channel: NotifyStep['channel'],
  told: Told,
  onEnd: (problem: string | null) => void,
): void {
  send(run, { channel: channel.name, kind: channel.kind, event: 'message', told, onEnd });
}

/** Waits for what is on its way: taken, or given up after a minute. */
export async function everythingSent(run: Run): Promise<void> {
  while (run.sending.size > 0) await Promise.all([...run.sending]);
}

interface Sending {
  readonly channel: string;
  readonly kind: NotifyStep['channel']['kind'] | null;
  readonly event: Notice['event'];
  readonly told: Told;
  readonly onEnd?: (problem: string | null) => void;
}

function send(run: Run, sending: Sending): void {
  const { channel, event, told } = sending;
  const index = run.notifications.length;
  run.notifications.push({
    ...{ channel, event, step: told.step, at: now(), sent: null, message: null },
  });
  const notice = noticeOf(run, event, told, index + 1);
  // Whatever becomes of the run, or of the handler that this is called in: it goes on its way.
  const work = CancellationScope.nonCancellable(() => deliver(run, sending, notice, index));
  run.sending.add(work);
  void work.finally(() => run.sending.delete(work));
}

async function deliver(run: Run, sending: Sending, notice: Notice, index: number): Promise<void> {
  const { channel, kind, event, told, onEnd } = sending;
  const settle = (end: Pick<NotificationRecord, 'sent' | 'message'>) => {
    const before = run.notifications[index];
    if (before !== undefined) run.notifications[index] = { ...before, ...end };
  };
  try {
    const { note } = await notifications.sendNotification.executeWithOptions(
      { activityId: `notify/${index + 1}/${channel}`, summary: `tell ${channel}: ${event}` },
      [{ channel, kind, notice }],
    );
    settle({ sent: true, message: note });
    run.log('notified', told.step, { channel, event, note });
    onEnd?.(null);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const failure = failureRecord(error);
    settle({ sent: false, message: failure.message });
    run.log('not-notified', told.step, { channel, event, error: { ...failure } });
    onEnd?.(failure.message);
  }
}

function noticeOf(run: Run, event: Notice['event'], told: Told, number: number): Notice {
  const { plan, planHash, startedBy } = run.input;
  const { id: runbook, title } = plan.runbook;
  return boundNotice({
    version: 1,
    id: `${run.id}/${number}`,
    event,
    at: now(),
    run: {
      ...{ id: run.id, runbook, title, mode: plan.mode, outcome: run.outcome },
      ...{ planHash, startedBy: startedBy.name },
    },
    step: told.step,
    message: told.message,
    subject: told.subject ?? null,
    command: `drillbook status ${run.id}`,
    chain: told.chain ?? null,
  });
}
