import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { fetchTree } from '../../evidence/collect/fetch-tree.js';
import { openLab } from './lab.js';
import { HISTORIES } from './stored-histories.js';
import { stories } from './stories.js';

/**
 * No test, but run by Jest for its Temporal server: `npm run histories` records what is missing of
 * this version's histories, those of a run and of all that it started in one file. Files that are
 * there are never written again: they stand for what that version has run.
 */
const { version } = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8'),
) as { version: string };
const folder = join(HISTORIES, version);

it.each(stories.map((story) => [story.name, story] as const))(
  '%s',
  async (name, story) => {
    const file = join(folder, `${name}.json`);
    if (existsSync(file) || existsSync(`${file}.gz`)) return;
    const lab = await openLab(story.scenario, story.options);
    try {
      const run = await story.play(lab);
      const record = await run.ended();
      // A refusal tells no story but its own: a target was held, a name was wrong.
      expect(record.run.outcome === 'refused').toBe(name.includes('refused-at-admission'));
      const { runId } = await run.handle.describe();
      const { histories } = await fetchTree(lab.client, {
        ...{ workflowId: run.id, runId, type: 'runPlan', parent: null },
      });
      const stored = histories.map(({ workflowId, text }) => ({
        workflowId,
        history: JSON.parse(text) as unknown,
      }));
      await mkdir(folder, { recursive: true });
      await writeFile(`${file}.gz`, gzipSync(JSON.stringify(stored, bare), { level: 9 }));
    } finally {
      await lab.close();
    }
  },
  300_000,
);

/** Replay does not look at stack traces, and they name the folders of this machine. */
function bare(key: string, value: unknown): unknown {
  return key === 'stackTrace' ? '' : value;
}
