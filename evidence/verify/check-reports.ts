import type { RunRecord } from '../../plan/run-record.js';
import { toEntries } from '../../report/report-input.js';
import type { Content } from '../container/entry.js';
import { readJson } from '../container/hostile-json.js';
import type { Statement } from '../manifest.js';
import { reportParts } from '../parts/report-parts.js';
import { runInputOf } from '../parts/run-facts.js';
import type { RunTree } from '../tree.js';

/** What the reports for people are worth: `none` where the run came to no record. */
export type Reports = 'same' | 'others' | 'none';

/**
 * Makes the reports once more of what was checked. Other ones need not be wrong, for each version has
 * words of its own; but nothing says that they tell of this run.
 */
export function checkReports(
  contents: ReadonlyMap<string, Content>,
  tree: RunTree,
  statement: Statement,
): Reports {
  const names = ['report.txt', 'report.html'].filter((name) => contents.has(name));
  const [run] = tree.histories;
  if (names.length === 0 || run === undefined) return 'none';
  try {
    const record = json(contents, 'record.json') as RunRecord;
    const { journals } = json(contents, 'journal.json') as {
      readonly journals: readonly { readonly runId: string; readonly entries: unknown }[];
    };
    const made = reportParts({
      record,
      journal: toEntries(journals.find(({ runId }) => runId === run.runId)?.entries),
      plan: runInputOf(run).plan,
      now: new Date(statement.predicate.exportedAt),
    });
    const isSame = names.every((name) => contents.get(name)?.bytes.toString() === made.get(name));
    return isSame ? 'same' : 'others';
  } catch {
    // A record of another form than this version's, or a stranger's.
    return 'others';
  }
}

function json(contents: ReadonlyMap<string, Content>, name: string): unknown {
  return readJson(contents.get(name)?.bytes.toString('utf8') ?? '');
}
