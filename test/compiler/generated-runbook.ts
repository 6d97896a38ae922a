import fc from 'fast-check';

/** How a generated runbook is written down; the same one can be written in many ways. */
interface Style {
  /** Consumed one by one, again from the start where they end. */
  readonly dice: readonly number[];
  readonly indent: number;
}

type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

const text = fc.constantFrom(
  'words',
  "it's so",
  'a: b',
  '# no comment',
  'C:\\x "y"',
  '2026',
  'true',
  '- dash',
  'a, b',
  'umläut 漢字',
  'x'.repeat(90),
  'line one\nline two\n',
);

const duration = fc.constantFrom('1s', '5m', 'PT2H');

const check = fc.record(
  {
    tcp: fc.record({ host: fc.constant('web01'), port: fc.constantFrom(80, 443) }),
    every: fc.constant('1s'),
    within: fc.constantFrom('5m', 'PT2H'),
  },
  { requiredKeys: ['tcp'] },
);

const step = fc.oneof(
  fc.record({ title: text, wait: duration }, { requiredKeys: ['wait'] }),
  fc.record({ title: text, timeout: duration, check }, { requiredKeys: ['check'] }),
  fc.record(
    {
      title: text,
      failover: fc.constant('db'),
      machines: fc.record(
        {
          critical: fc.uniqueArray(text, { minLength: 1, maxLength: 5 }),
          tolerate: fc.constantFrom<Plain>(0, 2, '10%'),
          warning: fc.constant('fail'),
        },
        { requiredKeys: [] },
      ),
      onFailure: fc.constantFrom('pause', 'abort'),
      poll: duration,
    },
    { requiredKeys: ['failover'] },
  ),
  fc.record(
    {
      title: text,
      approve: fc.record(
        {
          message: text,
          from: fc.constantFrom(['leads'], ['leads', 'one@example.com']),
          notRequester: fc.boolean(),
          timeout: duration,
          remindEvery: fc.constantFrom('5m', 'PT2H'),
        },
        { requiredKeys: ['message', 'from', 'timeout'] },
      ),
    },
    { requiredKeys: ['approve'] },
  ),
  fc.record(
    { title: text, task: fc.record({ do: text, from: fc.constant(['leads']), timeout: duration }) },
    { requiredKeys: ['task'] },
  ),
  fc.record(
    {
      http: fc.record(
        {
          method: fc.constantFrom('GET', 'HEAD'),
          url: fc.constant('https://cmdb.example.com/runs?a=1#top'),
          headers: fc.record({ 'X-Site': fc.constantFrom('dr', 'a: b', '# no comment') }),
        },
        { requiredKeys: ['url'] },
      ),
      when: fc.constantFrom('run.mode == "live"', 'targets.db.kind != "x"'),
      retry: fc.record({ attempts: fc.constantFrom(1, 3), every: duration }),
    },
    { requiredKeys: ['http'] },
  ),
  fc.record({ notify: fc.record({ webhook: fc.constant('ops'), message: text }) }),
  fc.record({ readiness: fc.constantFrom<Plain>('all', ['db']) }),
  fc.record({
    foreach: fc.record({ items: fc.constant('["a", "b"]'), as: fc.constant('item') }),
    check: fc.record({
      expr: fc.constantFrom('item == "a" || item == "b"', 'size(item) > 0'),
      within: duration,
    }),
  }),
);

const runbook = fc
  .record({
    title: text,
    labels: fc.uniqueArray(text, { maxLength: 4 }),
    steps: fc.array(step, { minLength: 1, maxLength: 6 }),
  })
  .map(({ title, labels, steps }): Plain => ({
    apiVersion: 'drillbook/v1',
    id: 'generated',
    title,
    modes: ['live'],
    targets: { db: { connection: 'em', cloudFailoverPlan: 'ERP', labels } },
    steps: steps.map((one, at) => ({ id: `s${at}`, ...(one as Record<string, Plain>) })),
  }));

/** Runbooks without errors in all sorts of layout: orders of keys, flows, quotes, comments, blanks. */
export const generatedRunbook = fc
  .record({
    plain: runbook,
    style: fc.record({
      dice: fc.array(fc.nat({ max: 99 }), { minLength: 20, maxLength: 60 }),
      indent: fc.constantFrom(2, 4),
    }),
  })
  .map(({ plain, style }) => new Writer(style).write(plain));

class Writer {
  readonly #style: Style;
  #thrown = 0;
  #comments = 0;

  constructor(style: Style) {
    this.#style = style;
  }

  write(value: Plain): string {
    return `${this.#noise('')}${this.#block(value, 0)}\n${this.#noise('')}`;
  }

  #dice(): number {
    const { dice } = this.#style;
    return dice[this.#thrown++ % dice.length] ?? 0;
  }

  /** Comments and blank lines before a line. */
  #noise(indent: string): string {
    const dice = this.#dice();
    const comment = `${indent}# comment ${this.#comments++}\n`;
    if (dice < 10) return comment;
    if (dice < 15) return `\n${comment}`;
    if (dice < 20) return `${comment}\n`;
    if (dice < 23) return `${comment}#\n${indent}  # deeper\n`;
    return dice < 30 ? '\n' : '';
  }

  #behind(): string {
    return this.#dice() < 10 ? ` # behind ${this.#comments++}` : '';
  }

  #block(value: Plain, depth: number): string {
    const indent = ' '.repeat(depth * this.#style.indent);
    if (isMap(value)) {
      return this.#shuffled(Object.entries(value))
        .map(([key, inner]) => `${this.#noise(indent)}${indent}${key}:${this.#value(inner, depth)}`)
        .join('\n');
    }
    const items = value as readonly Plain[];
    return items
      .map((item) => {
        const before = this.#noise(indent);
        if (!isMap(item) || this.#dice() < 20) return `${before}${indent}- ${this.#flow(item)}`;
        const inner = this.#block(item, depth + 1);
        const deep = ' '.repeat((depth + 1) * this.#style.indent);
        const dash = `-${' '.repeat(this.#style.indent - 1)}`;
        // Only where no comment stands before the first key.
        return inner.startsWith(`${deep}#`) || inner.startsWith('\n')
          ? `${before}${indent}-\n${inner}`
          : `${before}${indent}${dash}${inner.slice(deep.length)}`;
      })
      .join('\n');
  }

  #value(value: Plain, depth: number): string {
    const isEmpty = typeof value === 'object' && Object.keys(value).length === 0;
    if (typeof value !== 'object' || isEmpty || this.#dice() < 30) {
      return ` ${this.#flow(value)}${this.#behind()}`;
    }
    return `${this.#behind()}\n${this.#block(value, depth + 1)}`;
  }

  #flow(value: Plain): string {
    if (Array.isArray(value)) {
      return `[${(value as readonly Plain[]).map((item) => this.#flow(item)).join(', ')}]`;
    }
    if (isMap(value)) {
      const pairs = this.#shuffled(Object.entries(value));
      return `{${pairs.map(([key, inner]) => `${key}: ${this.#flow(inner)}`).join(', ')}}`;
    }
    return this.#scalar(value);
  }

  #scalar(value: Plain): string {
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    const words = value as string;
    const isPlain = /^[a-z][\w/%.-]*$/i.test(words) && words !== 'true';
    if (isPlain && this.#dice() < 60) return words;
    if (words.includes('\n') || this.#dice() < 50) return JSON.stringify(words);
    return `'${words.replaceAll("'", "''")}'`;
  }

  #shuffled<T>(items: readonly T[]): readonly T[] {
    return items
      .map((item) => ({ item, rank: this.#dice() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ item }) => item);
  }
}

function isMap(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && !Array.isArray(value);
}
