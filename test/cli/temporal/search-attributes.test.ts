import { describe, expect, it } from '@jest/globals';
import { missingSearchAttributes } from '../../../cli/temporal/search-attributes.js';
import type { TemporalSession } from '../../../cli/temporal/temporal-session.js';

describe('the search attributes of a server', () => {
  it('are missing where they have another type: Temporal refuses a run that gives them', async () => {
    const session = (customAttributes: Record<string, number>) =>
      ({
        client: {
          withDeadline: (_: number, ask: () => Promise<unknown>) => ask(),
          connection: {
            operatorService: { listSearchAttributes: () => Promise.resolve({ customAttributes }) },
          },
        },
      }) as unknown as TemporalSession;
    const right = {
      DrillbookRunbook: 2,
      DrillbookMode: 2,
      DrillbookTarget: 7,
      DrillbookOutcome: 2,
    };

    const missing = [right, { ...right, DrillbookTarget: 4 }, {}].map((known) =>
      missingSearchAttributes(session(known), 'default'),
    );

    expect(await Promise.all(missing)).toEqual([
      [],
      ['DrillbookTarget'],
      ['DrillbookRunbook', 'DrillbookMode', 'DrillbookTarget', 'DrillbookOutcome'],
    ]);
  });
});
