import { judgeStatus, retryAfter } from '../transport/answer-failure.js';
import type { Dialect, Verdict } from '../transport/dialect.js';
import type { Answer, Request } from '../transport/exchange.js';
import type { AnswerError } from './answer-errors.js';
import { errorsOf, serverMessage } from './answer-errors.js';

/** What stands before each path. */
export const PREFIX = '/api/v3';

/**
 * How the Console speaks: client errors keep their status, all server errors are 520, and an answer
 * with 200 may carry errors all the same (vendor's REST 3.6.1 reference, "Errors").
 */
export const consoleDialect: Dialect = { prefix: PREFIX, serverMessage, judge };

const UNCLEAR = 'no clear answer: look whether it happened before sending it again';

function judge(answer: Answer, { mutates }: Pick<Request, 'mutates'>): Verdict | null {
  const { status } = answer;
  const errors = errorsOf(answer.body.toString('utf8'));
  if (status === 202 && !mutates) {
    return verdict('unclear', 'the server prepares the answer: ask again');
  }
  if (status >= 200 && status <= 299) return errors.length === 0 ? null : judgeErrors(errors);
  const found = judgeStatus(answer);
  if (found?.kind === 'session-lost') {
    return verdict('session-lost', 'the access token is not accepted: log on again');
  }
  if (found?.kind !== 'throttled') return found;
  const told = errors.find((error) => error.retryAfter !== null)?.retryAfter ?? null;

  return { ...found, retryAfterSeconds: told ?? retryAfter(answer) };
}

/** A success with errors: refused when all of them are the caller's fault, else nobody knows. */
function judgeErrors(errors: readonly AnswerError[]): Verdict {
  const isClear = errors.every(({ type }) => type === 'logical' || type === 'security');

  return isClear ? verdict('refused', 'refused, nothing was done') : verdict('unclear', UNCLEAR);
}

function verdict(kind: Verdict['kind'], sentence: string): Verdict {
  return { kind, retryAfterSeconds: null, sentence };
}
