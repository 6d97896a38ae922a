import { palette } from '../../report/terminal/palette.js';
import { plainText } from '../../report/terminal/plain-text.js';
import type { Verdict } from './verify-evidence.js';

/** So many problems are told; one changed byte may be seen in many places. */
const MOST_PROBLEMS = 50;

/** A verdict as an auditor reads it: the answer, what was checked, what that proves and what not. */
export function renderVerdict(file: string, verdict: Verdict, colour: boolean): string {
  const colours = palette(colour);
  const { isGood, statement, problems, gaps } = verdict;
  const title = isGood ? colours.green('GOOD') : colours.red('NOT GOOD');
  const lines = [`${title}  ${plainText(file)}`];
  if (statement !== null) {
    const { run, exportedAt, exportedBy } = statement.predicate;
    lines.push(
      `  run ${plainText(run.id)}, written ${plainText(exportedAt)} by ${plainText(exportedBy.engine)}`,
    );
  }
  for (const { entry, message } of problems.slice(0, MOST_PROBLEMS)) {
    lines.push(
      `  ${colours.red('x')} ${entry === null ? '' : `${plainText(entry)} `}${plainText(message)}`,
    );
  }
  if (problems.length > MOST_PROBLEMS) {
    lines.push(`  and ${problems.length - MOST_PROBLEMS} more`);
  }
  if (!isGood) return `${lines.join('\n')}\n`;
  lines.push('', 'Checked:', ...checked(verdict).map((line) => `  - ${line}`));
  lines.push('', 'Not proven by this:', ...notProven(verdict).map((line) => `  - ${line}`));
  if (gaps.length > 0) {
    lines.push('', 'Not in the file, as it says itself:');
    lines.push(...gaps.map((gap) => `  - ${plainText(gap)}`));
  }
  return `${lines.join('\n')}\n`;
}

function checked({ signature, entries, histories, events, reports }: Verdict): readonly string[] {
  return [
    `${entries} entries, each byte of them and between them: none changed, missing or added`,
    signatureWords(signature),
    `${histories} histories with ${events} events: none of them missing, the run closed, each start of a child with its history`,
    'plan, runbook, inputs, calls, servers, inventory and engine are what the histories say',
    'the journals are unbroken chains, and their heads are what the workflows returned',
    'of the records: outcome, status of each step, clean-up, objectives and numbers of machines are what the workflows returned',
    ...(reports === 'same' ? ['report.txt and report.html are made of these records'] : []),
  ];
}

function signatureWords({ state, keyId }: Verdict['signature']): string {
  switch (state) {
    case 'by-given-key':
      return `signed by the key that you gave, ${keyId ?? ''}`;
    case 'by-own-key':
      return `signed by a key that the file itself names, ${keyId ?? ''}`;
    case 'none':
      return 'no signature: the file is not signed';
  }
}

function notProven({ signature, reports, readme }: Verdict): readonly string[] {
  const who = {
    'by-given-key': 'when it was signed: whoever has the key can sign again',
    'by-own-key':
      'who signed it: anybody can make a key; give the public key that you know with --key',
    none: 'who made it: without a signature anybody could have made all of it',
  };
  return [
    who[signature.state],
    'the rest of the records: machines, times, messages, people; drillbook replay compares all of it',
    ...(reports === 'others'
      ? [
          'that report.txt and report.html tell of this run: this version would write other ones, which is so after ' +
            'an upgrade or a forgery; record.json is what was checked',
        ]
      : []),
    ...(readme === 'other'
      ? ['that readme.txt is what Drillbook wrote: this version would write another one']
      : []),
    'that configuration.json is what the run went by: it is what the writer of the file had',
    'that the workflow code does just this with these answers: drillbook replay looks at that',
    'that the servers told the truth, and that who acted is who they said they were',
  ];
}
