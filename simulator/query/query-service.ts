import { COLLECTIONS, type Collection } from '../resources/collections.js';
import { mayRead } from '../resources/roles.js';
import { entity, reference, type Row } from '../resources/row.js';
import { link } from '../resources/site.js';
import { taskElement, taskFields } from '../resources/task.js';
import type { View } from '../resources/view.js';
import { bareList, element, listElement, type Element } from '../wire/element.js';
import { accessDenied, HttpProblem } from '../wire/http-problem.js';

import { compareFields, findField, parseFilter, type Fields } from './filter.js';
import { cutPage, type Page } from './paging.js';
import { FilterError } from './tokens.js';

/** GET /querySvc: a link for each type that the caller may query. */
export function queryServiceElement(view: View): Element {
  const types = COLLECTIONS.filter((collection) => mayQuery(view, collection));
  const links = ['Task', ...types.map(({ type }) => type)].map((type) =>
    link('Down', view.site.href(`/query?type=${type}`), { type: 'QueryResult', name: type }),
  );
  return element('QueryService', [bareList('Links', links)], {
    Type: 'QueryService',
    Href: view.site.href('/querySvc'),
  });
}

/** GET /query: one type, filtered, sorted, cut into pages. */
export function runQuery(view: View, query: URLSearchParams): Element {
  const type = query.get('type') ?? '';
  if (type.toLowerCase() === 'task') return queryTasks(view, query);
  const found = COLLECTIONS.find(
    (candidate) => candidate.type.toLowerCase() === type.toLowerCase(),
  );
  if (found === undefined) {
    const known = ['Task', ...COLLECTIONS.map((collection) => collection.type)].join(', ');
    throw new HttpProblem(400, `Unknown query type "${type}"; this simulator has ${known}.`);
  }
  if (!mayQuery(view, found)) throw accessDenied();
  const rows = select(found.rows(view), (row) => row.fields(), query, view);
  const page = paged(rows, query, view);
  return element('QueryResult', [queryItems(view, found, page.items, query), page.info]);
}

function mayQuery(view: View, { resource, cloud }: Collection): boolean {
  const { role } = view.logon.user;
  // A tenant's links name no query service.
  if (role === 'Tenant') return false;
  if (!mayRead(role, resource)) return false;
  const isAllowed = view.world.scenario.switches.restoreOperatorCloudQuery;
  return !cloud || role !== 'RestoreOperator' || isAllowed;
}

function queryItems(
  view: View,
  { type, plural }: Collection,
  rows: readonly Row[],
  query: URLSearchParams,
): Element {
  if (/^entit(?:y|ies)$/i.test(query.get('format') ?? '')) {
    const items = rows.map((row) => entity(row, view.site));
    return element('Entities', [listElement(plural, plural, items)]);
  }
  // The vendor's sample: the references of plain plans point into the wrong collection.
  const items = rows.map((row) =>
    reference(
      'Ref',
      row,
      view.site,
      type === 'FailoverPlan' ? `/managedServers/${row.id}` : row.path,
    ),
  );
  return listElement('Refs', 'Refs', items);
}

function queryTasks(view: View, query: URLSearchParams): Element {
  const tasks = [...view.logon.tasks.values()];
  const page = paged(
    select(tasks, (task) => taskFields(view, task), query, view),
    query,
    view,
  );
  const items = page.items.map((task) => taskElement(view, task));
  return element('QueryResult', [
    element('Resources', [listElement('Tasks', 'Tasks', items)]),
    page.info,
  ]);
}

function paged<T>(items: readonly T[], query: URLSearchParams, view: View): Page<T> {
  const { defaultPageSize } = view.world.scenario.switches;
  return cutPage(items, '/query', query, defaultPageSize, view.site);
}

function select<T>(
  items: readonly T[],
  fieldsOf: (item: T) => Fields,
  query: URLSearchParams,
  view: View,
): readonly T[] {
  try {
    const filter = query.get('filter');
    const passes = filter === null || filter === '' ? null : parseFilter(filter);
    const kept = passes === null ? items : items.filter((item) => passes(fieldsOf(item)));
    return sort(kept, fieldsOf, query);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    if (view.world.scenario.switches.badFilter === 'ignored') return items;
    throw new HttpProblem(400, error.message);
  }
}

function sort<T>(
  items: readonly T[],
  fieldsOf: (item: T) => Fields,
  query: URLSearchParams,
): readonly T[] {
  const ascending = query.get('sortAsc');
  const name = ascending ?? query.get('sortDesc');
  if (name === null) return items;
  const sign = ascending === null ? -1 : 1;
  const keyed = items.map((item) => {
    const key = findField(fieldsOf(item), name);
    if (key === null) throw new FilterError(`Sort: no field "${name}".`);
    return { item, key };
  });
  return keyed.sort((a, b) => sign * compareFields(a.key, b.key)).map(({ item }) => item);
}
