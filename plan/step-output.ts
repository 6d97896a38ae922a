import type { Verb } from './plan.js';

/** The CEL type of a field; `dyn` where it may be null or is known only in the run. */
export type OutputType =
  'string' | 'int' | 'bool' | 'dyn' | 'list<string>' | 'list<Finding>' | 'Commands';

/**
 * What a step of each verb leaves in `output`, for expressions: the compiler checks names and types
 * against it, and the workflow fills it. A field may be missing in a run, as where a step was
 * skipped; an expression that needs it then fails, or says what to take instead (orDefault).
 */
export const STEP_OUTPUTS: Readonly<Record<Verb, Readonly<Record<string, OutputType>>>> = {
  readiness: { findings: 'list<Finding>', message: 'string' },
  failover: {
    session: 'dyn',
    sessionBy: 'dyn',
    result: 'dyn',
    message: 'string',
    rule: 'string',
    evidence: 'string',
    undo: 'string',
    undoMessage: 'string',
  },
  undo: { undo: 'string', message: 'string', evidence: 'string' },
  // `old`, `new`: the commands before and after. `shown`: whether the Console shows the change.
  update: { old: 'Commands', new: 'Commands', shown: 'dyn', evidence: 'string', message: 'string' },
  check: { tries: 'int', seen: 'string' },
  // `decision`: approved, rejected, break-glass or timed-out. `by`: who said so.
  approve: { decision: 'string', by: 'list<string>', reason: 'string' },
  // `answer`: done, failed or skipped.
  task: { answer: 'string', by: 'string', note: 'string' },
  wait: {},
  // `json`: the body, or null where it is none.
  http: { status: 'int', json: 'dyn', text: 'string', message: 'string' },
  notify: { sent: 'bool', message: 'string' },
  // `run`: the child's run: id, outcome, clean-up, message, its steps with their status.
  runbook: { run: 'dyn', outcome: 'string' },
};
