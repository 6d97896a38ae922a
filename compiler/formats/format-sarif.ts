import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { Diagnostic } from '../diagnostic.js';
import type { Template } from '../message-template.js';
import type { Code } from '../messages.js';
import { MESSAGES } from '../messages.js';
import type { CheckedFile } from './checked-file.js';

/** What a SARIF log says of the program that made it. */
export interface SarifTool {
  readonly version: string;
  /** The absolute URI of docs/diagnostics.md; each code has an anchor there. */
  readonly helpUri: string;
}

const CODES = Object.keys(MESSAGES) as readonly Code[];
const INDEX: ReadonlyMap<string, number> = new Map(CODES.map((code, index) => [code, index]));

/**
 * Diagnostics as a log of SARIF 2.1.0 (OASIS), as code scanning tools read it. All codes stand in it
 * as rules, so that "was checked, not found" can be told from "was never checked".
 */
export function formatSarif(files: readonly CheckedFile[], tool: SarifTool): string {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'drillbook',
            semanticVersion: tool.version,
            rules: CODES.map((code) => ruleOf(code, tool.helpUri)),
          },
        },
        columnKind: 'utf16CodeUnits',
        artifacts: namesOf(files).map((file) => ({ location: { uri: uriOf(file) } })),
        results: files.flatMap(resultsOf),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(code: Code, helpUri: string): ReportingDescriptor {
  const { severity, text, help } = MESSAGES[code];
  return {
    id: code,
    shortDescription: { text: withGaps(text, code) },
    help: { text: withGaps(help, code) },
    helpUri: `${helpUri}#${code}`,
    defaultConfiguration: { level: severity },
  };
}

/** A template for all of its messages: an ellipsis for each gap; where nothing else is left, the code. */
function withGaps({ parts }: Template<string>, code: string): string {
  const words = parts.join('...').trim();
  return /[a-z]/i.test(words) ? words : code.replaceAll('-', ' ');
}

/** The files that were checked and those that they run, each once. */
function namesOf(files: readonly CheckedFile[]): readonly string[] {
  const names = files.flatMap(({ file, children = [] }) => [
    file,
    ...children.map((child) => child.file),
  ]);
  return [...new Set(names)];
}

/** Where one result says whether it is suppressed, all have to (SARIF 2.1.0, 3.27.23). */
function resultsOf({ diagnostics, suppressed }: CheckedFile): Result[] {
  return [
    ...diagnostics.map((diagnostic) => resultOf(diagnostic, [])),
    ...suppressed.map(({ diagnostic, reason }) =>
      resultOf(diagnostic, [{ kind: 'inSource', justification: reason }]),
    ),
  ];
}

function resultOf(
  diagnostic: Diagnostic,
  suppressions: NonNullable<Result['suppressions']>,
): Result {
  const { file, line, column, endLine, endColumn, severity, code, message, help } = diagnostic;
  const ruleIndex = INDEX.get(code);
  return {
    ruleId: code,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: severity,
    message: { text: help === '' ? message : `${message}\nhelp: ${help}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
    suppressions,
  };
}

/** A path as a URI reference: relative to where the command was started, or `file:` when absolute. */
function uriOf(file: string): string {
  const path = file.replaceAll('\\', '/');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return `file://${encoded}`;
  return /^[A-Za-z]:\//.test(path) ? `file:///${path.slice(0, 2)}${encoded.slice(4)}` : encoded;
}
