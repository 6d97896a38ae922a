import { describe, expect, it } from '@jest/globals';
import { faultCases } from './fault-case.js';
import { playCases } from './play-cases.js';
import { figuresOf, tellVerdicts } from './tell-verdicts.js';

/** The same cases each time; `npm run test:faults -- --runs N --seed S` plays others. */
const RUNS = 200;
const SEED = 20_261_126;

describe('Once, under faults that are drawn', () => {
  it(`holds in ${RUNS} runs of seed ${SEED}`, async () => {
    const verdicts = await playCases(faultCases(RUNS, SEED), () => undefined);

    const { runs, doubleStarts, needlessUnknown, falseSuccess, lost } = figuresOf(verdicts);
    const wrong = { doubleStarts, needlessUnknown, falseSuccess, lost };
    expect({ runs, ...wrong, told: told(wrong, tellVerdicts(verdicts)) }).toEqual({
      runs: RUNS,
      doubleStarts: 0,
      needlessUnknown: 0,
      falseSuccess: 0,
      lost: 0,
      told: '',
    });
  }, 900_000);
});

/** The table stands in the failure's message, and only there. */
function told(wrong: Record<string, number>, table: string): string {
  return Object.values(wrong).some((count) => count > 0) ? table : '';
}
