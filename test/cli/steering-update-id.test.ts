import { describe, expect, it } from '@jest/globals';
import { steeringUpdateId } from '../../cli/steering-update-id.js';
import type { RunRecord } from '../../plan/run-record.js';
import type { SteeringCommand } from '../../plan/steering.js';
import { someRecord, someStep } from '../report/terminal/records.js';

const resend: SteeringCommand = {
  verb: 'resolve',
  step: 'databases',
  item: null,
  machines: [],
  choice: 'resend',
  person: { name: 'alice', osUser: 'root', host: 'ops1', authenticated: false },
  reason: 'looked',
};

function asking(since: string) {
  const waiting = {
    step: 'databases',
    item: null,
    kind: 'unknown',
    since,
    choices: ['adopt', 'resend', 'skip'],
    evidence: {},
  } as const;
  return someRecord({ steps: [someStep({ status: 'waiting' })], waitingFor: [waiting] });
}

describe('steeringUpdateId', () => {
  it('is the same for the same answer to the same question', () => {
    const record = asking('2026-11-21T03:00:00Z');

    expect(steeringUpdateId(resend, record)).toBe(steeringUpdateId({ ...resend }, record));
  });

  it('is the same whether or not the only waiting step is named', () => {
    const record = asking('2026-11-21T03:00:00Z');

    expect(steeringUpdateId({ ...resend, step: null }, record)).toBe(
      steeringUpdateId(resend, record),
    );
  });

  it('differs when the same step asks again', () => {
    const first = steeringUpdateId(resend, asking('2026-11-21T03:00:00Z'));
    const second = steeringUpdateId(resend, asking('2026-11-21T03:09:00Z'));

    expect(second).not.toBe(first);
  });

  it('differs by the item that is asked about, and not by whether it is named', () => {
    const waits = ['a', 'b'].map((item) => ({
      ...asking('2026-11-21T03:00:00Z').waitingFor[0],
      item,
    }));
    const record = { ...asking('2026-11-21T03:00:00Z'), waitingFor: waits } as RunRecord;
    const first = steeringUpdateId({ ...resend, item: 'a' }, record);
    const second = steeringUpdateId({ ...resend, item: 'b' }, record);

    expect(second).not.toBe(first);
    expect(steeringUpdateId(resend, { ...record, waitingFor: record.waitingFor.slice(0, 1) })).toBe(
      first,
    );
  });

  it('differs by choice and by person', () => {
    const record = asking('2026-11-21T03:00:00Z');
    const bob = { ...resend.person, name: 'bob' };

    const ids = [resend, { ...resend, choice: 'adopt' as const }, { ...resend, person: bob }];
    expect(new Set(ids.map((command) => steeringUpdateId(command, record))).size).toBe(3);
  });

  it('differs for a second abort, which means something else', () => {
    const abort = { ...resend, verb: 'abort' as const, step: null, choice: null };
    const done = {
      command: 'abort',
      step: null,
      by: 'alice',
      at: '2026-11-21T03:00:00Z',
      reason: '',
      accepted: true,
      osUser: 'root',
      host: 'ops1',
      authenticated: false,
      detail: null,
    };

    const first = steeringUpdateId(abort, someRecord());
    const second = steeringUpdateId(abort, someRecord({ interventions: [done] }));

    expect(second).not.toBe(first);
  });

  it('stays below the limit of ids with many machines', () => {
    const machines = Array.from({ length: 1000 }, (_, index) => `machine-${index}`);

    const id = steeringUpdateId({ ...resend, machines }, asking('2026-11-21T03:00:00Z'));

    expect(id.length).toBeLessThan(1000);
  });

  it('stays below the limit with everything long, and still tells people apart', () => {
    const machines = ['m'.repeat(2000)];
    const named = (name: string) => ({
      ...{ ...resend, machines, step: 's'.repeat(2000), item: 'é'.repeat(2000) },
      person: { ...resend.person, name },
    });
    const record = asking('2026-11-21T03:00:00Z');

    const ids = ['a', 'b'].map((last) => steeringUpdateId(named('x'.repeat(1999) + last), record));

    expect(ids[0]).not.toBe(ids[1]);
    expect(ids[0]?.length).toBeLessThan(1000);
  });

  it('takes no short name for the hash of a long one', () => {
    const record = asking('2026-11-21T03:00:00Z');
    const long = steeringUpdateId(
      { ...resend, person: { ...resend.person, name: 'x'.repeat(2000) } },
      record,
    );

    const name = long.split('/').at(-1) ?? '';
    const short = steeringUpdateId({ ...resend, person: { ...resend.person, name } }, record);

    expect(short).not.toBe(long);
  });
});
