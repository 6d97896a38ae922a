import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type { LookUpInput } from './contract.js';
import type { Dependencies, EnterpriseManager } from './dependencies.js';
import { shownRestoreSessions, type Traces } from './look-for-traces.js';
import { newJobSince } from './read-console-plan.js';
import { askSecondOpinion } from './second-opinion.js';
import { newSince, restoreSessionsOf, sessionsOf } from './target-facts.js';

/** The sessions of a plan (plain: the restore sessions of its machines) that are new; null: none. */
export async function newPlanSessions(
  dependencies: Dependencies,
  server: EnterpriseManager,
  sent: Pick<LookUpInput, 'verb' | 'baseline' | 'target'>,
  options: CallOptions,
): Promise<Traces | null> {
  // An undo leaves no session that could be told from a start's: the machines' states tell.
  if (sent.verb === 'undo' || !sent.baseline.hasSessions) return null;
  if (sent.target.kind === 'cloudFailoverPlan') {
    const found = newSince(sent.baseline, await sessionsOf(server, sent.target, options));
    const [only] = found;
    if (only === undefined) return null;
    const isTold = found.length === 1 && !sent.target.isNameShared;
    const evidence = {
      sessions: found.map(({ id, createdAt, state }) => ({ id, createdAt, state })),
    };
    const sessionId = isTold ? only.id : null;
    return { task: null, sessionId, hasJob: false, isCut: false, evidence };
  }
  const confirmed = await newJobByConfirm(dependencies, sent, options);
  if (confirmed !== null) return confirmed;
  const { serverTime } = sent.baseline;
  const sessions = await restoreSessionsOf(server, sent.target, serverTime, options);
  return shownRestoreSessions(newSince(sent.baseline, sessions));
}

/** What the Console of `confirm` shows of the same plan. */
async function newJobByConfirm(
  dependencies: Dependencies,
  { target, baseline }: Pick<LookUpInput, 'target' | 'baseline'>,
  options: CallOptions,
): Promise<Traces | null> {
  if (baseline.console === undefined || baseline.console === null) return null;
  const reading = await askSecondOpinion(dependencies, target, options);
  const found = typeof reading === 'string' ? null : newJobSince(baseline.console, reading);
  if (found?.isStart !== true) return null;
  const { sessionId, evidence } = found;
  return { task: null, sessionId, hasJob: true, isCut: false, evidence };
}
