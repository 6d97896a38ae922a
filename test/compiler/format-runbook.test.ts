import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compile } from '../../compiler/compile.js';
import { formatRunbook } from '../../compiler/format-runbook.js';
import { planHash } from '../../plan/canonical.js';
import { generatedRunbook } from './generated-runbook.js';
import { completed, documentedCodes } from './runbook-text.js';

const SHIPPED = new URL('../../runbooks/', import.meta.url);
const shipped = readdirSync(SHIPPED).filter((name) => /^[\w-]+\.yaml$/.test(name));
const read = (name: string) => readFileSync(new URL(name, SHIPPED), 'utf8');

const format = (source: string) => formatRunbook(source, { file: 'runbook.yaml' });

/** The formatted text; fails where there is none. */
function formatted(source: string): string {
  const result = format(source);
  expect(result).toMatchObject({ kind: 'formatted' });
  return result.kind === 'formatted' ? result.text : '';
}

function hashes(source: string): readonly (string | null)[] {
  const { plans } = compile(source, { file: 'runbook.yaml', mode: null });
  return [plans.drill, plans.live].map((plan) => plan && planHash(plan));
}

function expectSameMeaning(source: string): void {
  const text = formatted(source);
  expect(hashes(text)).toEqual(hashes(source));
  expect(formatted(text)).toBe(text);
}

describe('the runbooks that ship', () => {
  it.each(shipped)('%s is formatted', (name) => {
    expect(formatted(read(name))).toBe(read(name));
  });

  it('keep their plans, the one with every kind of target too', () => {
    expectSameMeaning(
      readFileSync(new URL('../../runbooks/full-site.yaml', import.meta.url), 'utf8'),
    );
  });
});

describe('the examples of docs/diagnostics.md', () => {
  const examples = documentedCodes().flatMap(({ code, right, wrong }) =>
    [right, wrong].flatMap((text) => (text === null ? [] : [[code, text] as const])),
  );
  const sound = examples.filter(([, text]) => hashes(text).some((hash) => hash !== null));

  it('are many', () => {
    expect(sound.length).toBeGreaterThan(60);
  });

  it.each(sound)('keep their plans: %s', (_code, text) => {
    const result = format(text);

    if (result.kind !== 'errors') expectSameMeaning(text);
  });
});

describe('formatting', () => {
  it('puts keys into the order of the language, at every depth', () => {
    const source = `steps:
  - failover: db
    machines: { tolerate: 1, critical: [a] }
    onFailure: pause
    needs: []
    id: db
targets:
  db: { cloudFailoverPlan: ERP, connection: em }
id: example
apiVersion: drillbook/v1
`;

    expect(formatted(source)).toBe(`apiVersion: drillbook/v1
id: example
targets:
  db: { connection: em, cloudFailoverPlan: ERP }
steps:
  - id: db
    needs: []
    failover: db
    machines: { critical: [a], tolerate: 1 }
    onFailure: pause
`);
  });

  it.each([
    ['title: "plain words"', "title: 'plain words'"],
    [`title: 'it''s'`, `title: "it's"`],
    ['title: "a \\"b\\" c"', `title: 'a "b" c'`],
    ['title: "tab\\there"', 'title: "tab\\there"'],
    ["title: '2026'", "title: '2026'"],
    ['title: plain', 'title: plain'],
  ])('writes %s as %s', (from, to) => {
    expect(formatted(completed(`${from}\n`))).toContain(`\n${to}\n`);
  });

  it('opens a flow that does not fit into 100 columns, the outer one first', () => {
    const check =
      '{ tcp: { host: sql01.production.example.com, port: 1433 }, expect: closed, every: 5s, within: 10m }';
    const source = completed(`steps:\n  - id: up\n    check: ${check}\n`);

    expect(formatted(source)).toContain(`    check:
      tcp: { host: sql01.production.example.com, port: 1433 }
      expect: closed
      every: 5s
      within: 10m
`);
  });

  it('closes a flow that was written over lines', () => {
    const source = completed(
      'targets:\n  db:\n    {\n      connection: em,\n      cloudFailoverPlan: x,\n    }\n',
    );

    expect(formatted(source)).toContain('  db: { connection: em, cloudFailoverPlan: x }\n');
  });

  it('keeps comments and blank lines with what they speak of', () => {
    const source = `# head

# about the version
apiVersion: drillbook/v1 # trailing
id: example


# about the targets
targets:
  # first
  db: { cloudFailoverPlan: x, connection: em } # behind
  # the end of the targets
steps:
    - title: one # words
      # about the id
      id: one
      wait: 1s
      # the end of one

    # about two
    - { id: two, # inside
        wait: 1s }
# tail
`;

    expect(formatted(source)).toBe(`# head

# about the version
apiVersion: drillbook/v1 # trailing
id: example

# about the targets
targets:
  # first
  db: { connection: em, cloudFailoverPlan: x } # behind
  # the end of the targets
steps:
  # about the id
  - id: one
    title: one # words
    wait: 1s
    # the end of one

  # about two
  - id: two # inside
    wait: 1s
# tail
`);
  });

  it('keeps a directive above what it silences when keys change their places', () => {
    const source = completed(`modes: [live]
targets: { db: { connection: em, cloudFailoverPlan: x } }
steps:
  - machines: { tolerate: 1 }
    # drillbook-disable-next-line failover-unchecked nothing to look at
    failover: db
    id: db
`);

    expect(formatted(source)).toContain(`  - id: db
    # drillbook-disable-next-line failover-unchecked nothing to look at
    failover: db
`);
  });

  it('keeps anchors, aliases, merge keys and free keys', () => {
    const source = completed(`x-base: &base { rehearse: skip, connection: em }
targets:
  web: { <<: *base, vmReplicas: [a] }
  shop: { vAppReplicas: [b], <<: *base }
steps:
  - id: web
    failover: web
    machines: &policy { tolerate: 1 }
  - { id: shop, failover: shop, machines: *policy, x-note: free }
`);

    const text = formatted(source);

    expect(text).toContain('x-base: &base { rehearse: skip, connection: em }');
    expect(text).toContain('  web: { <<: *base, vmReplicas: [a] }');
    expect(text).toContain('machines: &policy { tolerate: 1 }');
    expect(text).toContain('machines: *policy, x-note: free }');
  });

  it('leaves the order where an alias would stand above its anchor', () => {
    const source = completed(`targets: { db: { connection: em, cloudFailoverPlan: x } }
steps:
  - title: &name Databases
    id: db
    failover: db
always:
  - { x-name: *name, id: last, wait: 1s }
`);

    expect(formatted(source)).toContain('title: &name Databases');
  });

  it('keeps texts over several lines as they read', () => {
    const source = completed(
      'description: |\n  # no comment\n    deep\n  last\ntitle: >-\n  folded\n  words\n',
    );

    const text = formatted(source);

    expect(text).toContain('description: |\n  # no comment\n    deep\n  last\n');
    expect(text.indexOf('title')).toBeLessThan(text.indexOf('description'));
  });

  it('takes a byte order mark and CRLF away', () => {
    const source = `\uFEFF${completed('title: x # y\n')}`.replaceAll('\n', '\r\n');

    expect(formatted(source)).toBe(completed('title: x # y\n'));
  });

  it('says what is wrong with a runbook that has errors', () => {
    const result = format(completed('titel: x\n'));

    expect(result).toMatchObject({ kind: 'errors', diagnostics: [{ code: 'unknown-key' }] });
  });
});

describe('formatting, whatever the runbook', () => {
  it('keeps the plan and finds nothing to do the second time', () => {
    fc.assert(
      fc.property(generatedRunbook, (source) => {
        expectSameMeaning(source);
      }),
      { numRuns: 100 },
    );
  });
});
