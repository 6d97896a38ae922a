import { describe, expect, it } from '@jest/globals';

import { countOf, startLab, twoPlans, type Lab } from '../lab.js';

function manyPlans(extra = ''): string {
  const names = ['delta', 'alpha', 'SQL plan', 'bravo "B"', 'charlie'];
  const plans = names.map((name) => `{ name: '${name}', machines: [{ name: a }] }`);
  return `version: 1\n${extra}\nfailoverPlans: [${plans.join(', ')}]`;
}

async function names(lab: Lab, query: string): Promise<readonly string[]> {
  const text = await lab.get(`/query?type=FailoverPlan&${query}`);
  return [...text.matchAll(/<Ref [^>]*? Name="([^"]*)"/g)].map(([, name = '']) => name);
}

function filter(text: string): string {
  return `filter=${encodeURIComponent(text)}`;
}

describe('a query', () => {
  it.each([
    ['Name==alpha', ['alpha']],
    ['name!=alpha;Name!=delta', ['SQL plan', 'bravo &quot;B&quot;', 'charlie']],
    ['Name==alpha,Name==delta', ['delta', 'alpha']],
    ['Name=="SQL plan"', ['SQL plan']],
    ['Name==SQL plan', []],
    ['Name=="bravo ""B"""', ['bravo &quot;B&quot;']],
    ['(Name==alpha,Name==delta);Name>b', ['delta']],
    ['Name==alpha,Name==delta;Name>z', ['alpha']],
    ['Name>=charlie;Name<=delta', ['delta', 'charlie']],
  ])('filters by %s', async (text, expected) => {
    const lab = await startLab(manyPlans());

    expect(await names(lab, filter(text))).toEqual(expected);
  });

  it.each([
    ['sortAsc=name', ['alpha', 'bravo &quot;B&quot;', 'charlie', 'delta', 'SQL plan']],
    ['sortDesc=Name', ['SQL plan', 'delta', 'charlie', 'bravo &quot;B&quot;', 'alpha']],
  ])('sorts by %s', async (sort, expected) => {
    const lab = await startLab(manyPlans());

    expect(await names(lab, sort)).toEqual(expected);
  });

  it('gives one page and links to the others', async () => {
    const lab = await startLab(manyPlans());

    const text = await lab.get('/query?type=FailoverPlan&sortAsc=Name&pageSize=2&page=2');

    expect(countOf(text, 'Ref')).toBe(2);
    expect(text).toContain('<PagingInfo PagesCount="3" PageSize="2" PageNum="2">');
    expect(text).toMatch(/Rel="Previous" Href="[^"]*pageSize=2&amp;page=1"/);
    expect(text).toMatch(/Rel="Next" Href="[^"]*pageSize=2&amp;page=3"/);
  });

  it('is on one page when no size is asked for', async () => {
    const lab = await startLab(manyPlans());

    const text = await lab.get('/query?type=FailoverPlan');

    expect(countOf(text, 'Ref')).toBe(5);
    expect(text).toContain('PagesCount="1"');
  });

  it('pages by 100 unasked when the switch says so', async () => {
    const machines = Array.from({ length: 130 }, (_, index) => `{ name: vm${index} }`).join(', ');
    const lab = await startLab(
      `version: 1\nswitches: { defaultPageSize: 100 }\nfailoverPlans: [{ name: P, machines: [${machines}] }]`,
    );

    const text = await lab.get('/query?type=VmReplicaPoint');

    expect(countOf(text, 'Ref')).toBe(100);
    expect(text).toContain('<PagingInfo PagesCount="3" PageSize="100" PageNum="1">');
  });

  it('is empty past the last page', async () => {
    const lab = await startLab(manyPlans());

    expect(await names(lab, 'pageSize=2&page=9')).toEqual([]);
  });

  it('compares results by their order, not by their letters', async () => {
    const lab = await startLab(twoPlans());
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(60);

    const text = await lab.get(`/query?type=CloudFailoverSession&${filter('Result>=warning')}`);

    expect(countOf(text, 'Ref')).toBe(1);
  });

  it('compares creation times', async () => {
    const lab = await startLab(twoPlans());
    await lab.start(lab.plan('ERP databases'));
    const now = new Date(lab.clock.now()).toISOString();
    lab.clock.advance(60);

    const since = await lab.get(
      `/query?type=CloudFailoverSession&${filter(`CreationTime>=${now}`)}`,
    );
    const before = await lab.get(
      `/query?type=CloudFailoverSession&${filter(`CreationTime<${now}`)}`,
    );

    expect([countOf(since, 'Ref'), countOf(before, 'Ref')]).toEqual([1, 0]);
  });

  it('gives the caller’s own tasks as resources', async () => {
    const lab = await startLab(twoPlans());
    await lab.start(lab.plan('ERP portal'));

    const text = await lab.get(`/query?type=Task&${filter('Operation==StartFailoverPlan')}`);

    expect(text).toContain(
      '<QueryResult xmlns="http://www.veeam.com/ent/v1.0"><Resources><Tasks><Task ',
    );
  });

  it('points references of plain plans at managed servers, as the vendor’s sample does', async () => {
    const lab = await startLab(twoPlans());

    const text = await lab.get('/query?type=FailoverPlan');

    expect(text).toMatch(/<Ref Type="FailoverPlanReference" Href="[^"]*\/managedServers\//);
    expect(text).toMatch(/Rel="Alternate" Type="FailoverPlan" Href="[^"]*\/failoverPlans\//);
  });

  it.each(['Colour==red', 'Name==', 'Name==a)', 'CreationTime'])(
    'refuses the filter %s',
    async (text) => {
      const lab = await startLab(twoPlans());

      const answer = await lab.call(`/query?type=FailoverPlan&${filter(text)}`);

      expect(answer.status).toBe(400);
    },
  );

  it('ignores a bad filter when the switch says so', async () => {
    const lab = await startLab(manyPlans('switches: { badFilter: ignored }'));

    expect(await names(lab, filter('Colour==red'))).toHaveLength(5);
  });

  it('refuses a type that it does not have', async () => {
    const lab = await startLab(twoPlans());

    const answer = await lab.call('/query?type=Repository');

    expect(answer.status).toBe(400);
  });

  it('gives entities in JSON inside two members of the plural name', async () => {
    const lab = await startLab(twoPlans());

    const { text } = await lab.call('/query?type=FailoverPlan&format=Entities', {
      headers: { accept: 'application/json' },
    });

    expect(JSON.parse(text)).toMatchObject({
      Entities: { FailoverPlans: { FailoverPlans: [{ Name: 'ERP portal' }] } },
      PagingInfo: { PageNum: 1 },
    });
  });
});

describe('a collection', () => {
  it('is paged when that is asked for', async () => {
    const lab = await startLab(manyPlans());

    const text = await lab.get('/failoverPlans?pageSize=2&page=3');

    expect(countOf(text, 'Ref')).toBe(1);
    expect(text).toContain('<PagingInfo PagesCount="3" PageSize="2" PageNum="3">');
  });

  it('gives entities when that is asked for', async () => {
    const lab = await startLab(manyPlans());

    const text = await lab.get('/failoverPlans?format=Entity');

    expect(text).toContain('<FailoverPlans xmlns="http://www.veeam.com/ent/v1.0"><FailoverPlan ');
    expect(countOf(text, 'FailoverPlan')).toBe(5);
  });

  it('refuses a page that is no number', async () => {
    const lab = await startLab(manyPlans());

    const answer = await lab.call('/failoverPlans?page=zero');

    expect(answer.status).toBe(400);
  });
});
