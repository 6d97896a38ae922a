import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { compile } from '../../compiler/compile.js';
import { formatDiagnostics } from '../../compiler/format-diagnostics.js';
import { HOSTILE, mutate, seeded } from './mutations.js';
import { NETWORK, WHOLE_LANGUAGE, WHOLE_OPTIONS } from './whole-language.js';

/** How many runbooks are mutated; `DRILLBOOK_MUTATIONS=100000` for a long look. */
const COUNT = Number(process.env['DRILLBOOK_MUTATIONS'] ?? 2000);
const SEED = Number(process.env['DRILLBOOK_SEED'] ?? 20_261_121);

/** What a person waits for at most, of this process's own time: other work on the machine is no fault. */
const LIMIT_MS = 5000;

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const TEXTS = [
  WHOLE_LANGUAGE,
  WHOLE_LANGUAGE,
  read('../../runbooks/full-site.yaml'),
  read('../../runbooks/drill-with-approvals.yaml'),
  read('../../runbooks/replica-by-replica.yaml'),
  read('../../runbooks/failback-preparation.yaml'),
  ...['demo-drill', 'erp-failover', 'minimal'].map((name) => read(`../../runbooks/${name}.yaml`)),
];

interface Look {
  readonly milliseconds: number;
  readonly problem: string | null;
}

/** Compiles and prints; the problem is what must not be. */
function look(source: string, child: string): Look {
  const started = process.cpuUsage();
  const milliseconds = () => process.cpuUsage(started).user / 1000;
  try {
    const { diagnostics, plans, children } = compile(source, {
      ...WHOLE_OPTIONS,
      files: (path) => (path === 'parts/network.yaml' ? child : null),
    });
    const text = formatDiagnostics(diagnostics, source, { color: false, children });
    const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
    const isSilent = !hasErrors && plans.drill === null && plans.live === null;
    const isGarbled = isPlain(source) && isPlain(child) && text.includes('\uFFFD');
    const isBroken = text.includes('undefined') || isGarbled;
    const problem = isSilent ? 'no plan and no error' : isBroken ? text : null;
    return { milliseconds: milliseconds(), problem };
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { milliseconds: milliseconds(), problem: words };
  }
}

/** Whether nothing in a text has to be made harmless to a terminal: no such character, and no escape for one. */
function isPlain(text: string): boolean {
  return !/[^\P{Cc}\r\n]|[\\\uFFFD\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(text);
}

describe('the compiler, whatever it is given', () => {
  it(
    `never crashes or takes over five seconds: ${COUNT} mutated runbooks, seed ${SEED}`,
    () => {
      const failures: string[] = [];
      for (let number = 0; number < COUNT && failures.length < 5; number++) {
        // Each has a seed of its own, so that one can be looked at alone.
        const random = seeded(SEED + number);
        const source = mutate(TEXTS, random);
        const { milliseconds, problem } = look(
          source,
          random() < 0.2 ? mutate([NETWORK], random) : NETWORK,
        );
        if (problem !== null) failures.push(`seed ${SEED + number}: ${problem}`);
        if (milliseconds > LIMIT_MS) failures.push(`seed ${SEED + number}: ${milliseconds} ms`);
      }

      expect(failures).toEqual([]);
    },
    Math.max(120_000, COUNT * 60),
  );

  it.each(Object.keys(HOSTILE))(
    'takes %s',
    (name) => {
      const { milliseconds, problem } = look(HOSTILE[name]?.() ?? '', NETWORK);

      expect(problem).toBeNull();
      expect(milliseconds).toBeLessThan(LIMIT_MS);
    },
    60_000,
  );
});
