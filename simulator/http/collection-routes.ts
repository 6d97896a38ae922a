import { cutPage, isPaged } from '../query/paging.js';
import type { Collection } from '../resources/collections.js';
import { entity, reference, type Row } from '../resources/row.js';
import type { View } from '../resources/view.js';
import { listElement, type Element } from '../wire/element.js';
import { HttpProblem } from '../wire/http-problem.js';

import { answer, type Answer } from './answer.js';
import type { Route, RouteContext } from './route.js';

/** Listing a collection and reading one of it: references, or entities with ?format=Entity. */
export function collectionRoutes(collection: Collection): readonly Route[] {
  const needs = [collection.resource, 'read'] as const;
  return [
    {
      kind: 'session',
      method: 'GET',
      pattern: collection.path,
      needs,
      handle: (context, view) => answerList(context, view, collection, collection.rows(view)),
    },
    {
      kind: 'session',
      method: 'GET',
      pattern: `${collection.path}/{id}`,
      needs,
      handle: (context, view) =>
        answerRow(context, view, findRow(collection, view, context.param('id'))),
    },
  ];
}

/** Answers with a list, which `shape` names. */
export function answerList(
  { request }: RouteContext,
  view: View,
  shape: Pick<Collection, 'path' | 'plural'>,
  rows: readonly Row[],
): Answer {
  return answer(200, listOf(shape, rows, request.query, view));
}

/** Answers with one resource: a reference, or the entity with ?format=Entity. */
export function answerRow({ request }: RouteContext, { site }: View, row: Row): Answer {
  const whole = wantsEntity(request.query);
  return answer(200, whole ? entity(row, site) : reference('EntityRef', row, site));
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
