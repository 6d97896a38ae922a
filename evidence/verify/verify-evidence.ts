import { RUN_WORKFLOW } from '../../plan/workflow-names.js';
import { endFromOutside } from '../parts/run-facts.js';
import { isClosed } from '../replay/judge-replay.js';
import { eventsOf, type RunTree } from '../tree.js';
import type { Statement } from '../manifest.js';
import { checkParts } from './check-parts.js';
import { checkReadMe, type ReadMe } from './check-readme.js';
import { checkRecords } from './check-records.js';
import { checkReports, type Reports } from './check-reports.js';
import { openContents, type Opened, type Signature } from './open-contents.js';
import { type Problem, wordsOf } from './problem.js';
import { readTree } from './read-tree.js';

/** What an evidence file is worth. */
export interface Verdict {
  readonly isGood: boolean;
  readonly statement: Statement | null;
  readonly signature: Signature;
  readonly entries: number;
  readonly histories: number;
  readonly events: number;
  /** What the file itself says that it does not have. */
  readonly gaps: readonly string[];
  /** Whether the reports for people are what this version makes of the rest. */
  readonly reports: Reports;
  /** Whether the words for who has only the file are those of this version. */
  readonly readme: ReadMe;
  readonly problems: readonly Problem[];
}

/** An evidence file that was verified, with what is needed to replay it. */
export interface Verified {
  readonly verdict: Verdict;
  readonly contents: Opened['contents'];
  /** null: the histories can't be read. */
  readonly tree: RunTree | null;
}

/**
 * Looks at every byte of an evidence file, without any server: whether the entries are those that the
 * manifest lists, who signed it, whether histories, records and journals say the same.
 */
export function verifyEvidence(file: Buffer, keyPem: string | null): Verified {
  const opened = openContents(file, keyPem);
  const { contents, statement, signature } = opened;
  const problems: Problem[] = [...opened.problems];
  let tree: RunTree | null = null;
  let reports: Reports = 'none';
  // After a change of entries further differences would only repeat it.
  if (statement !== null && problems.length === 0) {
    try {
      const read = readTree(contents, statement.predicate);
      problems.push(...read.problems);
      if (read.tree !== null) {
        problems.push(...checkParts(contents, read.tree), ...checkRecords(contents, read.tree));
      }
      tree = read.tree;
      if (tree !== null) reports = checkReports(contents, tree, statement);
    } catch (error) {
      // Contents of another form than ours: whatever trips over them.
      problems.push({ entry: null, message: `the contents can't be read: ${wordsOf(error)}` });
    }
  }
  const histories = tree?.histories ?? [];
  const verdict: Verdict = {
    isGood: problems.length === 0,
    statement,
    signature,
    entries: contents.size,
    histories: histories.length,
    events: histories.reduce((sum, one) => sum + eventsOf(one).length, 0),
    gaps: tree === null ? [] : gapsOf(tree),
    reports,
    readme: checkReadMe(contents),
    problems,
  };
  return { verdict, contents, tree };
}

function gapsOf({ histories, missing }: RunTree): readonly string[] {
  return [
    ...missing.map(({ workflowId, why }) => `the history of ${workflowId} is not in it: ${why}`),
    ...histories
      .filter((one) => !isClosed(eventsOf(one)))
      .map(({ workflowId }) => `${workflowId} was open when the file was written`),
    ...histories.flatMap((one) => {
      const end = one.type === RUN_WORKFLOW ? endFromOutside(one) : null;
      if (end === null) return [];
      return `${one.workflowId} was ${end} from outside: it has no result, and none vouches for its journal`;
    }),
  ];
}
