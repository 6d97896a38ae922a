import type { ConcludeActivationInput } from '@temporalio/workflow';
import type { History } from '@temporalio/common/lib/proto-utils.js';

/** A command as the workflow code gives it, and an event as Temporal records it: protobuf both. */
export type GivenCommand = ConcludeActivationInput['commands'][number];
export type RecordedEvent = NonNullable<History['events']>[number];

/** What a command is and says, in a form in which one that was given and one on record compare. */
export interface Command {
  readonly kind:
    | 'activity'
    | 'activity-cancel'
    | 'timer'
    | 'timer-cancel'
    | 'child'
    | 'external-cancel'
    | 'signal'
    | 'memo'
    | 'patch'
    | 'update-accepted'
    | 'update-completed'
    | 'end';
  /** With the kind, what it is known by; some come more than once. */
  readonly id: string;
  /** In words of the facts' own: JSON texts of arguments, numbers of milliseconds. */
  readonly facts: Readonly<Record<string, string | number | null>>;
  /** Of what is on record. */
  readonly eventId?: number;
}

/** The command in words: `activity databases/1/start/1`. */
export function nameOf({ kind, id }: Pick<Command, 'kind' | 'id'>): string {
  return id === '' ? kind : `${kind} ${id}`;
}
