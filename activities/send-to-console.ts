import type { PlanType } from '../clients/service-provider-console/resources.js';
import type { CallOptions } from '../clients/transport/options.js';
import {
  lookUpRequest,
  sendConsoleRequest,
  type ConsoleRequest,
  type StateTrace,
} from './console-request.js';
import type { LookUpInput, LookUpResult, SendInput } from './contract.js';
import type { Dependencies } from './dependencies.js';
import type { LookOptions } from './look-for-traces.js';
import {
  consolePlanOf,
  isUnderWay,
  newJobSince,
  readConsolePlan,
  type ConsoleReading,
} from './read-console-plan.js';
import { notAllowed, type Result, type SendOptions } from './send-result.js';

/** What a `Local` plan makes of `test=true` is not known, and may be a real failover. */
const WITH_A_TEST: readonly PlanType[] = ['Cloud', 'Tenant'];

/** Starts, tests or undoes a plan of a Service Provider Console. */
export async function sendToConsole(
  dependencies: Dependencies,
  input: SendInput,
  options: SendOptions,
): Promise<Result> {
  const { identity, target, verb } = input;
  if (identity === undefined || identity === null) throw new Error('a Console wants a request id');
  const { serverPlanId } = consolePlanOf(target);
  const requestId = identity.id;
  const request = requestOf(dependencies, { ...input, requestId });
  const { client } = request.console;
  return await sendConsoleRequest(
    dependencies,
    {
      ...request,
      identity,
      lookBefore: (look) => lookBefore(request, input, look),
      post: (call) =>
        verb === 'undo'
          ? client.undo(serverPlanId, { requestId }, call)
          : client.start(
              serverPlanId,
              { dateTime: input.restorePointBefore, test: verb === 'test', requestId },
              call,
            ),
    },
    options,
  );
}

/** Looks for a start, test or undo whose activity is gone with its worker. */
export async function lookUpOnConsole(
  dependencies: Dependencies,
  input: LookUpInput,
  options: LookOptions,
): Promise<Omit<LookUpResult, 'calls'>> {
  const requestId = input.requestId ?? null;
  if (requestId === null) throw new Error('a Console wants a request id');
  return await lookUpRequest(
    requestOf(dependencies, { ...input, requestId }),
    input.sentBefore,
    options,
  );
}

type Wanted = Pick<LookUpInput, 'target' | 'verb' | 'mode' | 'baseline'>;

interface PlanRequest extends ConsoleRequest {
  readonly read: (options: CallOptions) => Promise<ConsoleReading>;
}

function requestOf(
  dependencies: Dependencies,
  wanted: Wanted & { readonly requestId: string },
): PlanRequest {
  const { target, mode, requestId } = wanted;
  const place = consolePlanOf(target);
  const console = dependencies.console(place.connection);
  const read = (options: CallOptions) => readConsolePlan(console, place, options);
  const trace = async (options: CallOptions) => traceOf(wanted, await read(options));
  return { console, mode, requestId, read, trace };
}

function traceOf({ verb, baseline }: Wanted, reading: ConsoleReading): StateTrace | null {
  if (baseline.console === undefined || baseline.console === null) return null;
  const { status } = reading.plan;
  const before = baseline.console.status;
  if (verb === 'undo') {
    const isAsWanted =
      status === 'InUndoProgress' ||
      (status === 'Ready' && before !== 'Ready' && before !== 'Unknown');
    if (isAsWanted) {
      return { kind: 'as-wanted', sessionId: null, evidence: { status, statusBefore: before } };
    }
  }
  const found = newJobSince(baseline.console, reading);
  if (found === null) return null;
  const { isStart, sessionId, evidence } = found;
  return { kind: isStart && verb !== 'undo' ? 'job' : 'other', sessionId, evidence };
}

/** The last look before sending. */
async function lookBefore(
  request: PlanRequest,
  { verb, target, baseline, expectedSession }: SendInput,
  options: CallOptions,
): Promise<Result | null> {
  const reading = await request.read(options);
  const { type, status } = reading.plan;
  const { name } = target;
  if (verb === 'test' && !WITH_A_TEST.includes(type)) {
    return notAllowed(
      `the Console says that "${name}" is a plan of type ${type}, which has no test (Cloud and Tenant have); nothing was sent`,
    );
  }
  if (isUnderWay(status) === true) {
    return notAllowed(`"${name}" has a job running (status ${status}); nothing was sent`);
  }
  const newest = reading.facts.lastSession?.id ?? null;
  if (verb === 'undo') {
    if (newest === expectedSession) return null;
    return notAllowed(
      `the last session of "${name}" is ${newest ?? 'none'}, not ${expectedSession ?? 'none'}: somebody else has used the plan meanwhile; nothing was sent`,
    );
  }
  const before = baseline.console ?? null;
  const found = before === null ? null : newJobSince(before, reading);
  if (found === null) return null;
  return notAllowed(
    `"${name}" is not as it was a moment ago (status ${status}, last session ${newest ?? 'none'}): somebody else has used the plan meanwhile; nothing was sent`,
  );
}
