import { judgeStatus } from '../transport/answer-failure.js';
import type { Dialect } from '../transport/dialect.js';
import { serverMessage } from './error-body.js';

/** How Enterprise Manager speaks: its statuses mean what HTTP says, and errors are `Error` bodies. */
export const enterpriseManagerDialect: Dialect = {
  prefix: '/api',
  serverMessage,
  judge: judgeStatus,
};

/** The media types of the two wires. */
export const MEDIA_TYPES = { xml: 'application/xml', json: 'application/json' } as const;
