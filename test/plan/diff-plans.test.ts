import { describe, expect, it } from '@jest/globals';
import { diffModes } from '../../plan/diff-plans.js';
import { compile } from '../../compiler/compile.js';
import { completed } from '../compiler/runbook-text.js';

const BEFORE = `title: Before
inputs:
  ticket: { type: string, pattern: '^CHG[0-9]+$', required: true }
objectives: { rto: 45m }
targets:
  databases: { connection: dr-em, cloudFailoverPlan: ERP databases }
  portal: { connection: dr-em, failoverPlan: ERP portal, rehearse: skip }
steps:
  - id: ready
    readiness: all
  - id: fenced
    modes: [live]
    check: { tcp: { host: sql01, port: 1433 }, expect: closed }
  - id: databases
    failover: databases
    machines: { critical: [sql01, sql02], tolerate: 1 }
  - id: sql_up
    modes: [live]
    check: { tcp: { host: sql01.dr, port: 1433 } }
  - id: portal
    failover: portal
`;

/** Each change as one line, and the danger behind it. */
function changes(
  edit: (text: string) => string,
  before = BEFORE,
  files: (path: string, isAfter: boolean) => string | null = () => null,
) {
  const [from, to] = [before, edit(before)].map((text, index) => {
    const { plans, schedule, diagnostics } = compile(completed(text), {
      file: 'runbook.yaml',
      mode: null,
      files: (path) => files(path, index === 1),
    });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    return { ...plans, schedule };
  });
  if (from === undefined || to === undefined) throw new Error('not compiled');
  return diffModes(from, to).map(({ subject, change, property, danger, modes }) => [
    `${subject.kind} ${subject.id ?? ''}`.trim(),
    property ?? change,
    modes.join(),
    danger,
  ]);
}

const replaced = (from: string, to: string) => (text: string) => {
  expect(text).toContain(from);
  return text.replace(from, to);
};

describe('diffModes', () => {
  it('finds nothing between a runbook and itself with other comments, keys and durations', () => {
    const edit = (text: string) =>
      `# a comment\n${text}`
        .replace('45m', 'PT45M')
        .replace('critical: [sql01, sql02], tolerate: 1', 'tolerate: 1, critical: [sql02, sql01]');

    expect(changes(edit)).toEqual([]);
  });

  it.each([
    ['2', 'more may fail before the step does'],
    ['50%', 'more may fail before the step does'],
    ['0', null],
    ['0%', null],
  ])('judges a tolerance of 1 that becomes %s', (tolerate, danger) => {
    expect(changes(replaced('tolerate: 1', `tolerate: ${tolerate}`))).toEqual([
      ['step databases', 'machines.tolerate', 'drill,live', danger],
    ]);
  });

  it('warns of a critical machine that is none any more, not of a new one', () => {
    expect(changes(replaced('[sql01, sql02]', '[sql01]'))).toEqual([
      [
        'step databases',
        'machines.critical',
        'drill,live',
        'a machine that had to succeed need not any more',
      ],
    ]);
    expect(changes(replaced('[sql01, sql02]', '[sql01, sql02, sql03]'))[0]?.[3]).toBeNull();
  });

  it('warns of a fence that is gone, in live runs where it stood', () => {
    const fence = `  - id: fenced
    modes: [live]
    check: { tcp: { host: sql01, port: 1433 }, expect: closed }
`;

    expect(changes(replaced(fence, ''))).toEqual([
      ['step fenced', 'removed', 'live', 'nothing makes sure any more that the old side is down'],
      ['step databases', 'needs', 'live', null],
    ]);
  });

  it('warns of a step that begins before the check that it waited for', () => {
    expect(
      changes(replaced('    failover: portal', '    needs: [ready]\n    failover: portal')),
    ).toEqual([
      ['step portal', 'needs', 'live', 'it no longer waits for fenced, sql_up'],
      ['step portal', 'needs', 'drill', null],
    ]);
  });

  it('says nothing of an order that needs do not make', () => {
    const free = (text: string) =>
      text.replace('  - id: ready\n', '  - id: ready\n    needs: []\n');
    const before = `${free(BEFORE)}  - id: a\n    needs: []\n    wait: 1s\n  - id: b\n    needs: []\n    wait: 1s\n`;
    const swapped = before.replace(/( {2}- id: a\n.*\n.*\n)( {2}- id: b\n.*\n.*\n)/, '$2$1');

    expect(swapped).not.toBe(before);
    expect(changes(() => swapped, before)).toEqual([]);
  });

  it('warns of another rehearsal, and of what the step then does', () => {
    expect(changes(replaced('rehearse: skip', 'rehearse: start-and-undo'))).toEqual([
      ['target portal', 'rehearse', 'drill,live', 'a drill does something else'],
      ['step portal', 'action', 'drill', 'the step does something else'],
    ]);
  });

  it('warns of another target behind a name', () => {
    expect(changes(replaced('ERP portal', 'ERP Portal'))).toEqual([
      ['target portal', 'name', 'drill,live', 'another thing is failed over'],
    ]);
  });

  it('puts time limits behind other dangers, and what is harmless last', () => {
    const edit = (text: string) =>
      text
        .replace('title: Before', 'title: After')
        .replace('steps:', 'defaults: { timeout: 10m }\nsteps:')
        .replace('tolerate: 1', 'tolerate: 2');

    expect(changes(edit).map(([subject, what]) => `${subject} ${what}`)).toEqual([
      'step databases machines.tolerate',
      'step databases timeoutSeconds',
      'step portal timeoutSeconds',
      'runbook runbook.title',
    ]);
  });

  it('says once that a mode is gone', () => {
    expect(changes(replaced('title: Before', 'title: Before\nmodes: [live]'))).toEqual([
      ['runbook', 'modes', 'drill', 'it can no longer be rehearsed'],
    ]);
  });

  it.each([
    ['an input that need not be given', 'required: true', 'required: false', 'required'],
    ['an input that may be anything', "pattern: '^CHG[0-9]+$', ", '', 'pattern'],
  ])('warns of %s', (_what, from, to, property) => {
    const [change] = changes(replaced(from, to));

    expect(change?.slice(0, 2)).toEqual(['input ticket', property]);
    expect(change?.[3]).not.toBeNull();
  });

  it('names a new step that acts on a server, and one that moves', () => {
    const [added] = changes(
      (text) => `${text}  - id: back\n    modes: [live]\n    undo: databases\n`,
    );

    expect(added).toEqual(['step back', 'added', 'live', 'it acts on a server']);
    expect(
      changes(
        (text) => text.replace('  - id: last', 'always:\n  - id: last'),
        `${BEFORE}  - id: last\n    wait: 1s\n`,
      ).map(([subject, what]) => `${subject} ${what}`),
    ).toContain('step last always');
  });

  it('takes a step of another verb for another step', () => {
    const edit = replaced('    check: { tcp: { host: sql01.dr, port: 1433 } }', '    wait: 1m');

    expect(changes(edit)).toEqual([
      ['step sql_up', 'changed', 'live', 'the step does something else'],
    ]);
  });

  const GO = `${BEFORE}  - id: go
    approve: { message: Go?, from: [a, b], min: 2, timeout: 30m, onTimeout: abort }
  - id: web
    foreach: { items: [x, y], as: t, tolerate: 1 }
    http: { url: 'http://x/\${{ t }}' }
`;

  it.each([
    ['min: 2', 'min: 1', 'min', 'fewer people have to say yes'],
    ['min: 2', 'min: 3', 'min', null],
    ['[a, b]', '[a, c]', 'from', 'other people are asked'],
    ['Go?', 'Tea?', 'message', 'people are asked something else'],
    ['onTimeout: abort', 'onTimeout: continue', 'onTimeout', 'it goes on when nobody answers'],
    ['onTimeout: abort', 'onTimeout: pause', 'onTimeout', null],
    ['timeout: 30m', 'timeout: 1h', 'timeoutSeconds', 'how long it may take has changed'],
  ])('judges an approval whose %s becomes %s', (from, to, property, danger) => {
    const found = changes(replaced(from, to), GO).filter(([, what]) => what === property);

    expect(found).toEqual([['step go', property, expect.stringContaining('live'), danger]]);
  });

  it('warns of an approval that is gone', () => {
    const gone = (text: string) => text.replace(/ {2}- id: go\n.*\n/, '');

    expect(changes(gone, GO)[0]).toEqual([
      'step go',
      'removed',
      'drill,live',
      'nobody is asked any more',
    ]);
  });

  it.each([
    ['tolerate: 1 }', 'tolerate: 2 }', 'foreach.tolerate', 'more may fail before the step does'],
    ['tolerate: 1 }', 'tolerate: 0 }', 'foreach.tolerate', null],
    ['[x, y]', '[x]', 'foreach.items', 'it is done for other items'],
    ['http://x/', 'http://y/', 'url', 'the server is asked for something else'],
  ])('judges items and requests: %s becomes %s', (from, to, property, danger) => {
    // The first text of the kind stands in the policy for machines.
    const edit = (text: string) =>
      text
        .split('- id: web')
        .map((part, at) => (at === 0 ? part : replaced(from, to)(part)))
        .join('- id: web');

    expect(changes(edit, GO)).toEqual([['step web', property, 'drill,live', danger]]);
  });

  const OUTER = `steps:
  - id: network
    runbook: network.yaml
    with: { min: a }
`;
  const network = (tolerate: number, comment = '') =>
    completed(`${comment}inputs: { min: { type: string } }
targets: { db: { connection: em, cloudFailoverPlan: x } }
steps:
  - { id: db, failover: db, machines: { tolerate: ${tolerate} } }
`);

  it('looks into the runbooks that both run', () => {
    const files = (_path: string, isAfter: boolean) => network(isAfter ? 1 : 0);

    expect(changes((text) => text, OUTER, files)).toEqual([
      ['step network/db', 'machines.tolerate', 'drill,live', 'more may fail before the step does'],
    ]);
  });

  it('says nothing of a comment in them, and warns of what they are given', () => {
    const files = (_path: string, isAfter: boolean) => network(0, isAfter ? '# new\n' : '');

    expect(changes((text) => text, OUTER, files)).toEqual([]);
    expect(changes(replaced('min: a', 'min: b'), OUTER, files)).toEqual([
      ['step network', 'with.min', 'drill,live', 'the other runbook is given something else'],
    ]);
  });

  const DUE = `schedule: { mode: drill, cron: '0 3 * * SUN', timezone: UTC, inputs: { ticket: CHG1 } }\n`;

  it.each([
    ["'0 3 * * SUN'", "'0 4 * * SUN'", 'schedule.when', 'drills run at other times'],
    ['timezone: UTC', 'timezone: Asia/Tokyo', 'schedule.timezone', 'drills run at other times'],
    ['CHG1', 'CHG2', 'schedule.inputs.ticket', 'drills are given something else'],
    ['inputs', 'note: n, inputs', 'schedule.note', null],
    [
      'inputs',
      'pauseOnFailure: false, inputs',
      'schedule.pauseOnFailure',
      'a drill that fails pauses the schedule no longer',
    ],
  ])('judges a schedule whose %s becomes %s', (from, to, property, danger) => {
    const edit = (text: string) => text.replace(DUE, replaced(from, to)(DUE));

    expect(changes(edit, `${BEFORE}${DUE}`)).toEqual([['runbook', property, 'drill', danger]]);
  });

  it('says that a schedule came or went', () => {
    expect(changes((text) => `${text}${DUE}`)).toEqual([
      ['runbook', 'schedule', 'drill', 'drills begin by themselves now'],
    ]);
    expect(changes(replaced(DUE, ''), `${BEFORE}${DUE}`)).toEqual([
      ['runbook', 'schedule', 'drill', 'drills no longer begin by themselves'],
    ]);
  });

  it('says nothing of a schedule where one side is a plan alone', () => {
    const { plans } = compile(completed(BEFORE), { file: 'f', mode: null });

    expect(diffModes(plans, { ...plans, schedule: null })).toEqual([]);
  });
});
