import { cutPage, isPaged } from '../query/paging.js';
import type { Collection } from '../resources/collections.js';
import { entity, reference, type Row } from '../resources/row.js';
import type { View } from '../resources/view.js';
import { listElement, type Element } from '../wire/element.js';
import { HttpProblem } from '../wire/http-problem.js';

import { answer } from './answer.js';
import type { Route } from './route.js';

/** Listing a collection and reading one of it: references, or entities with ?format=Entity. */
export function collectionRoutes(collection: Collection): readonly Route[] {
  const needs = [collection.resource, 'read'] as const;
  return [
    {
      kind: 'session',
      method: 'GET',
      pattern: collection.path,
      needs,
      handle: ({ request }, view) =>
        answer(200, listOf(collection, collection.rows(view), request.query, view)),
    },
    {
      kind: 'session',
      method: 'GET',
      pattern: `${collection.path}/{id}`,
      needs,
      handle: ({ request, param }, view) => {
        const row = findRow(collection, view, param('id'));
        const whole = wantsEntity(request.query);
        return answer(200, whole ? entity(row, view.site) : reference('EntityRef', row, view.site));
      },
    },
  ];
}

/** A list of resources, cut into pages when that is asked for. */
function listOf(
  { path, plural }: Pick<Collection, 'path' | 'plural'>,
  rows: readonly Row[],
  query: URLSearchParams,
  view: View,
): Element {
  const { defaultPageSize } = view.world.scenario.switches;
  const page = isPaged(query, defaultPageSize)
    ? cutPage(rows, path, query, defaultPageSize, view.site)
    : { items: rows, info: null };
  const whole = wantsEntity(query);
  const items = page.items.map((row) =>
    whole ? entity(row, view.site) : reference('Ref', row, view.site),
  );
  const content = page.info === null ? items : [...items, page.info];
  return whole
    ? listElement(plural, plural, content)
    : listElement('EntityReferences', 'Refs', content);
}

function findRow({ type, rows }: Collection, view: View, id: string): Row {
  const row = rows(view).find((candidate) => candidate.id === id.toLowerCase());
  if (row !== undefined) return row;
  const isPlan = type === 'FailoverPlan' || type === 'CloudFailoverPlan';
  const status = isPlan ? view.world.scenario.switches.unknownPlan : 404;
  throw new HttpProblem(status, `There is no ${type} with id [${id}].`);
}

function wantsEntity(query: URLSearchParams): boolean {
  return /^entit(?:y|ies)$/i.test(query.get('format') ?? '');
}
