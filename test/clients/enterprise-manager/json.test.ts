import { describe, expect, it } from '@jest/globals';
import { decodeTask } from '../../../clients/enterprise-manager/decode-task.js';
import { requiredAttribute } from '../../../clients/enterprise-manager/fields.js';
import { DecodeError } from '../../../clients/transport/decode-error.js';
import { sample } from '../sample.js';
import { accepted, ok, SESSION_ID, startEm } from './em-server.js';
import type { Decode } from './sample-decoders.js';
import { asRead, DECODERS, pageOf, SAMPLES } from './sample-decoders.js';
import type { Casing, ListShape } from './xml-to-json.js';
import { xmlToJson } from './xml-to-json.js';

const CASINGS: readonly Casing[] = ['pascal', 'camel'];
const SHAPES: readonly ListShape[] = ['bare', 'singular', 'plural', 'twice'];

describe.each(CASINGS)('JSON in %s case', (casing) => {
  it.each(SAMPLES)('means what the XML of %s means, in each shape of its lists', (file, kind) => {
    const [xml, decode] = [asRead(sample(file), kind), DECODERS[kind] as Decode];

    const meanings = SHAPES.map((shape) => decode(xmlToJson(xml, shape, casing)));

    expect(meanings).toEqual(SHAPES.map(() => decode(xml)));
  });

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

    const page = pageOf('CloudTenant', (element) => ({ id: requiredAttribute(element, 'Name') }))(
      body,
    );

    expect(page.items[0]?.id).toBe('QWE Systems');
    expect(page.pagesCount).toBeNull();
  });

  it.each([
    ['references', 'em-json-refs-list.json', 'references came where full entities'],
    ['other entities', 'em-json-cloudtenants-entities.json', 'the JSON holds no FailoverPlans'],
    ['a task', 'em-task-running.json', 'the JSON holds no FailoverPlans'],
    ['an error', 'em-error-400.json', 'the JSON holds no FailoverPlans'],
  ])('that is %s is not taken for a list of plans', (_name, file, expected) => {
    expect(() => DECODERS.failoverPlanPage(sample(file))).toThrow(expected);
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
    [
      'a list for a state',
      { State: ['Running'] },
      'State is a list, where another value is expected',
    ],
    ['a plan', { Type: 'FailoverPlan' }, 'Type "FailoverPlan" came where Task is expected'],
    ['a number for an id', { TaskId: 9 }, 'TaskId is a number, where another value is expected'],
    ['a truth for a name', { Operation: true }, 'Operation is a boolean, where another value'],
    ['an object for a text', { State: { Value: 'Finished' } }, 'State is an object, where another'],
    ['null and a value', { state: null }, 'Task.State stands there twice'],
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
      expect(() => DECODERS.failoverPlanPage(body)).toThrow(DecodeError);
    },
  );

  it.each([
    ['within the list', '{"Tasks":{"Tasks":[],"PagingInfo":{"PagesCount":3,"PageNum":1}}}', 3],
    ['beside it', '{"tasks":[],"pagingInfo":{"pagesCount":"2"}}', 2],
    ['nowhere', '{"tasks":[]}', null],
  ])('finds the paging of a list %s', (_where, body, pages) => {
    expect(DECODERS.tasks(body).pagesCount).toBe(pages);
  });

  it.each([
    [
      'that is a number',
      '{"Tasks":[],"PagingInfo":3}',
      'JSON without members came where PagingInfo',
    ],
    ['twice', '{"Tasks":{"Tasks":[],"PagingInfo":{}},"PagingInfo":{}}', 'PagingInfo stand'],
    ['of another page', '{"Tasks":[],"PagingInfo":{"PagesCount":2,"PageNum":2}}', 'page 2 of'],
  ])('refuses a paging %s', (_name, body, expected) => {
    expect(() => DECODERS.tasks(body)).toThrow(expected);
  });

  it.each(['[]', '{"FailoverPlans":null}', '{"Entities":null,"PagingInfo":{"PagesCount":1}}'])(
    'takes %s for one',
    (body) => {
      expect(DECODERS.failoverPlanPage(body).items).toEqual([]);
    },
  );
});
