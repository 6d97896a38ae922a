/** A source of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PIECES = [
  ...[
    '${{',
    '}}',
    '$${{',
    '{',
    '}',
    '[',
    ']',
    ': ',
    '- ',
    ' #',
    ',',
    '"',
    "'",
    '\\',
    '\n',
    '\t',
    '\r',
  ],
  ...[
    '&a ',
    '*a',
    '<<: *a',
    '!x ',
    '!!str ',
    '|\n',
    '>-\n',
    '---\n',
    '? ',
    '%YAML 1.2\n',
    '\0',
    '\ud800',
  ],
  ...[
    '-1',
    '1e999',
    '0x1F',
    'null',
    '~',
    'true',
    '.nan',
    '2026-11-21',
    '5m',
    '100%',
    'x-',
    '__proto__',
  ],
  ...[
    'steps.tier1.status',
    'targets',
    'inputs',
    'run.outcome',
    '.map(x, x)',
    '[0]',
    ' + 1',
    '== null',
  ],
  ...[
    'foreach:',
    'needs: []',
    'modes: [live]',
    'runbook: parts/network.yaml',
    'when: true',
    'retry: 2',
  ],
];

type Random = () => number;

const pick = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T;

/** What is done to a text; `other` is one to take lines from. */
const EDITS: readonly ((text: string, random: Random, other: string) => string)[] = [
  (text, random) => splice(text, at(text, random), Math.floor(random() * 12), ''),
  (text, random) => splice(text, at(text, random), 0, pick(random, PIECES)),
  (text, random) => splice(text, at(text, random), Math.floor(random() * 6), pick(random, PIECES)),
  (text, random) =>
    splice(text, at(text, random), 1, String.fromCharCode(Math.floor(random() * 300))),
  (text, random) => editLines(text, random, (line) => [line, line]),
  (text, random) => editLines(text, random, () => []),
  (text, random) => editLines(text, random, (line) => [`  ${line}`]),
  (text, random) => editLines(text, random, (line) => [line.replace(/^ {2}/, '')]),
  (text, random, other) =>
    editLines(text, random, (line) => [line, pick(random, other.split('\n'))]),
  (text, random) =>
    editLines(text, random, (line) => [line.replace(/[^:]*$/, ` ${pick(random, PIECES)}`)]),
  (text, random) => text.slice(0, at(text, random)),
  (text, random) => swapWords(text, random),
];

/** A text after one to four edits. */
export function mutate(texts: readonly string[], random: Random): string {
  let text = pick(random, texts);
  const edits = 1 + Math.floor(random() * 4);
  for (let edit = 0; edit < edits; edit++)
    text = pick(random, EDITS)(text, random, pick(random, texts));
  return text;
}

function at(text: string, random: Random): number {
  return Math.floor(random() * text.length);
}

function splice(text: string, offset: number, remove: number, insert: string): string {
  return text.slice(0, offset) + insert + text.slice(offset + remove);
}

function editLines(text: string, random: Random, edit: (line: string) => string[]): string {
  const lines = text.split('\n');
  const number = at(text, random) % lines.length;
  return [...lines.slice(0, number), ...edit(lines[number] ?? ''), ...lines.slice(number + 1)].join(
    '\n',
  );
}

/** Puts one word of the text in the place of another. */
function swapWords(text: string, random: Random): string {
  const words = [...text.matchAll(/[A-Za-z0-9_.]+/g)];
  if (words.length === 0) return text;
  const [from, to] = [pick(random, words), pick(random, words)];
  return splice(text, from.index, from[0].length, to[0]);
}

/** Runbooks that are hostile as they stand: each is compiled once, and mutated now and then. */
export const HOSTILE: Readonly<Record<string, () => string>> = {
  'a line of 10 MB': () => head(`title: ${'x'.repeat(10_000_000)}\n`),
  'a line of nearly 1 MB': () => head(`title: ${'x'.repeat(1_000_000)}\n`),
  'a list of half a million': () => head(`x-a: [${'a,'.repeat(480_000)}]\n`),
  'aliases of aliases': () =>
    head(`x-0: &a0 [1, 2]\n${repeat(40, (n) => `x-${n + 1}: &a${n + 1} [*a${n}, *a${n}]\n`)}`),
  'aliases of a long text': () =>
    head(`x-a: &a ${'x'.repeat(400_000)}\nx-b: [${'*a,'.repeat(100_000)}]\n`),
  'merge keys of a large map': () =>
    head(
      `x-a: &a { ${repeat(2000, (n) => `k${n}: 1, `)} }\n${repeat(15_000, (n) => `x-${n}: { <<: *a }\n`)}`,
    ),
  'brackets without end': () => head(`title: ${'['.repeat(500_000)}\n`),
  'expressions without end': () => head(`title: '${'${{ '.repeat(200_000)}'\n`),
  'a hundred thousand wrong expressions': () =>
    steps(`    notify: { slack: s, message: '${'${{ a }}'.repeat(100_000)}' }\n`),
  'an expression that is all brackets': () =>
    steps(`    when: '${'('.repeat(1999)}'\n    wait: 1s\n`),
  'loops over all targets': () =>
    `${head(`targets:\n${repeat(900, (n) => `  t${n}: { connection: c, cloudFailoverPlan: P, labels: [a] }\n`)}`, '')}steps:\n  - id: a\n    foreach:\n      as: t\n      items: 'targets.withLabel("a").map(x, targets.withLabel("a").map(y, x + y).join(""))'\n    wait: 1s\n`,
  'names that are nearly right, ten thousand times': () =>
    head('', '') +
    `steps:\n${repeat(5000, (n) => `  - { id: step_number_${n}, needs: [step_numbr_${n}], when: steps.stp_number_${n}.attempts > 1, wait: 1s }\n`)}`,
  'a pattern that goes back': () =>
    head(
      `inputs:\n  a: { type: string, pattern: '${'(a*)*'.repeat(20)}$', default: '${'a'.repeat(150)}' }\n`,
    ),
  'steps that wait for each other in a long circle': () =>
    `${head('', '')}steps:\n${repeat(5000, (n) => `  - { id: s${n}, needs: [s${(n + 1) % 5000}], wait: 1s }\n`)}`,
};

function head(text: string, end = 'steps:\n  - id: a\n    wait: 1s\n'): string {
  return `apiVersion: drillbook/v1\nid: hostile\n${text}${end}`;
}

function steps(keys: string): string {
  return `${head('', '')}steps:\n  - id: a\n${keys}`;
}

function repeat(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('');
}
