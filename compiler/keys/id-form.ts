/** Words that mean something in CEL (its grammar and the names of its types): an id can't be one. */
export const CEL_KEYWORDS: ReadonlySet<string> = new Set(
  (
    'as break const continue else false for function if import in let loop namespace null ' +
    'package prototype return true var void while'
  ).split(' '),
);

export const ID_LENGTH = 64;

/** Ids of steps, targets and inputs, where keywords are said to be so apart. */
export const ID_FORM = /^[a-z][a-z0-9_]*$/;

export const RUNBOOK_ID_FORM = /^[a-z][a-z0-9-]*$/;
