import type { HttpTarget } from '../../activities/http-contract.js';
import type { HttpHeader } from '../../plan/probe.js';
import type { HttpMethod } from '../../plan/plan.js';
import type { Value } from '../../plan/value.js';
import type { Run } from '../run.js';
import type { StepState } from '../step-state.js';
import { evaluate } from '../values.js';

const URL_LENGTH = 4000;
const HEADER_LENGTH = 2000;

/** The request of a step or check, with its values; a string says which of them is not usable. */
export function requestOf(
  run: Run,
  step: StepState,
  wanted: {
    readonly method: HttpMethod;
    readonly url: Value;
    readonly headers: readonly HttpHeader[];
    readonly connection: string | null;
  },
): HttpTarget | string {
  const { method, connection } = wanted;
  const url = evaluate(run, step, wanted.url);
  const isPath = connection !== null && typeof url === 'string' && url.startsWith('/');
  if (typeof url !== 'string' || !(isPath || /^https?:\/\//i.test(url))) {
    return `the url does not begin with http:// or https://${connection === null ? '' : ', nor with /'}`;
  }
  if (url.length > URL_LENGTH) return `the url has more than ${URL_LENGTH} characters`;
  const headers: { name: string; value: string }[] = [];
  for (const header of wanted.headers) {
    const value = evaluate(run, step, header.value);
    const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    if (
      typeof text !== 'string' ||
      text.length > HEADER_LENGTH ||
      /[^\t\x20-\x7e\x80-\xff]/.test(text)
    ) {
      return `the header ${header.name} is no text of at most ${HEADER_LENGTH} characters on one line`;
    }
    headers.push({ name: header.name, value: text });
  }
  return { method, url, headers, connection };
}
