import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { runCli } from '../../../cli/run-cli.js';
import { readPublicKey, signerOf } from '../../../evidence/keys.js';
import {
  DRILL,
  DRILL_KEY,
  entriesOf,
  forge,
  forgeHistories,
} from '../../evidence/stored-evidence.js';
import { canonicalJson } from '../../../plan/canonical.js';
import { fakeIo } from '../fake-io.js';

interface History {
  readonly events: { eventId: string; readonly eventType: string }[];
}

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'drillbook-evidence-'));
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = fakeIo({ cwd });
  const code = await runCli(args, io);
  return { code, out: io.out(), err: io.err() };
}

describe('drillbook keys create', () => {
  it('makes a pair, the private half for its owner alone, and writes nothing over', async () => {
    const { code, out } = await run('keys', 'create', '-o', 'a.key', '--json');
    const made = JSON.parse(out) as { keyId: string; privateKey: string; publicKey: string };

    expect(code).toBe(0);
    expect((await stat(made.privateKey)).mode & 0o777).toBe(0o600);
    const secret = await readFile(made.privateKey, 'utf8');
    expect(signerOf(secret).keyId).toBe(made.keyId);
    expect(readPublicKey(await readFile(made.publicKey, 'utf8')).keyId).toBe(made.keyId);

    const again = await run('keys', 'create', '-o', 'a.key');
    expect(again.code).toBe(3);
    expect(await readFile(made.privateKey, 'utf8')).toBe(secret);
    expect(out + again.err).not.toContain('PRIVATE');
  });
});

describe('drillbook evidence verify', () => {
  beforeEach(async () => {
    await writeFile(join(cwd, 'drill.zip'), DRILL);
    await writeFile(join(cwd, 'drill.pub'), DRILL_KEY);
  });

  it('says what was checked and what that does not prove', async () => {
    const { code, out } = await run('evidence', 'verify', 'drill.zip', '--key', 'drill.pub');

    expect(code).toBe(0);
    expect(out).toMatch(/^GOOD {2}drill.zip\n {2}run demo-drill-2026-11, written/);
    expect(out).toContain('signed by the key that you gave, sha256:');
    expect(out).toContain('Not proven by this:');
  });

  it('names what is wrong, also as JSON, with exit code 1', async () => {
    await writeFile(join(cwd, 'forged.zip'), forge(DRILL, { 'report.txt': 'x', 'x.txt': 'y' }));

    const text = await run('evidence', 'verify', 'forged.zip');
    const json = await run('evidence', 'verify', 'forged.zip', '--json');
    const signed = await run('evidence', 'verify', 'forged.zip', '--key', 'drill.pub');

    expect([text.code, json.code, signed.code]).toEqual([1, 1, 1]);
    expect(text.out).toContain('x x.txt does not belong to evidence of this version');
    expect(JSON.parse(json.out)).toMatchObject({
      isGood: false,
      problems: [{ entry: 'x.txt', message: 'does not belong to evidence of this version' }],
    });
    expect(signed.out).toContain('is not signed, and a signature is wanted');
  });

  it('ends with 3 for a file or a key that can not be read', async () => {
    await run('keys', 'create', '-o', 'a.key');

    const none = await run('evidence', 'verify', 'none.zip');
    const wrong = await run('evidence', 'verify', 'drill.zip', '--key', 'drill.zip');
    const secret = await run('evidence', 'verify', 'drill.zip', '--key', 'a.key');

    expect([none.code, wrong.code, secret.code]).toEqual([3, 3, 3]);
    expect(none.err).toContain("none.zip can't be read: ENOENT");
    expect(wrong.err).toContain('it is no public key in PEM');
    expect(secret.err).toContain('it is a private key: give its public half, .pub');
  });
});

describe('drillbook replay', () => {
  it('names the version to install where the workflow code is another one', async () => {
    await writeFile(join(cwd, 'drill.zip'), DRILL);

    const other = await run('replay', 'drill.zip');
    const any = await run('replay', 'drill.zip', '--any-bundle', '--step', 'portal', '--json');

    expect(other.code).toBe(3);
    expect(other.err).toMatch(/was done by drillbook 0\.1\.0 \(workflow code sha256:8f8af10a/);
    expect(other.err).toContain('--any-bundle');
    expect(any.code).toBe(0);
    expect(any.err).toMatch(/^warning: replayed with/);
    expect(JSON.parse(any.out)).toMatchObject({ isSame: true, isRecordedBundle: false });
  });

  it('ends with what differs, also where a history has a part cut out of it', async () => {
    const history = JSON.parse(entriesOf(DRILL).get('histories/0000.json') ?? '') as History;
    const end = history.events.findLastIndex(
      ({ eventType }) => eventType === 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED',
    );
    history.events.splice(end - 3, 3);
    history.events.forEach((event, index) => (event.eventId = String(index + 1)));
    await writeFile(
      join(cwd, 'odd.zip'),
      forgeHistories(DRILL, { 'histories/0000.json': canonicalJson(history) }),
    );
    expect((await run('evidence', 'verify', 'odd.zip')).code).toBe(0);

    const { code, out } = await run('replay', 'odd.zip', '--any-bundle');

    expect(code).toBe(1);
    expect(out).toMatch(/^DIFFERENT/);
  });

  it('replays nothing that does not verify', async () => {
    await writeFile(join(cwd, 'forged.zip'), forge(DRILL, { 'plan.json': '{}' }));

    const { code, out } = await run('replay', 'forged.zip');

    expect(code).toBe(1);
    expect(out).toContain('x plan.json is not what the histories say');
  });

  it('wants a time for --at', async () => {
    expect((await run('replay', 'drill.zip', '--at', 'noon')).code).toBe(3);
    expect((await run('replay', 'drill.zip', '--at', '2026-11-21T03:10:00')).code).toBe(3);
  });

  it('names the steps that there are', async () => {
    await writeFile(join(cwd, 'drill.zip'), DRILL);

    const { code, err } = await run('replay', 'drill.zip', '--step', 'portl');

    expect(code).toBe(3);
    expect(err).toContain('there is no step portl; there are: ready, databases, portal');
  });
});
