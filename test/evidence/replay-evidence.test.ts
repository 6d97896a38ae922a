import { describe, expect, it } from '@jest/globals';
import { canonicalJson, sha256 } from '../../plan/canonical.js';
import { buildWords, chooseBundle } from '../../evidence/replay/choose-bundle.js';
import { type Replayed, replayEvidence } from '../../evidence/replay/replay-evidence.js';
import { renderStory } from '../../evidence/story/render-story.js';
import { storyOf } from '../../evidence/story/story.js';
import type { RunTree } from '../../evidence/tree.js';
import { verifyEvidence } from '../../evidence/verify/verify-evidence.js';
import { testWorkflowBundle } from '../test-environment.js';
import { DRILL, DRILL_KEY, entriesOf, forge } from './stored-evidence.js';

async function replayed(file: Buffer): Promise<Replayed & { readonly tree: RunTree }> {
  const { tree, contents } = verifyEvidence(file, null);
  if (tree === null) throw new Error('the histories can not be read');
  return { tree, ...(await replayEvidence({ codePath: testWorkflowBundle() }, tree, contents)) };
}

describe('the replay of evidence', () => {
  // A change that alters an argument for old runs shows here too: they are replayed with their own code.
  it('finds the evidence of version 0.1.0 to be what the workflow code does', async () => {
    expect(verifyEvidence(DRILL, DRILL_KEY).verdict.isGood).toBe(true);

    const { differences } = await replayed(DRILL);

    expect(differences).toEqual([]);
  });

  it('finds what a forger without the key made of all parts alike', async () => {
    // A machine that ended with a warning is said to have succeeded with another restore point: in the
    // record alone, which no result of the workflow speaks of.
    const record = entriesOf(DRILL).get('record.json') ?? '';
    const changed = record.replace(/"message": "Guest tools[^"]*"/, '"message": "all is well"');
    const file = forge(DRILL, { 'record.json': changed });
    expect(changed).not.toBe(record);
    expect(verifyEvidence(file, null).verdict.isGood).toBe(true);

    const { differences } = await replayed(file);

    expect(differences).toMatchObject([
      {
        entry: 'record.json',
        message: expect.stringMatching(/\.message: on record "all is well", replayed "Guest/),
      },
    ]);
  });

  it('finds a journal that was written anew, with its chain', async () => {
    const journal = JSON.parse(entriesOf(DRILL).get('journal.json') ?? '') as {
      journals: { head: string; entries: { facts: Record<string, unknown> }[] }[];
    };
    const [own] = journal.journals;
    if (own === undefined) throw new Error('there is no journal');
    const first = own.entries[0];
    if (first === undefined) throw new Error('the journal is empty');
    first.facts['reason'] = 'another one';
    own.head = own.entries.reduce(
      (head, entry) => sha256(`${head}\n${canonicalJson(entry)}`),
      sha256('drillbook/journal/v1'),
    );

    const { differences } = await replayed(
      forge(DRILL, { 'journal.json': `${JSON.stringify(journal, null, 2)}\n` }),
    );

    expect(differences.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/head: on record "sha256:/),
    );
  });

  it('tells each decision with its cause, of a step and until a time', async () => {
    const { tree, captured } = await replayed(DRILL);

    const all = storyOf(tree.histories, captured, { step: null, at: null });
    const portal = storyOf(tree.histories, captured, { step: 'portal', at: null });
    const accepted = portal.find(({ kind }) => kind === 'start-accepted');
    const until = storyOf(tree.histories, captured, { step: null, at: accepted?.at ?? '' });

    expect(all.map(({ seq }) => seq)).toEqual(all.map((_one, index) => index + 1));
    expect(accepted).toMatchObject({
      facts: { evidence: 'answer' },
      causes: [{ kind: 'activity', id: 'portal/1/start/1', eventId: expect.any(Number) }],
    });
    expect(new Set(portal.map(({ step }) => step))).toEqual(new Set(['portal']));
    expect(until.at(-1)).toEqual(accepted);
    expect(renderStory(portal, 'demo-drill-2026-11')).toMatch(
      /because portal\/1\/start\/1 was answered \(event \d+\)\n(.*\n)?.*sent startFailoverPlan, POST .*: answered 202\n.*start accepted/,
    );
  });
});

describe('the workflow code of a replay', () => {
  const { tree } = verifyEvidence(DRILL, null);
  const digest = '8f8af10a2d60e8aecb936f462f039f5a5a30534f458bc84a09e6437bf5dc7555';

  it('is the one whose digest is on record, or it is said which version is needed', () => {
    if (tree === null) throw new Error('the histories can not be read');

    expect(chooseBundle(tree, digest)).toEqual({ fits: true });
    const other = chooseBundle(tree, '00');
    expect(other).toMatchObject({ fits: false });
    expect(other.fits ? [] : other.needed.map(buildWords)).toEqual([
      `drillbook 0.1.0 (workflow code sha256:${digest})`,
    ]);
  });
});
