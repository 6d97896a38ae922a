import type { z } from 'zod';
import type { ConfigProblem } from './config-error.js';
import type { ConfigDocument } from './document.js';

/** What a schema has found in a document, each with its place; `whole` is what the document is called. */
export function documentProblems(
  issues: readonly z.core.$ZodIssue[],
  document: ConfigDocument,
  whole: string,
): readonly ConfigProblem[] {
  return issues.flatMap((issue) => problemsOf(issue, document, whole));
}

function problemsOf(
  issue: z.core.$ZodIssue,
  document: ConfigDocument,
  whole: string,
): readonly ConfigProblem[] {
  const { path } = issue;
  const where = path.length === 0 ? whole : path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      place: document.place(path, key),
      message: `${where}: ${messages[index] ?? 'unknown key'}`,
    }));
  }
  if (issue.code === 'invalid_key') {
    const message = `${where}: ${issue.issues[0]?.message ?? issue.message}`;
    return [{ place: document.place(path.slice(0, -1), String(path.at(-1))), message }];
  }

  return [{ place: document.place(path), message: `${where} ${issue.message}` }];
}
