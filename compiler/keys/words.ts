import type {
  DnsProbe,
  HttpMethod,
  InputType,
  Mode,
  OnFailure,
  OnTimeout,
  Rehearsal,
} from '../../plan/plan.js';

// The words that values are chosen from: what the readers take, and what an editor offers.

export const MODES: readonly Mode[] = ['drill', 'live'];

export const ON_FAILURE: readonly OnFailure[] = ['pause', 'abort', 'continue', 'undo'];

export const REHEARSALS: readonly Rehearsal[] = ['test', 'start-and-undo', 'skip'];

export const INPUT_TYPES: readonly InputType[] = [
  'string',
  'integer',
  'number',
  'boolean',
  'datetime',
  'duration',
  'list',
  'run',
];

export const VERDICTS = ['ok', 'fail'] as const;

export const READINESS_STATES = ['idle', 'failed-over'] as const;

export const PORT_STATES = ['open', 'closed'] as const;

export const CHECK_METHODS = ['GET', 'HEAD'] as const;

export const HTTP_METHODS: readonly HttpMethod[] = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
];

export const RECORD_TYPES: readonly DnsProbe['type'][] = ['A', 'AAAA', 'CNAME'];

export const ON_TIMEOUT: readonly OnTimeout[] = ['pause', 'abort', 'continue'];

export const RESTORE_POINT_WORDS = ['latest', 'latestConsistent'] as const;

/** Replicas that can be started, or items that can be done at a time. */
export const CONCURRENCY = [1, 100] as const;

/** More attempts than this help nobody: a person should look. */
export const MOST_RETRIES = 10;

/** More people than this need not agree to one failover. */
export const MOST_PEOPLE = 20;
