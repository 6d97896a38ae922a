import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
import type { Plan } from '../plan/plan.js';
import { searchableTargets } from '../plan/search-attributes.js';
import type { Run } from './run.js';

const RUNBOOK = defineSearchAttributeKey('DrillbookRunbook', 'KEYWORD');
const MODE = defineSearchAttributeKey('DrillbookMode', 'KEYWORD');
const TARGET = defineSearchAttributeKey('DrillbookTarget', 'KEYWORD_LIST');
const OUTCOME = defineSearchAttributeKey('DrillbookOutcome', 'KEYWORD');

/** Lets a run be found by its outcome, where the server knows the attribute: else it would stop the run. */
export function publishOutcome({ input, outcome }: Run): void {
  if (input.hasSearchAttributes !== true || outcome === null) return;
  upsertSearchAttributes([{ key: OUTCOME, value: outcome }]);
}

/** What a child run is found by from its start on. */
export function searchAttributesOf(plan: Plan): SearchAttributePair[] {
  return [
    { key: RUNBOOK, value: plan.runbook.id },
    { key: MODE, value: plan.mode },
    { key: TARGET, value: searchableTargets(plan) },
  ];
}
