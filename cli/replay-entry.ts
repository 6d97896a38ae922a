/**
 * Replays an evidence file that was verified, in a process of its own: a history from a stranger may
 * bring Temporal's library down, or keep it going for ever. The argument is JSON, a ReplayOrder; the
 * one line of output is JSON, a ReplayReport.
 */
import { readFileSync } from 'node:fs';
import { replayEvidence } from '../evidence/replay/replay-evidence.js';
import { storyOf } from '../evidence/story/story.js';
import { verifyEvidence } from '../evidence/verify/verify-evidence.js';
import { workflowCode } from '../worker/workflow-code.js';
import type { ReplayOrder, ReplayReport } from './replay-process.js';

const order = JSON.parse(process.argv[2] ?? '') as ReplayOrder;
const { tree, contents, verdict } = verifyEvidence(readFileSync(order.file), null);
if (tree === null || !verdict.isGood) throw new Error('the file was changed meanwhile');
const { workflowBundle } = await workflowCode();
const { captured, differences } = await replayEvidence(workflowBundle, tree, contents);
const report: ReplayReport = { differences, story: storyOf(tree.histories, captured, order) };
process.stdout.write(`${JSON.stringify(report)}\n`, () => {
  process.exit(0);
});
