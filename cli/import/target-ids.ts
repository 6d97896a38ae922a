import { isTargetId } from '../../compiler/read/names.js';

/** Room for `_2`, `_17` behind a name that is taken. */
const LENGTH = 56;

/** Makes ids for targets, each once: `[a-z][a-z0-9_]*`, no word of CEL. */
export class TargetIds {
  readonly #taken: Set<string>;

  /** `taken`: ids that no target may have, because steps are called like their targets. */
  constructor(taken: readonly string[]) {
    this.#taken = new Set(taken);
  }

  /** An id that reminds of the name; `fallback` is put before one that can't begin an id. */
  next(name: string, fallback: string): string {
    const base = baseOf(name, fallback);
    let id = base;
    for (let number = 2; this.#taken.has(id); number += 1) id = `${base}_${number}`;
    this.#taken.add(id);
    return id;
  }
}

function baseOf(name: string, fallback: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const id = cut((words ?? []).join('_'));
  if (isTargetId(id)) return id;
  return cut(id === '' ? fallback : `${fallback}_${id}`);
}

function cut(id: string): string {
  return id.slice(0, LENGTH).replace(/_+$/, '');
}
