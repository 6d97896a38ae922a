import type { ConsoleSwitches } from '../scenario/console-switches.js';

import { badParameter } from './console-problem.js';

export interface StartQuery {
  /** Take the newest points before this, in milliseconds since 1970; null: the newest. */
  readonly date: number | null;
  readonly test: boolean;
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Reads the parameters of a start. Throws ConsoleProblem 400. */
export function readStartQuery(
  query: URLSearchParams,
  now: number,
  switches: ConsoleSwitches,
): StartQuery {
  const test = query.get('test')?.toLowerCase() ?? 'false';
  if (test !== 'true' && test !== 'false') throw badParameter('test', `"${test}" is no boolean.`);
  const text = query.get('dateTime');
  if (text === null || text === '') return { date: null, test: test === 'true' };
  const date = Date.parse(text);
  if (Number.isNaN(date) || !hasSyntax(text, switches.dateTimeSyntax)) {
    throw badParameter('dateTime', `"${text}" is not a valid date.`);
  }
  if (date > now && switches.futureDate === 'refused') {
    throw badParameter('dateTime', 'The date must not be in the future.');
  }
  return { date, test: test === 'true' };
}

function hasSyntax(text: string, wanted: ConsoleSwitches['dateTimeSyntax']): boolean {
  switch (wanted) {
    case 'any':
      return true;
    case 'date':
      return DATE.test(text);
    case 'dateTime':
      return DATE_TIME.test(text);
  }
}
