import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';

import { checkScenario } from './check-scenario.js';
import { findPosition } from './find-position.js';
import { ScenarioError, type ScenarioProblem } from './scenario-error.js';
import { scenarioSchema, type Scenario } from './scenario-schema.js';

/**
 * Reads a scenario file's text. Throws ScenarioError, which lists every problem with its line;
 * `file` is the name that stands there.
 */
export function parseScenario(text: string, file = 'scenario'): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    throw new ScenarioError(
      file,
      broken.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { line, column: col, path: '', message: error.message };
      }),
    );
  }
  // The library knows YAML 1.1 as well, in which `yes` and `NO` are booleans.
  if (document.directives.yaml.version === '1.1') {
    const message = 'a scenario is YAML 1.2: remove "%YAML 1.1"';
    throw new ScenarioError(file, [{ line: 1, column: 1, path: '', message }]);
  }
  const checked = scenarioSchema.safeParse(document.toJS());
  const findings = checked.success
    ? checkScenario(checked.data)
    : checked.error.issues.flatMap(toFindings);
  if (findings.length > 0 || !checked.success) {
    throw new ScenarioError(
      file,
      findings.map((finding) => place(finding, document, lines)),
    );
  }
  return checked.data;
}

interface Finding {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function toFindings(issue: z.core.$ZodIssue): readonly Finding[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'unknown key' }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const inner = issue.errors.map((errors) => errors.map((error) => error.message).join(', '));
    return [
      { path: issue.path, message: `none of the forms allowed fits: ${inner.join('; or ')}` },
    ];
  }
  return [{ path: issue.path, message: issue.message }];
}

function place(finding: Finding, document: Document, lines: LineCounter): ScenarioProblem {
  const position = findPosition(document, lines, finding.path);
  return {
    line: position?.line ?? null,
    column: position?.column ?? null,
    path: finding.path.map(pathPart).join('').replace(/^\./, ''),
    message: finding.message,
  };
}

function pathPart(part: PropertyKey): string {
  return typeof part === 'number' ? `[${part}]` : `.${String(part)}`;
}
