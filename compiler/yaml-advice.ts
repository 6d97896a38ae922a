/** What the YAML library says is wrong, in our words, and what to do. */
export interface YamlAdvice {
  readonly problem: string;
  readonly advice: string;
}

/** Ours, beside the codes of the library, which takes that version. */
export const OLD_VERSION = 'OLD_VERSION';

const ADVICE: Readonly<Record<string, YamlAdvice>> = {
  TAB_AS_INDENT: {
    problem: 'A tab is used for indentation; YAML allows spaces only',
    advice: 'Replace the tab by spaces.',
  },
  BAD_INDENT: {
    problem: 'The indentation does not fit the lines around it',
    advice: 'Align keys of one map and items of one list in one column, and close every { and [.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    problem: 'A second ": " stands in one line',
    advice: 'Put the value in quotes if it contains ": ", or begin a new line.',
  },
  BLOCK_IN_FLOW: {
    problem: 'A block list or map stands inside { } or [ ]',
    advice: 'Use { } and [ ] inside as well, or write the outer one as a block.',
  },
  MULTILINE_IMPLICIT_KEY: {
    problem: 'A key runs over more than one line, or its ": " is missing',
    advice: 'Write "key: value" in one line.',
  },
  MISSING_CHAR: {
    problem:
      'Something is missing here: a closing quote or bracket, a comma, or the ":" after a key',
    advice: 'Look at this line and the one above.',
  },
  BAD_SCALAR_START: {
    problem: "An unquoted text can't begin with this character",
    advice: 'Put the value in quotes.',
  },
  BAD_DQ_ESCAPE: {
    problem: 'This escape is not known in double quotes',
    advice: 'Write "\\\\" for a backslash, or use single quotes, where nothing is escaped.',
  },
  UNEXPECTED_TOKEN: {
    problem: 'This does not belong here',
    advice: 'Close what was opened before it, or put the value in quotes.',
  },
  MULTIPLE_ANCHORS: {
    problem: 'A node has more than one anchor',
    advice: 'Keep one.',
  },
  BAD_ALIAS: { problem: 'This alias is not well formed', advice: 'Write "*name".' },
  ALIAS_PROPS: {
    problem: 'An alias can have neither anchor nor tag',
    advice: 'Write only "*name".',
  },
  BAD_DIRECTIVE: {
    problem: 'This YAML directive is not known',
    advice: 'Remove the line; a runbook needs none.',
  },
  [OLD_VERSION]: {
    problem: 'A runbook is YAML 1.2; in YAML 1.1 yes, no, on and off are booleans',
    advice: 'Remove the line; a runbook needs none.',
  },
  KEY_OVER_1024_CHARS: {
    problem: 'This key has more than 1024 characters',
    advice: 'Look for a missing quote or line break before the ":".',
  },
};

/**
 * Words for an error of the YAML library; its own where there are none. The codes are those of
 * `yaml` 2.9 (its type ErrorCode).
 */
export function explainYaml(code: string, message: string): YamlAdvice {
  const known = Object.hasOwn(ADVICE, code) ? ADVICE[code] : undefined;
  return known ?? { problem: message, advice: 'Look at this line and the one above.' };
}
