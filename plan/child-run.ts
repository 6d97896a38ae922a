import { sha256 } from './canonical.js';

/** Longer keys are cut: an id must be readable, and fit where ids go. */
const KEY_LIMIT = 60;

/**
 * The id of a child run: that of its parent, its step, and the item where there is one. An attempt
 * after the first is another run, for an id is never used twice.
 */
export function childRunId(
  parent: string,
  of: { readonly step: string; readonly item: string | null; readonly attempt: number },
): string {
  const item = of.item === null ? '' : `-${idPart(of.item)}`;
  // No step's id begins with a digit: this is no grandchild.
  const again = of.attempt === 1 ? '' : `.${of.attempt}`;
  return `${parent}.${of.step}${item}${again}`;
}

/** A key as part of an id; one that can't stand there as it is gets a hash, so that no two are one. */
function idPart(key: string): string {
  const plain = key.replace(/[^A-Za-z0-9_-]/g, '_');
  if (plain === key && key.length <= KEY_LIMIT) return key;
  return `${plain.slice(0, KEY_LIMIT)}-${sha256(key).slice(7, 15)}`;
}
