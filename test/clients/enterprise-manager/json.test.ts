import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeCdpEntity,
  decodeCdpIntervals,
  decodeCdpPage,
} from '../../../clients/enterprise-manager/decode-cdp.js';
import {
  decodeApiVersions,
  decodeLogonSession,
} from '../../../clients/enterprise-manager/decode-logon.js';
import {
  decodeCloudPlanMachines,
  decodePlan,
  planOf,
} from '../../../clients/enterprise-manager/decode-plan.js';
import {
  cloudFailoverSessionOf,
  decodeCloudFailoverSession,
  decodeRestoreSession,
} from '../../../clients/enterprise-manager/decode-session.js';
import { decodeTask, decodeTasks } from '../../../clients/enterprise-manager/decode-task.js';
import { requiredAttribute } from '../../../clients/enterprise-manager/fields.js';
import { decodeItems } from '../../../clients/enterprise-manager/lists.js';
import { DecodeError } from '../../../clients/transport/decode-error.js';
import { sample } from '../sample.js';
import { accepted, ok, SESSION_ID, startEm } from './em-server.js';
import type { Casing, ListShape } from './xml-to-json.js';
import { xmlToJson } from './xml-to-json.js';

type Decode = (body: string) => unknown;

const DECODERS: readonly (readonly [file: string, decode: Decode])[] = [
  ['em-task-startcloudfailoverplan-finished.xml', (body) => decodeTask(body, 's')],
  ['em-task-startreplicafailover-vapp-running-with-result.xml', (body) => decodeTask(body, 's')],
  ['em-task-operationfinished.xml', (body) => decodeTask(body, 's')],
  ['em-tasks-list.xml', (body) => decodeTasks(body, 's')],
  ['em-failoverplan-entity.xml', (body) => decodePlan(body, 'failoverPlan')],
  ['em-cloudfailoverplan-entity.xml', (body) => decodePlan(body, 'cloudFailoverPlan')],
  ['em-cloudfailoveredvms-list.xml', decodeCloudPlanMachines],
  ['em-cloudfailoversession-working.xml', decodeCloudFailoverSession],
  ['em-cloudfailoversession-stopped-success.xml', decodeCloudFailoverSession],
  ['em-restoresession-stopped-success.xml', decodeRestoreSession],
  ['em-logonsession-created.xml', decodeLogonSession],
  ['em-enterprisemanager-root.xml', decodeApiVersions],
  ['em-cdpreplicaintervals.xml', decodeCdpIntervals],
  ['em-cdpreplicas-list.xml', (body) => decodeCdpPage(body, 'CdpReplica')],
  ['em-vappcdpreplica-entity.xml', (body) => decodeCdpEntity(body, 'VAppCdpReplica')],
  [
    'em-query-cloudfailoversession-failed-entities.xml',
    (body) => decodeItems(body, 'CloudFailoverSession', cloudFailoverSessionOf),
  ],
];

const CASINGS: readonly Casing[] = ['pascal', 'camel'];
const SHAPES: readonly ListShape[] = ['bare', 'singular', 'plural', 'twice'];

describe.each(CASINGS)('JSON in %s case', (casing) => {
  it.each(DECODERS)(
    'means what the XML of %s means, in each shape of its lists',
    (file, decode) => {
      const xml = sample(file);

      const meanings = SHAPES.map((shape) => decode(xmlToJson(xml, shape, casing)));

      expect(meanings).toEqual(SHAPES.map(() => decode(xml)));
    },
  );

  it('is spoken both ways by a client on that wire', async () => {
    const id = 'ae01e36f-32a3-4095-95fa-09a2af744009';
    const json = (file: string) => xmlToJson(sample(file), 'plural', casing);
    const em = await startEm(
      {
        'GET /api/failoverPlans': ok(
          xmlToJson(
            `<FailoverPlans>${sample('em-failoverplan-entity.xml')}</FailoverPlans>`,
            'plural',
            casing,
          ),
        ),
        [`POST /api/failoverPlans/${id}`]: accepted(json('em-task-startfailoverplan-running.xml')),
      },
      { wire: 'json' },
    );

    const plans = await em.client.listFailoverPlans();
    const task = await em.client.startFailoverPlan(id, { before: '2025-08-14T12:31:30Z' });

    expect(plans.map(({ name, machines }) => [name, machines.length > 0])).toEqual([
      ['SQL Failover Plan', true],
    ]);
    expect(task).toMatchObject({ taskId: 'task-1', logonSessionId: SESSION_ID, state: 'Running' });
    expect(em.server.requests.every(({ headers }) => headers.accept === 'application/json')).toBe(
      true,
    );
    expect(em.server.requests.at(-1)).toMatchObject({
      body: '{"StartDate":"2025-08-14T12:31:30.000Z"}',
      headers: expect.objectContaining({ 'content-type': 'application/json' }),
    });
  });
});

describe('real JSON', () => {
  it('of a running task is read', () => {
    expect(decodeTask(sample('em-task-running.json'), 's')).toEqual({
      taskId: 'task-9',
      logonSessionId: 's',
      state: 'Running',
      operation: 'EditCloudTenant',
      success: null,
      message: null,
      related: null,
    });
  });

  it('of a list of entities is read', () => {
    const body = sample('em-json-cloudtenants-entities.json');

    const page = decodeItems(body, 'CloudTenant', (element) => requiredAttribute(element, 'Name'));

    expect(page.items[0]).toBe('QWE Systems');
    expect(page.pagesCount).toBeNull();
  });

  it.each([
    ['references', 'em-json-refs-list.json', 'references came where full entities'],
    ['other entities', 'em-json-cloudtenants-entities.json', 'the JSON holds no FailoverPlans'],
    ['a task', 'em-task-running.json', 'the JSON holds no FailoverPlans'],
    ['an error', 'em-error-400.json', 'the JSON holds no FailoverPlans'],
  ])('that is %s is not taken for a list of plans', (_name, file, expected) => {
    const decode = () =>
      decodeItems(sample(file), 'FailoverPlan', (element) => planOf(element, 'failoverPlan'));

    expect(decode).toThrow(expected);
  });
});

describe('JSON that is odd', () => {
  const task = (changes: object) =>
    JSON.stringify({ ...(JSON.parse(sample('em-task-running.json')) as object), ...changes });

  it.each([
    ['a result as text', { Result: { Success: 'true', Message: 'Ok' } }, true],
    ['a result as a truth', { result: { success: false } }, false],
    ['no result', { Result: null }, null],
  ])('reads %s', (_name, changes, expected) => {
    expect(decodeTask(task(changes), 's').success).toBe(expected);
  });

  it.each([
    ['a state twice', { state: 'Finished' }, 'Task.State stands there twice'],
    ['an unknown state', { State: 'Dreaming' }, 'Task.State "Dreaming" is not one of'],
    ['no state', { State: null }, 'Task.State is missing'],
    ['a list for a state', { State: ['Running'] }, 'State is a list where one value is expected'],
    ['a plan', { Type: 'FailoverPlan' }, 'Type "FailoverPlan" came where Task is expected'],
    ['a number for links', { Links: 7 }, 'JSON without members came where Links is expected'],
    ['a text among links', { Links: ['x'] }, 'JSON without members came where Link is expected'],
  ])('refuses %s', (_name, changes, expected) => {
    expect(() => decodeTask(task(changes), 's')).toThrow(expected);
  });

  it('refuses nesting without end', () => {
    const body = `${'{"Result":'.repeat(5_000)}1${'}'.repeat(5_000)}`;

    expect(() => decodeTask(body, 's')).toThrow('the JSON is nested too deeply');
  });

  it.each(['{}', '{"Entities":{"Jobs":[{}]}}', '{"Tasks":null}'])(
    'does not take %s for an empty list of plans',
    (body) => {
      const decode = () => decodeItems(body, 'FailoverPlan', () => ({}));

      expect(decode).toThrow(DecodeError);
    },
  );

  it.each(['[]', '{"FailoverPlans":null}', '{"Entities":null,"PagingInfo":{"PagesCount":1}}'])(
    'takes %s for one',
    (body) => {
      expect(decodeItems(body, 'FailoverPlan', () => ({})).items).toEqual([]);
    },
  );
});

describe('every decoder of JSON', () => {
  const pieces = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('{', '}', '[', ']', ',', ':', '"', 'null', 'true', '1e999', '-1', '{}', '[]'),
    fc.constantFrom('"__proto__":1,', '"State":null,', '"constructor":{},', '\u0000', '\\ud800'),
  );

  function settle(decode: Decode, body: string): 'value' | 'refused' {
    try {
      decode(body);

      return 'value';
    } catch (error) {
      if (error instanceof DecodeError) return 'refused';
      throw error;
    }
  }

  it.each(DECODERS)('gives a value or a DecodeError for a mutated %s', (file, decode) => {
    const json = xmlToJson(sample(file), 'plural', 'camel');
    const edit = fc.record({ at: fc.nat(json.length), cut: fc.nat(60), piece: pieces });

    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const mutated = edits.reduce(
          (text, { at, cut, piece }) => text.slice(0, at) + piece + text.slice(at + cut),
          json,
        );
        expect(['value', 'refused']).toContain(settle(decode, mutated));
      }),
      { numRuns: 150 },
    );
  });

  it.each(DECODERS)('refuses %s cut off anywhere', (file, decode) => {
    const json = xmlToJson(sample(file), 'plural', 'pascal');

    fc.assert(
      fc.property(fc.integer({ min: 0, max: json.length - 1 }), (length) => {
        expect(settle(decode, json.slice(0, length))).toBe('refused');
      }),
      { numRuns: 60 },
    );
  });

  it.each(DECODERS)(
    'gives a value or a DecodeError for any JSON instead of %s',
    (_file, decode) => {
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          expect(['value', 'refused']).toContain(settle(decode, JSON.stringify(value)));
        }),
        { numRuns: 60 },
      );
    },
  );
});
