import type { SearchAttributePair } from '@temporalio/common';
import type { Plan } from '../../plan/plan.js';
import {
  SEARCH_ATTRIBUTES,
  searchableTargets,
  type SearchAttributeName,
} from '../../plan/search-attributes.js';
import type { TemporalSession } from './temporal-session.js';

const LIMIT_MS = 5_000;

/** As Temporal numbers its types (temporal.api.enums.v1.IndexedValueType). */
const KINDS: Readonly<Record<string, number>> = { Keyword: 2, KeywordList: 7 };

/**
 * Which of Drillbook's search attributes the server does not know, or knows with another type. A run that is started then goes
 * without any: an attribute that is missing must never stop a run. null: the server does not tell.
 */
export async function missingSearchAttributes(
  { client }: TemporalSession,
  namespace: string,
): Promise<readonly SearchAttributeName[] | null> {
  try {
    const { customAttributes } = await client.withDeadline(Date.now() + LIMIT_MS, () =>
      client.connection.operatorService.listSearchAttributes({ namespace }),
    );
    const names = Object.keys(SEARCH_ATTRIBUTES) as SearchAttributeName[];
    const known: Readonly<Record<string, number>> = customAttributes;
    return names.filter((name) => known[name] !== KINDS[SEARCH_ATTRIBUTES[name]]);
  } catch {
    return null;
  }
}

/** What a run is found by from its start on; its outcome is added when it ends. */
export async function searchAttributesOf(plan: Plan): Promise<SearchAttributePair[]> {
  const { defineSearchAttributeKey } = await import('@temporalio/common');
  return [
    { key: defineSearchAttributeKey('DrillbookRunbook', 'KEYWORD'), value: plan.runbook.id },
    { key: defineSearchAttributeKey('DrillbookMode', 'KEYWORD'), value: plan.mode },
    {
      key: defineSearchAttributeKey('DrillbookTarget', 'KEYWORD_LIST'),
      value: searchableTargets(plan),
    },
  ];
}
