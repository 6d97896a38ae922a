import { compile, type Diagnostic } from '../../compiler/compile.js';
import { replicaNames, type PlanTarget } from '../../plan/plan.js';
import type { Draft } from './draft.js';

const FILE = 'import.yaml';

/** What one run can't hold, however well it is written. */
const TOO_BIG = ['document-too-large', 'plan-too-large', 'too-many-events'];

/** What the compiler says of a text that we wrote. */
export type Checked =
  | { readonly kind: 'good'; readonly warnings: readonly Diagnostic[] }
  | { readonly kind: 'too-big' };

/** Whether a text compiles, for every mode. */
export function compiles(text: string): boolean {
  return !errorsIn(compileText(text).diagnostics);
}

/**
 * Holds a text that we wrote against the compiler: it has no error but those of size, and its targets
 * mean what was drafted.
 *
 * @throws Error when not: then we wrote it wrong.
 */
export function checkText(text: string, drafts: readonly Draft[]): Checked {
  const { plans, diagnostics } = compileText(text);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const wrong = errors.filter(({ code }) => !TOO_BIG.includes(code));
  if (wrong.length > 0) {
    const words = wrong.map(({ line, code, message }) => `line ${line}: ${code}: ${message}`);
    throw new Error(`the runbook that import wrote does not compile: ${words.join('; ')}`);
  }
  if (errors.length > 0) return { kind: 'too-big' };
  for (const plan of [plans.drill, plans.live]) {
    if (plan === null) throw new Error('the runbook that import wrote has no plan');
    compareTargets(plan.targets, drafts);
  }
  return { kind: 'good', warnings: diagnostics };
}

function compileText(text: string) {
  return compile(text, { file: FILE, mode: null });
}

function errorsIn(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

function compareTargets(targets: readonly PlanTarget[], drafts: readonly Draft[]): void {
  const found = targets.map(meaning).sort();
  const wanted = drafts.map(wish).sort();
  const odd = wanted.find((text, index) => text !== found[index]);
  if (odd === undefined && found.length === wanted.length) return;
  throw new Error(`the runbook that import wrote means something else than ${odd ?? 'it should'}`);
}

function meaning(target: PlanTarget): string {
  const { id, kind, backupServer, rehearse } = target;
  const name = 'name' in target ? target.name : null;
  const tenant = 'tenant' in target ? target.tenant : null;
  return JSON.stringify([id, kind, name, replicaNames(target), backupServer, tenant, rehearse]);
}

function wish(draft: Draft): string {
  if (draft.subject === 'plan') {
    const { id, plan, naming, rehearse } = draft;
    const { value, backupServer, tenant } = naming;
    return JSON.stringify([id, plan.kind, value, null, backupServer, tenant, rehearse ?? 'test']);
  }
  const { id, replicas, names, backupServer } = draft;
  return JSON.stringify([id, replicas.kind, null, names, backupServer, null, 'skip']);
}
