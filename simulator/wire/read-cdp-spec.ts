import type { CdpWish } from '../world/cdp-state.js';

import { readBodyFields, type BodyFields } from './body-fields.js';
import { HttpProblem } from './http-problem.js';

/** The body of a CDP failover. Throws HttpProblem 400; the first two members must be there. */
export function readCdpFailoverSpec(body: string, contentType: string | undefined): CdpWish {
  const fields = readBodyFields(body, contentType, 'CdpFailoverStartSpec', [
    'RestoreCurrent',
    'RestoreCurrentVss',
    'RestoreAtInterval',
    'RestoreAtPointInTime',
  ]);
  const current = fields.boolean('RestoreCurrent');
  const currentVss = fields.boolean('RestoreCurrentVss');
  if (current === null || currentVss === null) {
    throw new HttpProblem(400, 'RestoreCurrent and RestoreCurrentVss must be specified.');
  }
  const atInterval = utc(fields, 'RestoreAtInterval');
  const atPointInTime = utc(fields, 'RestoreAtPointInTime');
  if (!current && !currentVss && atInterval === null && atPointInTime === null) {
    throw new HttpProblem(400, 'No restore point is asked for.');
  }
  return { current, currentVss, atInterval, atPointInTime };
}

/**
 * The body of a question for intervals, in milliseconds since 1970. No page prints one in XML, so
 * any root will do. Throws HttpProblem 400.
 */
export function readIntervalsSpec(
  body: string,
  contentType: string | undefined,
): { readonly from: number; readonly to: number } {
  const fields = readBodyFields(body, contentType, null, ['StartDate', 'EndDate']);
  const [from, to] = [utc(fields, 'StartDate'), utc(fields, 'EndDate')];
  if (from === null || to === null) {
    throw new HttpProblem(400, 'StartDate and EndDate must be specified.');
  }
  if (from > to) throw new HttpProblem(400, 'StartDate must not be after EndDate.');
  return { from, to };
}

// The pages take UTC only; their examples leave the Z out.
function utc(fields: BodyFields, name: string): number | null {
  const value = fields.dateTime(name);
  if (value === null) return null;
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`);
}
