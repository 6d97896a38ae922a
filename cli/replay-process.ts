import path from 'node:path';
import type { ReplayDifference } from '../evidence/replay/replay-evidence.js';
import type { Decision, StoryChoice } from '../evidence/story/story.js';
import type { Io } from './io.js';
import { commandForOwnModule } from './temporal-server/own-module.js';
import { runCommand } from './temporal-server/run-command.js';

/** A thousand machines take a few seconds. */
const LIMIT_MS = 5 * 60_000;

/** What the process of the replay is asked for. */
export interface ReplayOrder extends StoryChoice {
  readonly file: string;
}

/** What it brought to light. */
export interface ReplayReport {
  readonly differences: readonly ReplayDifference[];
  readonly story: readonly Decision[];
}

/** Replays in a process of its own. One that breaks down or does not end is a difference too. */
export async function replayInProcess(order: ReplayOrder, io: Io): Promise<ReplayReport> {
  const file = path.resolve(io.cwd, order.file);
  const broken = new AbortController();
  const seen: { report: ReplayReport | null; lastWords: string } = { report: null, lastWords: '' };
  const result = await runCommand({
    ...commandForOwnModule(new URL('./replay-entry.js', import.meta.url), [
      JSON.stringify({ file, step: order.step, at: order.at }),
    ]),
    env: io.env,
    limitMs: LIMIT_MS,
    signal: broken.signal,
    onLine: (line) => {
      if (line.startsWith('{"differences":')) {
        seen.report = JSON.parse(line) as ReplayReport;
      } else if (/^called `|^\w*Error: /.test(line)) {
        seen.lastWords ||= line.replace(/^called `.*?value: /, '').slice(0, MOST_CHARACTERS);
      }
      // Temporal's library goes on waiting for the part of it that broke down.
      if (line.startsWith('called `')) broken.abort();
    },
  });
  if (seen.report !== null) return seen.report;
  const why =
    result.endedBy === 'limit'
      ? `it had not ended after ${LIMIT_MS / 60_000} minutes`
      : `it broke down: ${seen.lastWords === '' ? (result.lastLines.at(-1) ?? '') : seen.lastWords}`;
  const message = `the histories can't be replayed: ${why}`;
  return {
    differences: [{ entry: 'histories', workflowId: null, eventId: null, message }],
    story: [],
  };
}

const MOST_CHARACTERS = 300;
