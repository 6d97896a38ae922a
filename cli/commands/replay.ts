import { runInputOf } from '../../evidence/parts/run-facts.js';
import { buildWords, chooseBundle } from '../../evidence/replay/choose-bundle.js';
import type { ReplayDifference } from '../../evidence/replay/replay-evidence.js';
import { renderStory } from '../../evidence/story/render-story.js';
import type { Decision } from '../../evidence/story/story.js';
import type { RunTree } from '../../evidence/tree.js';
import { renderVerdict } from '../../evidence/verify/render-verdict.js';
import { RUN_WORKFLOW } from '../../plan/workflow-names.js';
import { plainText } from '../../report/terminal/plain-text.js';
import { engineBuild } from '../../worker/engine-build.js';
import { workflowCode } from '../../worker/workflow-code.js';
import { wrongUse } from '../command-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { readMoment } from '../moment.js';
import { readEvidence } from '../read-evidence.js';
import { replayInProcess } from '../replay-process.js';

export interface ReplayArgs {
  readonly file: string;
  readonly step: string | null;
  readonly at: string | null;
  readonly key: string | null;
  /** Also with workflow code that is not the recorded one. */
  readonly anyBundle: boolean;
  readonly globals: GlobalOptions;
}

/**
 * Replays an evidence file and tells its story; asks nobody. Only workflow code of this installation is
 * run, never any from the file.
 */
export async function replay(args: ReplayArgs, io: Io): Promise<ExitCode> {
  if (args.at !== null && readMoment(args.at) === null) {
    throw wrongUse(`--at takes a time with an offset, like 2026-11-21T03:10:00Z, not ${args.at}`);
  }
  const { verdict, tree } = await readEvidence(args.file, args.key, io);
  if (!verdict.isGood || tree === null) {
    io.stderr.write('the file is not good evidence: it is not replayed\n');
    if (args.globals.json) {
      const { problems } = verdict;
      io.stdout.write(`${JSON.stringify({ file: args.file, isSame: false, problems }, null, 2)}\n`);
    } else io.stdout.write(renderVerdict(args.file, verdict, io.colour.stdout));
    return EXIT.failed;
  }
  if (args.step !== null) checkStep(args.step, tree);
  const isRecordedBundle = await hasRecordedBundle(args, tree, io);
  const { differences, story } = await replayInProcess(args, io);
  const run = tree.histories[0]?.workflowId ?? '';
  if (args.globals.json) {
    const isSame = differences.length === 0;
    const said = { file: args.file, run, isSame, isRecordedBundle, differences, story };
    io.stdout.write(`${JSON.stringify(said, null, 2)}\n`);
  } else {
    io.stdout.write(renderReplay({ differences, story, isRecordedBundle }, tree));
    if (differences.length === 0) io.stdout.write(`\n${renderStory(story, run)}`);
  }
  return differences.length === 0 ? EXIT.done : EXIT.failed;
}

/** @throws CommandError (exit 3) where no run of the file has such a step. */
function checkStep(step: string, { histories }: RunTree): void {
  const plans = histories.flatMap((one) =>
    one.type === RUN_WORKFLOW ? [runInputOf(one).plan] : [],
  );
  const ids = plans.flatMap(({ steps, always }) => [...steps, ...always].map(({ id }) => id));
  // An item stands behind a dot, and what a clean-up does has no step.
  const isKnown = ids.some((id) => step === id || step.startsWith(`${id}.`));
  if (isKnown || step.startsWith('clean-up')) return;
  throw wrongUse(
    `there is no step ${step}; there are: ${[...new Set(ids)].map(plainText).join(', ')}`,
  );
}

/** @throws CommandError (exit 3) when it has not, and another one will not do. */
async function hasRecordedBundle(args: ReplayArgs, tree: RunTree, io: Io): Promise<boolean> {
  const { digest } = await workflowCode();
  const choice = chooseBundle(tree, digest);
  if (choice.fits) return true;
  const { engine } = await engineBuild();
  const needed = choice.needed.map(buildWords).join(' and ');
  const here = `${engine.replace('/', ' ')} (workflow code sha256:${digest})`;
  if (!args.anyBundle) {
    throw wrongUse(
      `the run was done by ${needed}; here is ${here}. Install that version and replay with it, ` +
        'or replay with the code that is here: --any-bundle',
    );
  }
  io.stderr.write(`warning: replayed with ${here}; the run was done by ${needed}\n`);
  return false;
}

interface Told {
  readonly differences: readonly ReplayDifference[];
  readonly story: readonly Decision[];
  readonly isRecordedBundle: boolean;
}

function renderReplay({ differences, story, isRecordedBundle }: Told, tree: RunTree): string {
  const [first] = differences;
  if (first !== undefined) {
    const { entry, workflowId, eventId, message } = first;
    const where = eventId === null ? '' : `, event ${eventId}`;
    const more = differences.length > 1 ? `${differences.length - 1} more (--json has them)\n` : '';
    return (
      'DIFFERENT  the record is not what this code does\n' +
      `  ${workflowId === null ? entry : `${plainText(workflowId)} (${entry}${where})`}: ${plainText(message)}\n${more}`
    );
  }
  const code = isRecordedBundle ? 'the recorded workflow code' : 'workflow code of another build';
  return (
    `SAME  ${tree.histories.length} histories, ${story.length} decisions: fed the recorded answers, ${code} ` +
    'gives each command with each argument, the result, the journal and the record as they are on record\n'
  );
}
