import { describe, expect, it } from '@jest/globals';
import { READ_ME } from '../../evidence/collect/read-me.js';
import { readContainer, unpack } from '../../evidence/container/read-container.js';
import { pack, writeContainer } from '../../evidence/container/write-container.js';
import { canonicalJson } from '../../plan/canonical.js';
import { createKeys, readPublicKey } from '../../evidence/keys.js';
import { MANIFEST } from '../../evidence/manifest.js';
import { renderVerdict } from '../../evidence/verify/render-verdict.js';
import { verifyEvidence } from '../../evidence/verify/verify-evidence.js';
import { DRILL, DRILL_KEY, entriesOf, forge, forgeHistories } from './stored-evidence.js';

const MUTATIONS = Number(process.env['DRILLBOOK_MUTATIONS'] ?? 300);

const entries = entriesOf(DRILL);

function entry(name: string): string {
  const found = entries.get(name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

function withOtherByte(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ (1 + Math.floor(Math.random() * 255));
  return changed;
}

/** What is said of a file, a line each. */
function problemsOf(file: Buffer, key: string | null = null): readonly string[] {
  return verifyEvidence(file, key).verdict.problems.map(
    ({ entry: where, message }) => `${where ?? ''} ${message}`,
  );
}

describe('evidence of version 0.1.0', () => {
  it('is still good', () => {
    const { verdict } = verifyEvidence(DRILL, DRILL_KEY);

    expect(verdict).toMatchObject({
      isGood: true,
      problems: [],
      gaps: [],
      histories: 5,
      signature: { state: 'by-given-key', keyId: readPublicKey(DRILL_KEY).keyId },
    });
  });

  it('is found to be changed, whatever byte is another one', () => {
    const missed: number[] = [];
    for (let round = 0; round < MUTATIONS; round++) {
      const at = Math.floor(Math.random() * DRILL.length);
      const changed = withOtherByte(DRILL, at);
      if (verifyEvidence(changed, DRILL_KEY).verdict.isGood) missed.push(at);
    }

    expect(missed).toEqual([]);
  });

  it('is found to be changed by who makes lengths and check sums fit', () => {
    const packed = readContainer(DRILL);
    const missed: string[] = [];
    for (let round = 0; round < MUTATIONS; round++) {
      const which = Math.floor(Math.random() * packed.length);
      const changed = packed.map((entry, index) => {
        if (index !== which) return entry;
        const content = unpack(entry);
        return pack(entry.name, withOtherByte(content, Math.floor(Math.random() * content.length)));
      });
      const { isGood, problems } = verifyEvidence(writeContainer(changed), DRILL_KEY).verdict;
      const name = packed[which]?.name ?? '';
      if (isGood || !problems.some(({ entry: where }) => where === name)) missed.push(name);
    }

    expect(missed).toEqual([]);
  });
});

describe('a signature', () => {
  it('by another key than the one that is wanted is named', () => {
    expect(problemsOf(DRILL, createKeys().publicPem)).toEqual([
      expect.stringMatching(
        /^manifest.dsse.json is signed with sha256:.* the key that is given is/,
      ),
    ]);
  });

  it('is missed where it is wanted, and told where it is not there', () => {
    const unsigned = forge(DRILL, {});

    expect(problemsOf(unsigned, DRILL_KEY)).toEqual([
      'manifest.dsse.json is not signed, and a signature is wanted',
    ]);
    expect(verifyEvidence(unsigned, null).verdict).toMatchObject({
      isGood: true,
      signature: { state: 'none' },
    });
  });

  it('does not fit another statement', () => {
    const envelope = JSON.parse(entry('manifest.dsse.json')) as { payload: string };
    const statement = Buffer.from(envelope.payload, 'base64').toString().replace('2026', '2027');
    const payload = Buffer.from(statement).toString('base64');
    const manifest = `${JSON.stringify({ ...envelope, payload })}\n`;

    expect(problemsOf(withManifest(manifest), DRILL_KEY)).toEqual([
      expect.stringMatching(/^manifest.dsse.json has a signature that is wrong/),
    ]);
  });
});

/** The drill's evidence with another manifest, its entries as they were. */
function withManifest(manifest: string | Buffer): Buffer {
  const [, ...rest] = readContainer(DRILL);
  return writeContainer([pack(MANIFEST, Buffer.from(manifest)), ...rest]);
}

describe('a manifest', () => {
  it('names an entry that is missing, was added or was changed', () => {
    const forged = readContainer(
      forge(DRILL, { 'plan.json': null, 'x.txt': 'x', 'report.txt': 'all is well' }),
    ).slice(1);
    const [manifest] = readContainer(DRILL);
    if (manifest === undefined) throw new Error('there is no manifest');

    expect(problemsOf(writeContainer([manifest, ...forged]))).toEqual([
      'plan.json is missing: the manifest lists it',
      'report.txt was changed: its SHA-256 is another one',
      'x.txt was added: the manifest does not list it',
    ]);
  });

  it('is found to be changed, whatever bit of it is another one', () => {
    const text = entry('manifest.dsse.json');
    const missed: number[] = [];
    // There the signature stands.
    for (let at = text.length - 150; at < text.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = Buffer.from(text);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        if (verifyEvidence(withManifest(changed), DRILL_KEY).verdict.isGood) missed.push(at);
      }
    }

    expect(missed).toEqual([]);
  });

  it('is no other base64 of the same bytes', () => {
    const text = entry('manifest.dsse.json');
    const { sig } = (JSON.parse(text) as { signatures: [{ sig: string }] }).signatures[0];

    for (const same of [sig.replace('==', ''), `${sig} `, sig.replaceAll('+', '-')]) {
      expect(problemsOf(withManifest(text.replace(sig, same)), DRILL_KEY)).toEqual([
        'manifest.dsse.json a signature is not in the one form of base64',
      ]);
    }
  });

  it('is no text but the one of its envelope', () => {
    const manifest = JSON.stringify(JSON.parse(entry('manifest.dsse.json')), null, 1);

    expect(problemsOf(withManifest(manifest))).toEqual([
      'manifest.dsse.json is not in the one form of an envelope',
    ]);
  });
});

describe('a forger without the key', () => {
  const record = entry('record.json');
  const journal = entry('journal.json');
  const history = entry('histories/0000.json');
  const lastEvents = JSON.parse(history) as { events: object[] };

  it.each<[string, Record<string, string | null>, string | RegExp]>([
    [
      'a better outcome',
      { 'record.json': record.replace('"outcome": "degraded"', '"outcome": "succeeded"') },
      'record.json the outcome of demo-drill-2026-11 is not what it ended with',
    ],
    [
      'a better result of a machine',
      { 'record.json': record.replace('"result": "warning"', '"result": "succeeded"') },
      'record.json the number of machines of demo-drill-2026-11 is not what it ended with',
    ],
    [
      'an entry of the journal',
      { 'journal.json': journal.replace('"outcome": "degraded"', '"outcome": "succeeded"') },
      'journal.json the chain of demo-drill-2026-11 is broken: its entries do not lead to its head',
    ],
    [
      'a plan',
      { 'plan.json': entry('plan.json').replace('"tolerate":', '"tolerated":') },
      'plan.json is not what the histories say',
    ],
    [
      'a runbook',
      { 'runbook/runbook.yaml': '' },
      'runbook/runbook.yaml is not what the histories say',
    ],
    [
      'a call',
      { 'calls.json': entry('calls.json').replace('"status": 202', '"status": 200') },
      'calls.json is not what the histories say',
    ],
    [
      'an approval',
      { 'approvals.json': entry('approvals.json').replace('"approvals": []', '"approvals": [1]') },
      'approvals.json is not what the records say',
    ],
    [
      'another file',
      { 'advice.txt': 'x' },
      'advice.txt does not belong to evidence of this version',
    ],
    [
      'a history that is nested without end',
      { 'histories/0000.json': '['.repeat(10_000) },
      'histories/0000.json JSON nested deeper than 200',
    ],
    [
      'a history with a hostile key',
      { 'histories/0000.json': '{"events":[],"__proto__":{}}' },
      'histories/0000.json JSON with a key __proto__',
    ],
    [
      'a configuration that is no JSON',
      { 'configuration.json': '{' },
      /^configuration.json .*JSON/,
    ],
    [
      'an event of no kind',
      { 'histories/0000.json': history.replace('EVENT_TYPE_TIMER_STARTED', 'EVENT_TYPE_NONE') },
      /^histories\/0000.json event \d+ is of no kind that is known$/,
    ],
    ['no history', { 'histories/0002.json': null }, 'histories/0002.json is missing'],
    [
      'a history without its end',
      {
        'histories/0000.json': canonicalJson({ events: lastEvents.events.slice(0, -1) }),
      },
      'histories/index.json the history of the run has no event that closes it: its end was cut off',
    ],
    [
      'a history without its middle',
      {
        'histories/0000.json': canonicalJson({
          events: lastEvents.events.filter((_event, index) => index !== 20),
        }),
      },
      'histories/0000.json event 21 is not there: the history has a gap',
    ],
  ])('is found out by %s', (_what, changes, problem) => {
    const wanted: unknown = typeof problem === 'string' ? problem : expect.stringMatching(problem);
    expect(problemsOf(forge(DRILL, changes))).toContainEqual(wanted);
  });

  it('is found out by a child that is left out of the index as well', () => {
    const index = JSON.parse(entry('histories/index.json')) as { histories: unknown[] };
    const text = JSON.stringify({ ...index, histories: index.histories.slice(0, -1) });

    const problems = problemsOf(
      forge(DRILL, { 'histories/index.json': text, 'histories/0004.json': null }),
    );

    expect(problems).toContainEqual(
      expect.stringMatching(/^histories\/index.json the history of failed-over\/.* is missing$/),
    );
  });
});

describe('what only a signature or a replay vouches for', () => {
  it('is said to be so: machines and what became of them', () => {
    const record = JSON.parse(entry('record.json')) as {
      steps: { machines: { name: string; result: string }[] }[];
    };
    const machines = record.steps.flatMap((step) => step.machines);
    const bad = machines.find(({ result }) => result === 'warning');
    const good = machines.find(({ result }) => result === 'succeeded');
    if (bad === undefined || good === undefined) throw new Error('all went the same way');
    [bad.name, good.name] = [good.name, bad.name];
    const forged = forge(DRILL, { 'record.json': `${JSON.stringify(record, null, 2)}\n` });

    const { verdict } = verifyEvidence(forged, null);
    const told = renderVerdict('forged.zip', verdict, false);

    expect(verdict.isGood).toBe(true);
    const [checked = '', notProven = ''] = told.split('Not proven by this:');
    expect(checked).toContain('of the records: outcome, status of each step, clean-up, objectives');
    expect(notProven).toContain('machines, times, messages, people; drillbook replay compares');
  });

  it('is said to be so: words for who has only the file', () => {
    const { verdict } = verifyEvidence(forge(DRILL, { 'readme.txt': 'Run rm -rf /' }), null);

    expect(verdict).toMatchObject({ isGood: true, readme: 'other' });
    expect(renderVerdict('forged.zip', verdict, false)).toContain('that readme.txt is what');
    const { verdict: own } = verifyEvidence(forge(DRILL, { 'readme.txt': READ_ME }), null);
    expect(own.readme).toBe('same');
    expect(renderVerdict('drill.zip', own, false)).not.toContain('readme.txt');
  });
});

describe('evidence of a run that came to no end of its own', () => {
  it('is not good with a record of more than the run had published', () => {
    const name = 'histories/0000.json';
    const history = JSON.parse(entry(name)) as { events: Record<string, unknown>[] };
    const end = {
      ...Object.fromEntries(
        Object.entries(history.events.at(-1) ?? {}).filter(([key]) => !key.endsWith('Attributes')),
      ),
      eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED',
      workflowExecutionTerminatedEventAttributes: { reason: 'by hand' },
    };
    const events = [...history.events.slice(0, -1), end];
    const changes = { [name]: canonicalJson({ ...history, events }) };

    const problems = problemsOf(forgeHistories(DRILL, changes));

    expect(problems).toEqual([
      expect.stringMatching(/^record.json is a whole record, and .* came to no end of its own$/),
    ]);
  });
});
