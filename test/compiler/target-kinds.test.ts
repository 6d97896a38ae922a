import { describe, expect, it } from '@jest/globals';
import { planHash } from '../../plan/canonical.js';
import { compiled, completed, diagnose } from './runbook-text.js';

const target = (keys: string, more = '') =>
  `targets:\n  t: { ${keys} }\nsteps:\n  - id: t\n    failover: t\n${more}`;
const SPC = 'connection: msp, spcFailoverPlan: Offices';
const WEB = 'connection: em, vmReplicas: [web02, web01, web03], rehearse: skip';
const CDP = 'connection: em, cdpReplicas: [c1, c2], rehearse: skip';
const CHECK = '  - id: up\n    check: { tcp: { host: h, port: 1 } }\n';

const liveTarget = (excerpt: string) => compiled(excerpt, 'live').plan?.targets[0];
const liveStep = (excerpt: string) => compiled(excerpt, 'live').plan?.steps[0];
const codes = (excerpt: string, mode: 'drill' | 'live' | null = null) =>
  diagnose(completed(excerpt), mode)
    .map(({ code }) => code)
    // These examples fence nothing off, and some are never drilled: that is said of all of them.
    .filter((code) => code !== 'failover-unfenced' && code !== 'step-never-drilled');

describe('a plan of the Service Provider Console', () => {
  it('keeps its name and what narrows it', () => {
    const found = liveTarget(target(`${SPC}, backupServer: srv13, tenant: ABC`));

    expect(found).toEqual({
      id: 't',
      connection: 'msp',
      kind: 'spcFailoverPlan',
      name: 'Offices',
      backupServer: 'srv13',
      tenant: 'ABC',
      rehearse: 'test',
      labels: [],
    });
  });

  it('takes company for tenant', () => {
    expect(liveTarget(target(`${SPC}, company: ABC`))).toMatchObject({ tenant: 'ABC' });
  });

  it.each(['test', 'start-and-undo', 'skip'])('can be rehearsed by %s', (rehearse) => {
    const { plan } = compiled(target(`${SPC}, rehearse: ${rehearse}`), 'drill');

    expect(plan?.steps).toMatchObject([{ action: rehearse }]);
  });

  it('is tested in a drill where nothing is said', () => {
    expect(compiled(target(SPC), 'drill').plan?.steps).toMatchObject([{ action: 'test' }]);
  });

  it('leaves nothing to be checked behind a test', () => {
    expect(codes(target(SPC, CHECK), 'drill')).toEqual(['check-after-test']);
  });

  it('takes the latest restore point in a test', () => {
    const excerpt = target(SPC, '    restorePoint: { before: 2026-11-21T03:00:00Z }\n');

    expect(codes(excerpt, 'drill')).toEqual(['test-takes-latest']);
  });
});

describe('a plain plan', () => {
  it('keeps where its results are read from', () => {
    const keys = 'connection: em, failoverPlan: P, rehearse: skip';
    const confirm = 'confirm: { connection: msp, spcFailoverPlan: Q, backupServer: srv13 }';

    expect(liveTarget(target(`${keys}, ${confirm}`))).toMatchObject({
      kind: 'failoverPlan',
      confirm: { connection: 'msp', name: 'Q', backupServer: 'srv13' },
    });
  });

  it('has nowhere to read results from where nothing is said', () => {
    const found = liveTarget(target('connection: em, failoverPlan: P, rehearse: skip'));

    expect(found).toMatchObject({ confirm: null });
  });
});

describe('replicas', () => {
  it.each(['vmReplicas', 'vAppReplicas', 'cdpReplicas'])(
    'of kind %s keep the order in which they are written',
    (kind) => {
      const keys = `connection: em, ${kind}: [b, a], backupServer: srv13, rehearse: skip`;

      expect(liveTarget(target(keys))).toEqual({
        id: 't',
        connection: 'em',
        kind,
        names: ['b', 'a'],
        backupServer: 'srv13',
        rehearse: 'skip',
        labels: [],
      });
    },
  );

  it('make another plan in another order: it is the order of start', () => {
    const hash = (names: string) => {
      const { plan } = compiled(target(WEB.replace('web02, web01', names)), 'live');
      return plan === null ? null : planHash(plan);
    };

    expect(hash('web02, web01')).not.toBeNull();
    expect(hash('web02, web01')).not.toBe(hash('web01, web02'));
  });

  it('are started ten at a time and not tried again where nothing is said', () => {
    const step = liveStep(target(WEB));

    expect(step).toMatchObject({ concurrency: 10, machines: { retry: 0 } });
  });

  it('are started and tried again as the step says', () => {
    const step = liveStep(target(WEB, '    concurrency: 2\n    machines: { retry: 1 }\n'));

    expect(step).toMatchObject({ concurrency: 2, machines: { retry: 1 } });
  });

  it('must be left out of drills in so many words', () => {
    const excerpt = target('connection: em, vmReplicas: [a]', CHECK);

    expect(codes(excerpt)).toEqual(['rehearse-required']);
  });

  it('need no word about drills in a runbook that is never one', () => {
    const excerpt = `modes: [live]\n${target('connection: em, vmReplicas: [a]', CHECK)}`;

    expect(codes(excerpt)).toEqual([]);
  });

  it('are skipped in a drill', () => {
    expect(compiled(target(WEB), 'drill').plan?.steps).toMatchObject([{ action: 'skip' }]);
  });

  it('may tolerate fewer than there are', () => {
    expect(codes(target(WEB, `    machines: { tolerate: 2 }\n${CHECK}`), 'live')).toEqual([]);
  });

  it('are warned of a number that tolerates all that are not critical', () => {
    const machines = '    machines: { critical: [web01], tolerate: 2 }\n';

    expect(codes(target(WEB, machines + CHECK), 'live')).toEqual(['tolerates-all']);
  });
});

describe('the restore point of CDP replicas', () => {
  it.each([
    ['latest', { kind: 'latest' }],
    ['latestConsistent', { kind: 'latestConsistent' }],
    [
      '{ at: 2026-11-21T03:00:00Z }',
      { kind: 'at', time: { kind: 'literal', value: '2026-11-21T03:00:00.000Z' } },
    ],
    [
      '{ before: 2026-11-21T03:00:00Z }',
      { kind: 'before', time: { kind: 'literal', value: '2026-11-21T03:00:00.000Z' } },
    ],
  ])('can be %s', (written, expected) => {
    const step = liveStep(target(CDP, `    restorePoint: ${written}\n`));

    expect(step).toMatchObject({ restorePoint: expected });
  });

  it('refuses null as a moment', () => {
    expect(codes(target(CDP, '    restorePoint: { at: null }\n'), 'live')).toContain('quote-it');
  });
});

describe('an update', () => {
  const UPDATE = `targets:\n  t: { ${SPC} }\nsteps:\n  - id: hook\n    update: t\n`;

  it('keeps the commands it changes, and null for the other', () => {
    const step = liveStep(`${UPDATE}    preFailoverCommand: 'go \${{ run.id }}'\n    drill: run\n`);

    expect(step).toEqual({
      id: 'hook',
      title: null,
      needs: [],
      timeoutSeconds: 600,
      onFailure: 'pause',
      verb: 'update',
      target: 't',
      preFailoverCommand: { kind: 'text', parts: ['go ', { cel: 'run.id' }] },
      postFailoverCommand: null,
    });
  });

  it('may take a command away, by an empty text', () => {
    const step = liveStep(`${UPDATE}    postFailoverCommand: ''\n    drill: run\n`);

    expect(step).toMatchObject({ postFailoverCommand: { kind: 'literal', value: '' } });
  });

  it('is an error in a drill', () => {
    expect(codes(`${UPDATE}    postFailoverCommand: x\n`)).toEqual(['update-in-drill']);
  });

  it.each(['drill: run', 'modes: [live]'])('is none with "%s"', (key) => {
    const excerpt = `${UPDATE}    postFailoverCommand: x\n    ${key}\n  - id: w\n    wait: 1s\n`;

    expect(codes(excerpt)).toEqual([]);
  });
});

describe('a drill that leaves everything out', () => {
  const two = (more: string) =>
    `targets:\n  a: { ${WEB} }\n  b: { ${more} }\nsteps:\n` +
    '  - id: one\n    failover: a\n  - id: two\n    failover: b\n  - id: three\n    failover: b\n';

  it('is pointed out once for each target', () => {
    const found = codes(two('connection: em, failoverPlan: P, rehearse: skip'), 'drill');

    expect(found).toEqual(['never-drilled', 'never-drilled']);
  });

  it('is in order where one target is rehearsed', () => {
    expect(codes(two('connection: em, cloudFailoverPlan: P'), 'drill')).toEqual([]);
  });
});

describe('a connection', () => {
  it('can be to one sort of server only', () => {
    const excerpt =
      'targets:\n  a: { connection: x, cloudFailoverPlan: A }\n  b: { connection: x, spcFailoverPlan: B }\n' +
      'steps:\n  - id: r\n    readiness: all\n';

    expect(codes(excerpt)).toEqual(['connection-conflict']);
  });

  it('can be shared by all kinds of one server', () => {
    const excerpt =
      `targets:\n  a: { connection: em, cloudFailoverPlan: A }\n  b: { ${WEB} }\n  c: { ${CDP} }\n` +
      'steps:\n  - id: r\n    readiness: all\n';

    expect(codes(excerpt)).toEqual([]);
  });
});
