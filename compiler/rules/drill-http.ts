import { changesSomething } from '../action.js';
import type { ModeRule } from '../rule.js';

/** A request that changes something is wanted in a drill (`drill: run`), or left out of it. */
export const checkDrillHttp: ModeRule = ({ mode, steps, always }, problems) => {
  if (mode !== 'drill') return;
  for (const { action } of [...steps, ...always]) {
    if (action.verb !== 'http' || action.inDrill || !changesSomething(action.request)) continue;
    problems.add('http-in-drill', action.verbSpan, { method: action.request.method });
  }
};
