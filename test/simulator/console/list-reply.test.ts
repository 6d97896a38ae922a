import { describe, expect, it } from '@jest/globals';

import { badParameter } from '../../../simulator/console/console-problem.js';
import type { JsonObject } from '../../../simulator/console/json.js';
import { listReply } from '../../../simulator/console/list-reply.js';

const ROWS: readonly JsonObject[] = [
  { name: 'Beta', size: 3, type: 'Local', tags: ['x', 'y'], last: { status: 'Failed' } },
  { name: 'alpha', size: 20, type: 'Cloud', tags: ['x'], last: null },
  { name: 'Gamma', size: 7, type: 'Tenant', tags: [], last: { status: 'Success' } },
];

function names(parameter: string, value: unknown): readonly unknown[] {
  const reply = listReply(ROWS, new URLSearchParams({ [parameter]: JSON.stringify(value) }));
  return (reply.body as { readonly data: readonly JsonObject[] }).data.map(({ name }) => name);
}

describe('a filter', () => {
  it.each([
    [[{ property: 'name', operation: 'equals', value: 'alpha' }], ['alpha']],
    [[{ property: 'name', operation: 'equals', value: 'ALPHA' }], []],
    [
      [{ property: 'name', operation: 'equals', collation: 'ignorecase', value: 'ALPHA' }],
      ['alpha'],
    ],
    [[{ property: 'name', operation: 'notEquals', value: 'Beta' }], ['alpha', 'Gamma']],
    [[{ property: 'name', operation: 'contains', value: 'a' }], ['Beta', 'alpha', 'Gamma']],
    [[{ property: 'type', operation: 'in', value: ['Local', 'Cloud'] }], ['Beta', 'alpha']],
    [[{ property: 'tags', operation: 'contains', value: 'y' }], ['Beta']],
    [[{ property: 'tags', operation: 'superset', value: ['x'] }], ['Beta', 'alpha']],
    [[{ property: 'tags', operation: 'subset', value: ['x'] }], ['alpha', 'Gamma']],
    [[{ property: 'size', operation: 'lessThan', value: 7 }], ['Beta']],
    [[{ property: 'size', operation: 'lessThanOrEqual', value: 7 }], ['Beta', 'Gamma']],
    [[{ property: 'size', operation: 'greaterThan', value: 7 }], ['alpha']],
    [[{ property: 'size', operation: 'greaterThanOrEqual', value: 7 }], ['alpha', 'Gamma']],
    [[{ property: 'last.status', operation: 'equals', value: 'Failed' }], ['Beta']],
  ])('%j gives %j', (filter, expected) => {
    expect(names('filter', filter)).toEqual(expected);
  });

  const isLocal = { property: 'type', operation: 'equals', value: 'Local' };
  const isSmall = { property: 'size', operation: 'lessThan', value: 10 };

  it.each([
    ['and', ['Beta']],
    ['or', ['Beta', 'Gamma']],
    ['not', ['alpha']],
    ['exclusiveOr', ['Gamma']],
  ])('with the group %s gives %j', (operation, expected) => {
    expect(names('filter', [{ operation, items: [isLocal, isSmall] }])).toEqual(expected);
  });

  it.each([
    ['{}', 'list of conditions'],
    ['[{"property":"name","operation":"like","value":"x"}]', 'unknown operation "like"'],
    ['[{"property":"nome","operation":"equals","value":"x"}]', 'Unknown property "nome"'],
    ['[{', 'no JSON'],
  ])('as %s is refused and says why', (filter, message) => {
    const ask = (): unknown => listReply(ROWS, new URLSearchParams({ filter }));

    expect(ask).toThrow(message);
  });
});

describe('a list', () => {
  it('is sorted by several keys, up and down', () => {
    const sort = [{ property: 'size', direction: 'descending' }];

    expect(names('sort', sort)).toEqual(['alpha', 'Gamma', 'Beta']);
  });

  it('is sorted without regard to case when asked', () => {
    const sort = [{ property: 'name', collation: 'ignorecase' }];

    expect(names('sort', sort)).toEqual(['alpha', 'Beta', 'Gamma']);
  });

  it('keeps a nested selection nested', () => {
    const select = JSON.stringify([{ propertyPath: 'last.status' }]);
    const reply = listReply(ROWS, new URLSearchParams({ select }));

    expect(reply.body).toMatchObject({
      data: [{ last: { status: 'Failed' } }, { last: null }, { last: { status: 'Success' } }],
    });
  });

  it('is cut and says how many there are', () => {
    const reply = listReply(ROWS, new URLSearchParams({ limit: '2', offset: '1' }));

    expect(reply.body).toMatchObject({
      data: [{ name: 'alpha' }, { name: 'Gamma' }],
      meta: { pagingInfo: { total: 3, count: 2, offset: 1 } },
    });
  });

  it.each([
    [{ limit: '0' }, 'Property value must be larger or equal to 1.'],
    [{ limit: '501' }, 'Property value must be less or equal to 500.'],
    [{ offset: '-1' }, 'Property value must be larger or equal to 0.'],
    [{ limit: 'many' }, '"many" is no whole number.'],
  ])('asked with %j is refused', (query, message) => {
    const [name = ''] = Object.keys(query);
    const ask = (): unknown => listReply(ROWS, new URLSearchParams(query));

    expect(ask).toThrow(badParameter(name, message));
  });
});
