import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { openLab } from './lab.js';
import { stories } from './stories.js';

/**
 * No test, but run by Jest for its Temporal server: `npm run histories` records what is missing of
 * this version's histories. Files that are there are never written again: they stand for what
 * that version has run.
 */
const { version } = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8'),
) as { version: string };
const folder = join(fileURLToPath(new URL('histories', import.meta.url)), version);

it.each(stories.map((story) => [story.name, story] as const))('%s', async (name, story) => {
  const file = join(folder, `${name}.json`);
  if (existsSync(file)) return;
  const lab = await openLab(story.scenario);
  try {
    const run = await story.play(lab);
    const record = await run.ended();
    expect(record.run.state).toBe('finished');
    const history: unknown = JSON.parse(historyToJSON(await run.handle.fetchHistory()));
    await mkdir(folder, { recursive: true });
    await writeFile(file, `${JSON.stringify({ workflowId: run.id, history }, bare, 1)}\n`);
  } finally {
    await lab.close();
  }
});

/** Replay does not look at stack traces, and they name the folders of this machine. */
function bare(key: string, value: unknown): unknown {
  return key === 'stackTrace' ? '' : value;
}
