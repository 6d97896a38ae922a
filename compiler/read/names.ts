import { nearestName } from '../../plan/nearest-name.js';
import type { Span } from '../document-node.js';
import { CEL_KEYWORDS, ID_FORM, ID_LENGTH, RUNBOOK_ID_FORM } from '../keys/id-form.js';
import type { Problems } from '../problems.js';

/** An id of a step, target or input: `[a-z][a-z0-9_]*` and no CEL keyword. */
export function checkId(id: string, what: string, span: Span, problems: Problems): boolean {
  if (CEL_KEYWORDS.has(id)) return refuse(id, what, span, 'it is a word of CEL', '"_"', problems);
  return checkForm(id, ID_FORM, what, span, '"_"', problems);
}

/** Whether `checkId` would have nothing to say. */
export function isTargetId(id: string): boolean {
  return id.length <= ID_LENGTH && /^[a-z][a-z0-9_]*$/.test(id) && !CEL_KEYWORDS.has(id);
}

/** Whether `checkRunbookId` would have nothing to say. */
export function isRunbookId(id: string): boolean {
  return id.length <= ID_LENGTH && /^[a-z][a-z0-9-]*$/.test(id);
}

/** A runbook's id: `[a-z][a-z0-9-]*`; run ids begin with it. */
export function checkRunbookId(id: string, span: Span, problems: Problems): boolean {
  return checkForm(id, RUNBOOK_ID_FORM, "a runbook's id", span, '"-"', problems);
}

function checkForm(
  id: string,
  form: RegExp,
  what: string,
  span: Span,
  joiner: string,
  problems: Problems,
): boolean {
  if (id.length > ID_LENGTH) {
    const reason = `it has more than ${ID_LENGTH} characters`;
    return refuse(id, what, span, reason, joiner, problems);
  }
  if (form.test(id)) return true;
  const stranger = /[^a-z0-9_-]/.exec(id)?.[0] ?? /[-_]/.exec(id)?.[0];
  const reason =
    stranger === undefined || /^[^a-z]/.test(id)
      ? 'it must begin with a small letter'
      : `"${stranger}" is not allowed in it`;
  return refuse(id, what, span, reason, joiner, problems);
}

function refuse(
  found: string,
  what: string,
  span: Span,
  reason: string,
  joiner: string,
  problems: Problems,
): false {
  const suggestion = suggest(found, joiner === '"-"' ? '-' : '_');
  const nearest = suggestion === null ? '' : `, as ${suggestion}`;
  problems.add('bad-id', span, { found, what, reason, joiner, nearest });
  return false;
}

function suggest(id: string, joiner: string): string | null {
  const words = id.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const text = words.join(joiner).replace(/^[^a-z]+/, '');
  if (text === '' || text === id || text.length > ID_LENGTH || CEL_KEYWORDS.has(text)) return null;
  return text;
}

/** "Did you mean ...?", or the names there are, for a reference to nothing. */
export function adviseName(found: string, known: readonly string[], what: string): string {
  const nearest = nearestName(found, known);
  if (nearest !== null) return `Did you mean "${nearest}"?`;
  if (known.length === 0) return `The runbook has no ${what}.`;
  const shown = known.slice(0, 20).join(', ');
  return `Known ${what}: ${shown}${known.length > 20 ? ', ...' : ''}.`;
}
