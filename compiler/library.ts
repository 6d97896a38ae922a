import { sha256 } from '../plan/canonical.js';
import type { Mode, Plan } from '../plan/plan.js';
import type { Span } from './document-node.js';
import { Problems } from './problems.js';
import type { Runbook } from './runbook.js';
import type { Shelf } from './shelf.js';

/** Gives the text of a runbook by its path, relative to the folder of the first one; null: there is none. */
export type Files = (path: string) => string | null;

/** Runbooks within runbooks. */
export const CHILD_DEPTH_LIMIT = 8;

/** A child compiled for one mode. */
export interface ChildPlan {
  readonly plan: Plan;
  readonly planHash: string;
  /** SHA-256 of the child's text. */
  readonly runbookHash: string;
  /** Of the plan's canonical JSON. */
  readonly bytes: number;
  /** In a live run it fails something over with neither fencing nor approval before it. */
  readonly isUnfenced: boolean;
}

/** A runbook that others run: read once, whatever the number of steps that run it. */
export interface LibraryEntry {
  /** Relative to the folder of the first runbook. */
  readonly path: string;
  readonly source: string;
  readonly runbookHash: string;
  /** null: it has errors. */
  readonly runbook: Runbook | null;
  readonly problems: Problems;
  /** By mode, as far as they were asked for; null: it has errors in that mode. */
  readonly plans: Map<Mode, ChildPlan | null>;
}

/** Reads a runbook's text; `shelf` finds those that it runs. */
export type Reader = (source: string, shelf: Shelf, problems: Problems) => Runbook | null;

/** All runbooks that are read together with the first one. */
export class Library {
  readonly #files: Files | null;
  readonly #reader: Reader;
  readonly #entries = new Map<string, LibraryEntry>();
  readonly #order: string[] = [];

  constructor(files: Files | null, reader: Reader) {
    this.#files = files;
    this.#reader = reader;
  }

  /** Those that were read, in the order in which they were first named. */
  get entries(): readonly LibraryEntry[] {
    return this.#order.flatMap((path) => this.#entries.get(path) ?? []);
  }

  entry(path: string): LibraryEntry | null {
    return this.#entries.get(path) ?? null;
  }

  /** The shelf of the first runbook; `name` is that of its file. */
  shelfOf(name: string): Shelf {
    return this.#shelf([name]);
  }

  /** `open` are the paths of the runbooks that are being read, the first one first. */
  #shelf(open: readonly string[]): Shelf {
    return {
      open: (file, span, problems) => {
        const path = resolvePath(open.at(-1) ?? '', file);
        if (path === null) {
          problems.add('bad-runbook-path', span, { found: file });
          return null;
        }
        if (open.includes(path)) {
          const way = [...open.slice(open.indexOf(path)), path].join(' -> ');
          problems.add('runbook-cycle', span, { path: way });
          return null;
        }
        if (open.length > CHILD_DEPTH_LIMIT) {
          problems.add('runbook-too-deep', span, { limit: CHILD_DEPTH_LIMIT });
          return null;
        }
        const known = this.#entries.get(path);
        const entry = known ?? this.#read(path, open, file, span, problems);
        return entry === null ? null : { path, inputs: entry.runbook?.inputs ?? null };
      },
    };
  }

  #read(
    path: string,
    open: readonly string[],
    file: string,
    span: Span,
    problems: Problems,
  ): LibraryEntry | null {
    const source = this.#files?.(path) ?? null;
    if (source === null) {
      problems.add('unknown-runbook', span, { found: file, path });
      return null;
    }
    this.#order.push(path);
    const own = new Problems();
    const runbook = this.#reader(source, this.#shelf([...open, path]), own);
    const runbookHash = sha256(source);
    const entry = { path, source, runbookHash, runbook, problems: own, plans: new Map() };
    this.#entries.set(path, entry);
    return entry;
  }
}

/** A path beside another one, with `/` and without `.`; null: it is none, or not relative. */
function resolvePath(from: string, file: string): string | null {
  if (/^\/|^[A-Za-z]:|\\|\p{Cc}/u.test(file) || !/[.]ya?ml$/.test(file)) return null;
  const parts = from.split('/').slice(0, -1);
  for (const part of file.split('/')) {
    if (part === '.' || part === '') continue;
    if (part !== '..' || parts.length === 0 || parts.at(-1) === '..') parts.push(part);
    else parts.pop();
  }
  return parts.length === 0 || parts.at(-1) === '..' ? null : parts.join('/');
}
