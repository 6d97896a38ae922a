import { describe, expect, it } from '@jest/globals';
import { RequestIdentities } from '../../workflows/request-identity.js';

const T0 = Date.parse('2026-11-21T03:00:00Z');
const MINUTE = 60_000;

describe('the ids of a mutation', () => {
  it('are one and the same while the server would know it again, and never longer', () => {
    const ids = new RequestIdentities('run', 'databases/1/start');

    const first = ids.next(T0);
    const repeated = ids.next(T0 + 4 * MINUTE - 1);

    expect(repeated).toEqual(first);
    expect(first.notAfter).toBe('2026-11-21T03:04:00.000Z');
  });

  it('are new ones after that, counted from the new first sending', () => {
    const ids = new RequestIdentities('run', 'databases/1/start');
    const first = ids.next(T0);

    const later = ids.next(T0 + 5 * MINUTE);

    expect(later.id).not.toBe(first.id);
    expect(later.notAfter).toBe('2026-11-21T03:09:00.000Z');
  });

  it('are the same for the same mutation of the same first execution, whenever they are made', () => {
    const one = new RequestIdentities('run', 'databases/1/start').next(T0);
    const replayed = new RequestIdentities('run', 'databases/1/start').next(T0 + MINUTE);

    expect(replayed.id).toBe(one.id);
  });

  it.each([
    ['another attempt', 'run', 'databases/2/start'],
    ['another run', 'other', 'databases/1/start'],
    ['another verb', 'run', 'databases/1/undo'],
  ])('differ for %s', (_what, run, mutation) => {
    const one = new RequestIdentities('run', 'databases/1/start').next(T0);

    expect(new RequestIdentities(run, mutation).next(T0).id).not.toBe(one.id);
  });

  it('are uuids, as the Console wants them', () => {
    const ids = Array.from({ length: 200 }, (_, index) =>
      new RequestIdentities('run', `step${index}/1/start`).next(T0),
    );

    for (const { id } of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(ids.map(({ id }) => id)).size).toBe(200);
  });
});
