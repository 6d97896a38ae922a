import type { Notice } from '../plan/notice.js';

export interface SendNotificationInput {
  /** The channel's name in the configuration; its address is resolved in the worker. */
  readonly channel: string;
  /** What the runbook says the channel is; null: it does not matter. */
  readonly kind: 'webhook' | 'slack' | 'email' | null;
  readonly notice: Notice;
}

export interface SendNotificationResult {
  /** What went not quite right; null: nothing. */
  readonly note: string | null;
}
