import type { Json, JsonObject } from '../../plan/json.js';
import { plainText } from '../../report/terminal/plain-text.js';
import type { Decision } from './story.js';

/** A value longer than this is cut: the journal has the whole. */
const MOST_CHARACTERS = 100;

/** The story of a run for people: because of what, and when, what was decided. */
export function renderStory(decisions: readonly Decision[], run: string): string {
  if (decisions.length === 0) return 'nothing was decided\n';
  const lines: string[] = [];
  for (const one of withReadsCounted(decisions)) {
    const last = lines.at(-1);
    if (one.because !== null) {
      const whose = one.workflowId === run ? '' : `${plainText(one.workflowId)}: `;
      if (last !== undefined) lines.push('');
      lines.push(`${whose}${one.because}`);
    }
    const step = one.step === null ? '' : `${plainText(one.step)}: `;
    lines.push(`  ${one.at}  ${step}${one.words}`);
  }
  return `${lines.join('\n')}\n`;
}

interface Line {
  readonly workflowId: string;
  /** null: as the line before. */
  readonly because: string | null;
  readonly at: string;
  readonly step: string | null;
  readonly words: string;
}

/** Calls that only read are counted: what they said is in the decision after them. */
function withReadsCounted(decisions: readonly Decision[]): readonly Line[] {
  const lines: Line[] = [];
  let cause = '';
  let reads = new Map<string, number>();
  decisions.forEach((one, index) => {
    const because = `${one.workflowId}\n${causeWords(one)}`;
    const shown = because === cause ? null : causeWords(one);
    const { workflowId, at, step } = one;
    if (isRead(one)) {
      const name = short(one.facts['operation'] ?? null);
      const times = one.facts['count'];
      reads.set(name, (reads.get(name) ?? 0) + (typeof times === 'number' ? times : 1));
      const next = decisions[index + 1];
      const goesOn =
        next !== undefined &&
        isRead(next) &&
        next.step === step &&
        `${next.workflowId}\n${causeWords(next)}` === because;
      if (goesOn) return;
      lines.push({ workflowId, because: shown, at, step, words: readWords(reads) });
      reads = new Map();
    } else lines.push({ workflowId, because: shown, at, step, words: decisionWords(one) });
    cause = because;
  });
  return lines;
}

function isRead({ kind, facts }: Decision): boolean {
  return kind === 'call' && facts['method'] === 'GET' && (facts['failure'] ?? null) === null;
}

function readWords(reads: ReadonlyMap<string, number>): string {
  const names = [...reads].map(([name, times]) =>
    times === 1 ? name : `${name} (${times} times)`,
  );
  return `read ${names.join(', ')}`;
}

function causeWords({ causes }: Decision): string {
  const words = causes.map(({ words: said, eventId }) =>
    plainText(eventId === null ? said : `${said} (event ${eventId})`),
  );
  return words.length === 0 ? 'as was decided before' : `because ${words.join(', ')}`;
}

/** The kind of an entry, and its facts as the journal has them. */
function decisionWords({ kind, facts }: Decision): string {
  if (kind === 'call') return callWords(facts);
  const said = Object.entries(facts)
    .filter(([, value]) => !isEmpty(value))
    .map(([name, value]) => `${name} ${short(value)}`);
  const what = kind.replaceAll('-', ' ');
  return said.length === 0 ? what : `${what}: ${said.join(', ')}`;
}

function callWords({ operation, method, path, status, failure }: JsonObject): string {
  const answer =
    (failure ?? null) === null
      ? `answered ${short(status ?? null)}`
      : `failed, ${short(failure ?? null)}${(status ?? null) === null ? '' : ` (${short(status ?? null)})`}`;
  return `sent ${short(operation ?? null)}, ${short(method ?? null)} ${short(path ?? null)}: ${answer}`;
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function short(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const plain = plainText(text);
  return plain.length > MOST_CHARACTERS ? `${plain.slice(0, MOST_CHARACTERS)}…` : plain;
}
