import { describe, expect, it } from '@jest/globals';

import { textIn } from '../lab.js';
import {
  cdpPath,
  cdpSpec,
  operatorToken,
  replicaScenario,
  startReplicaLab,
} from '../replica-lab.js';
import { sample } from '../shape.js';

const CURRENT = '<RestoreCurrent>true</RestoreCurrent><RestoreCurrentVss>false</RestoreCurrentVss>';
const NOT_CURRENT =
  '<RestoreCurrent>false</RestoreCurrent><RestoreCurrentVss>false</RestoreCurrentVss>';
const VSS = '<RestoreCurrent>false</RestoreCurrent><RestoreCurrentVss>true</RestoreCurrentVss>';

describe('the failover of a CDP replica', () => {
  it.each([['cdp01'], ['cdpApp']])('%s runs in a RestoreSession', async (name) => {
    const lab = await startReplicaLab();
    const { status, text } = await lab.post(
      `${await cdpPath(lab, name)}?action=failover`,
      cdpSpec(CURRENT),
    );
    lab.lab.clock.advance(60);

    const finished = await lab.get('/tasks/task-1');

    expect(status).toBe(202);
    expect(textIn(text, 'Operation')).toBe('StartFailover');
    expect(finished).toContain('Type="RestoreSession"');
    expect(lab.replica(name)).toMatchObject({ state: 'failover', started: 1 });
  });

  // The simulator's clock begins at 10:00:00; an interval is from 02:00 to 04:00, and from 06:00 on.
  it.each([
    ['the newest state', CURRENT, 'cdp01@2026-03-01 10:00:00'],
    ['the newest consistent point', VSS, 'cdp01@2026-03-01 09:00:00'],
    [
      'a point in time',
      `${NOT_CURRENT}<RestoreAtPointInTime>2026-03-01T07:30:00</RestoreAtPointInTime>`,
      'cdp01@2026-03-01 07:30:00',
    ],
    [
      'the last state before a gap',
      `${NOT_CURRENT}<RestoreAtPointInTime>2026-03-01T05:00:00Z</RestoreAtPointInTime>`,
      'cdp01@2026-03-01 04:00:00',
    ],
    [
      'the last state of an interval',
      `${NOT_CURRENT}<RestoreAtInterval>2026-03-01T03:00:00</RestoreAtInterval>`,
      'cdp01@2026-03-01 04:00:00',
    ],
    [
      'no state, in a gap',
      `${NOT_CURRENT}<RestoreAtInterval>2026-03-01T05:00:00</RestoreAtInterval>`,
      null,
    ],
  ])('goes to %s', async (_what, inner, point) => {
    const lab = await startReplicaLab();

    await lab.post(`${await cdpPath(lab, 'cdp01')}?action=failover`, cdpSpec(inner));

    expect(lab.replica('cdp01').requests).toMatchObject([{ outcome: 'executed', point }]);
  });

  it.each([
    ['date', 'cdp01@2026-03-01 07:30:00'],
    ['current', 'cdp01@2026-03-01 10:00:00'],
  ])('with a date and RestoreCurrent=true goes by the %s', async (value, point) => {
    const lab = await startReplicaLab(replicaScenario(`switches: { cdpDateAndCurrent: ${value} }`));
    const body = { RestoreCurrent: true, RestoreCurrentVss: false };

    await lab.post(
      `${await cdpPath(lab, 'cdp01')}?action=failover`,
      JSON.stringify({ ...body, RestoreAtPointinTime: '2026-03-01T07:30:00' }),
      'application/json',
    );

    expect(lab.replica('cdp01').requests).toMatchObject([{ point }]);
  });

  it.each([
    ['em-request-cdp-failover.xml', 'application/xml'],
    ['em-request-cdp-failover.json', 'application/json'],
  ])('takes the published body %s, whose date is before every state', async (file, type) => {
    const lab = await startReplicaLab();

    const { status } = await lab.post(
      `${await cdpPath(lab, 'cdp01')}?action=failover`,
      sample(file),
      type,
    );
    lab.lab.clock.advance(60);

    expect(status).toBe(202);
    expect(lab.replica('cdp01')).toMatchObject({ started: 1, lastResult: 'Failed' });
  });

  it.each([
    ['a member is missing', '<RestoreCurrent>true</RestoreCurrent>'],
    [
      'the order is wrong',
      '<RestoreCurrentVss>false</RestoreCurrentVss><RestoreCurrent>true</RestoreCurrent>',
    ],
    ['nothing is asked for', NOT_CURRENT],
    ['a date is none', `${CURRENT}<RestoreAtInterval>soon</RestoreAtInterval>`],
  ])('is refused when %s', async (_what, inner) => {
    const lab = await startReplicaLab();

    const { status } = await lab.post(
      `${await cdpPath(lab, 'cdp01')}?action=failover`,
      cdpSpec(inner),
    );

    expect(status).toBe(400);
    expect(lab.replica('cdp01').requests).toEqual([]);
  });

  it('is for administrators only', async () => {
    const lab = await startReplicaLab();
    const token = await operatorToken(lab);

    const path = `${await cdpPath(lab, 'cdp01')}?action=failover`;
    const { status } = await lab.call(path, { method: 'POST', token });

    expect(status).toBe(403);
  });
});

describe('the intervals of a CDP replica', () => {
  const ASKED = { StartDate: '2026-03-01T03:00:00Z', EndDate: '2026-03-01T09:30:00Z' };

  it.each([['cdp01'], ['cdpApp']])('of %s come at once', async (name) => {
    const lab = await startReplicaLab();
    const path = `${await cdpPath(lab, name)}?action=intervals`;

    const { status, text } = await lab.post(path, JSON.stringify(ASKED), 'application/json');

    expect(status).toBe(200);
    expect(text).toContain('<StartDate>2026-03-01T03:00:00</StartDate>');
  });

  it('are cut to what was asked for, with the points in it', async () => {
    const lab = await startReplicaLab();
    const path = `${await cdpPath(lab, 'cdp01')}?action=intervals`;

    const { text } = await lab.post(path, JSON.stringify(ASKED), 'application/json');

    const intervals = [
      ...text.matchAll(/<Interval><StartDate>([^<]*)<.*?<EndDate>([^<]*)<.*?<Rpo>(\d+)</g),
    ].map(([, ...parts]) => parts);
    expect(intervals).toEqual([
      ['2026-03-01T03:00:00', '2026-03-01T04:00:00', '15'],
      ['2026-03-01T06:00:00', '2026-03-01T09:30:00', '5'],
    ]);
    expect([...text.matchAll(/<Date>([^<]*)</g)].map(([, date]) => date)).toEqual([
      '2026-03-01T09:00:00',
    ]);
  });

  it('need both dates, in their order', async () => {
    const lab = await startReplicaLab();
    const path = `${await cdpPath(lab, 'cdp01')}?action=intervals`;

    const answers = [
      await lab.post(path, JSON.stringify({ StartDate: ASKED.StartDate }), 'application/json'),
      await lab.post(
        path,
        JSON.stringify({ StartDate: ASKED.EndDate, EndDate: ASKED.StartDate }),
        'application/json',
      ),
    ];

    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
  });
});

describe('lists of CDP replicas', () => {
  it.each([
    ['/cdpReplicas', 'CDP Policy 1'],
    ['/cdpReplica/vApps', 'cdpApp'],
  ])('%s has %s', async (path, name) => {
    const lab = await startReplicaLab();

    expect(await lab.get(path)).toContain(`Name="${name}"`);
  });

  it('lead from a policy to its machines, and from a vApp to its', async () => {
    const lab = await startReplicaLab();
    const machine = await cdpPath(lab, 'cdp01');

    const texts = [
      await lab.get(machine.replace(/\/[^/]+$/, '')),
      await lab.get(`${await cdpPath(lab, 'cdpApp')}/vms`),
    ];

    expect(texts[0]).toContain('Name="cdp01"');
    expect(texts[1]).toContain('Name="vm02"');
  });

  it('are in camelCase for version 13', async () => {
    const lab = await startReplicaLab(replicaScenario('switches: { jsonCasing: camel }'));

    const { text } = await lab.call(`${await cdpPath(lab, 'cdp01')}?format=Entity`, {
      headers: { accept: 'application/json' },
    });

    expect(JSON.parse(text)).toMatchObject({ name: 'cdp01', policyName: 'CDP Policy 1' });
  });
});
