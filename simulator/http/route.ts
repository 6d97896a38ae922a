import type { ResourceKey, Right } from '../resources/roles.js';
import type { View } from '../resources/view.js';

import type { Answer } from './answer.js';
import type { Manager } from './manager.js';
import type { EmRequest } from './request.js';

/** What a route's handler gets. */
export interface RouteContext {
  readonly manager: Manager;
  readonly request: EmRequest;
  /** The value of a `{name}` of the pattern. */
  readonly param: (name: string) => string;
}

interface RouteBase {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly pattern: string;
}

/** A row of the table of routes. `open` ones need no session. */
export type Route =
  | (RouteBase & {
      readonly kind: 'open';
      readonly handle: (context: RouteContext) => Answer;
    })
  | (RouteBase & {
      readonly kind: 'session';
      readonly action?: string;
      /** What the caller's role must allow; left out: every role may. */
      readonly needs?: readonly [ResourceKey, Right];
      readonly handle: (context: RouteContext, view: View) => Answer;
    });

/** The parameters of a path that fits a pattern; null when it does not. */
export function matchPattern(pattern: string, path: string): ReadonlyMap<string, string> | null {
  const wanted = pattern.split('/');
  const found = path.split('/');
  if (wanted.length !== found.length) return null;
  const params = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    const value = found[index] ?? '';
    if (part.startsWith('{')) params.set(part.slice(1, -1), value);
    else if (part !== value) return null;
  }
  return params;
}
