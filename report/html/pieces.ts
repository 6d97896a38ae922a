import { formatElapsed, formatIsoDuration, formatTime } from '../terminal/times.js';
import { html, NOTHING, type Markup } from './markup.js';

/** Signs beside the words: a colour alone says nothing to who can't see it. */
const SIGNS: Readonly<Record<string, string>> = {
  succeeded: '✓',
  clean: '✓',
  met: '✓',
  degraded: '!',
  warning: '!',
  unverified: '?',
  unknown: '?',
  failed: '✗',
  leftovers: '✗',
  missed: '✗',
  aborted: '■',
  refused: '■',
  skipped: '–',
  cancelled: '–',
  ignored: '–',
};

const TONES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['succeeded', 'clean', 'met'].map((word) => [word, 'good'])),
  ...Object.fromEntries(
    ['degraded', 'warning', 'unverified', 'unknown', 'ignored'].map((word) => [word, 'fair']),
  ),
  ...Object.fromEntries(
    ['failed', 'leftovers', 'missed', 'aborted', 'refused'].map((word) => [word, 'bad']),
  ),
};

/** good, fair, bad or quiet. */
export function toneOf(word: string): string {
  return TONES[word] ?? 'quiet';
}

/** A word of the product with its sign, in its tone. */
export function badge(word: string): Markup {
  const sign = SIGNS[word] ?? '·';
  return html`<span class="badge ${toneOf(word)}"
    ><span aria-hidden="true">${sign}</span> ${word}</span
  >`;
}

/** A moment; null: a dash. */
export function moment(iso: string | null): Markup {
  if (iso === null) return html`<span class="quiet">–</span>`;
  return html`<time datetime="${iso}">${formatTime(iso)}</time>`;
}

export function length(iso: string | null): string {
  return iso === null ? '–' : formatIsoDuration(iso);
}

export function lengthBetween(from: string | null, to: string | null): string {
  if (from === null || to === null) return '–';
  return formatElapsed(Date.parse(to) - Date.parse(from));
}

/** A part of the page; left out where it has nothing to say. */
export function section(id: string, title: string, body: Markup): Markup {
  if (body.markup === '') return NOTHING;
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </section>`;
}

/** A table that scrolls by itself where the page is narrow; the first cell of a row names it. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly (Markup | string)[])[],
): Markup {
  if (rows.length === 0) return NOTHING;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <thead>
        <tr>
          ${head.map((text) => html`<th scope="col">${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => tableRow(row))}
      </tbody>
    </table>
  </div>`;
}

function tableRow(row: readonly (Markup | string)[]): Markup {
  const [first, ...rest] = row;
  return html`<tr>
    <th scope="row">${first ?? ''}</th>
    ${rest.map((cell) => html`<td>${cell}</td>`)}
  </tr>`;
}
