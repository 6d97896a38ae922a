import { sha256 } from '../../plan/canonical.js';
import type { Content } from '../container/entry.js';
import { readJson } from '../container/hostile-json.js';
import { MANIFEST } from '../manifest.js';
import { deriveParts } from '../parts/derive-parts.js';
import { runInputOf, runResultOf } from '../parts/run-facts.js';
import type { RunTree } from '../tree.js';
import { type Problem, wordsOf } from './problem.js';

/** What belongs to the evidence beside what follows from the histories. */
const OTHERS = new Set([
  MANIFEST,
  'readme.txt',
  'configuration.json',
  'record.json',
  'child-records.json',
  'journal.json',
  'approvals.json',
  'report.txt',
  'report.html',
]);
const HISTORY = /^histories\/\d{4,5}\.json$/;

/** Makes what follows from the histories once more, and compares it byte for byte. */
export function checkParts(
  contents: ReadonlyMap<string, Content>,
  tree: RunTree,
): readonly Problem[] {
  let derived: ReadonlyMap<string, string>;
  try {
    derived = deriveParts(tree);
  } catch (error) {
    return [{ entry: null, message: `the histories can't be read as a run: ${wordsOf(error)}` }];
  }
  const problems: Problem[] = [];
  for (const [name, text] of derived) {
    const found = contents.get(name)?.bytes;
    if (found === undefined) problems.push({ entry: name, message: 'is missing' });
    else if (!found.equals(Buffer.from(text))) {
      problems.push({ entry: name, message: 'is not what the histories say' });
    }
  }
  const histories = tree.histories.length;
  for (const name of contents.keys()) {
    const isHistory = HISTORY.test(name) && Number(name.replace(/\D/g, '')) < histories;
    if (derived.has(name) || OTHERS.has(name) || isHistory) continue;
    problems.push({ entry: name, message: 'does not belong to evidence of this version' });
  }
  return [...problems, ...checkConfiguration(contents), ...checkHashes(tree)];
}

/** Nothing that is on record says what is in it; it must be readable. */
function checkConfiguration(contents: ReadonlyMap<string, Content>): readonly Problem[] {
  const entry = 'configuration.json';
  try {
    const value = readJson(contents.get(entry)?.bytes.toString('utf8') ?? '');
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? [] : [{ entry, message: 'is no configuration' }];
  } catch (error) {
    return [{ entry, message: wordsOf(error) }];
  }
}

/** The hashes that the run itself went by. */
function checkHashes(tree: RunTree): readonly Problem[] {
  const [run] = tree.histories;
  if (run === undefined) return [];
  const input = runInputOf(run);
  const problems: Problem[] = [];
  const derived = deriveParts(tree);
  if (sha256(derived.get('plan.json') ?? '') !== input.planHash) {
    problems.push({ entry: 'plan.json', message: `its hash is not the run's, ${input.planHash}` });
  }
  if (sha256(input.runbookSource) !== input.runbookHash) {
    const message = `its hash is not the run's, ${input.runbookHash}`;
    problems.push({ entry: 'runbook/runbook.yaml', message });
  }
  for (const [hash, source] of Object.entries(input.childSources ?? {})) {
    if (sha256(source) === hash) continue;
    problems.push({ entry: 'runbook/', message: `a child's runbook has not the hash ${hash}` });
  }
  const result = runResultOf(run);
  if (result !== null && result.run.planHash !== input.planHash) {
    problems.push({ entry: 'plan.json', message: "is not the plan of the run's result" });
  }
  return problems;
}
