import type { PlanCommands } from '../clients/service-provider-console/resources.js';
import type { CallOptions } from '../clients/transport/options.js';
import { CallLog } from './call-log.js';
import type {
  FollowUpdateInput,
  FollowUpdateResult,
  LookUpUpdateInput,
  NewCommands,
  ReadCommandsResult,
  SendUpdateInput,
} from './console-contract.js';
import { lookUpRequest, sendConsoleRequest, type ConsoleRequest } from './console-request.js';
import type { LookUpResult, ResolvedTarget, SendResult } from './contract.js';
import type { Dependencies } from './dependencies.js';
import { poll } from './poll.js';
import { Pulse } from './pulse.js';
import { consolePlanOf } from './read-console-plan.js';
import { toFailure } from './to-failure.js';
import { lookUpWatched, sendWatched } from './watched.js';

/** Reads the commands that a plan has now. */
export async function readCommands(
  dependencies: Dependencies,
  target: ResolvedTarget,
): Promise<ReadCommandsResult> {
  const pulse = new Pulse();
  const log = new CallLog();
  try {
    return { commands: await read(dependencies, target, { onCall: log.add }), calls: log.calls };
  } catch (error) {
    throw toFailure(error);
  } finally {
    pulse.stop();
  }
}

/** Changes a plan's commands: sent once under its request id, as a start is. */
export async function sendUpdate(
  dependencies: Dependencies,
  input: SendUpdateInput,
): Promise<SendResult> {
  const { identity, commands } = input;
  const request = requestOf(dependencies, { ...input, requestId: identity.id });
  const { serverPlanId } = consolePlanOf(input.target);
  const change = { ...commands, requestId: identity.id };
  return await sendWatched((options) =>
    sendConsoleRequest(
      dependencies,
      {
        ...request,
        identity,
        lookBefore: () => Promise.resolve(null),
        post: async (call) =>
          (await request.console.client.patch(serverPlanId, change, call)).accepted,
      },
      options,
    ),
  );
}

/** Looks for an update whose activity is gone with its worker. */
export async function lookUpUpdate(
  dependencies: Dependencies,
  input: LookUpUpdateInput,
): Promise<LookUpResult> {
  const request = requestOf(dependencies, input);
  return await lookUpWatched(dependencies, (options) =>
    lookUpRequest(request, input.sentBefore, options),
  );
}

/** Waits until the Console shows the new commands, which proves the update. */
export async function followUpdate(
  dependencies: Dependencies,
  input: FollowUpdateInput,
): Promise<FollowUpdateResult> {
  const log = new CallLog();
  const isShown = await poll<true>({
    stopping: dependencies.stopping,
    step: input.step,
    everySeconds: 5,
    until: input.until,
    progress: () => ({ machines: [], message: 'waiting for the Console to show the new commands' }),
    look: async () => {
      const shown = await read(dependencies, input.target, { onCall: log.add });
      return areShown(shown, input.commands) ? true : null;
    },
  });
  return { isShown: isShown === true, calls: log.calls };
}

function requestOf(
  dependencies: Dependencies,
  { target, mode, requestId, commands }: Omit<LookUpUpdateInput, 'step' | 'sentBefore'>,
): ConsoleRequest {
  const console = dependencies.console(consolePlanOf(target).connection);
  return {
    console,
    mode,
    requestId,
    trace: async (options) => {
      const shown = await read(dependencies, target, options);
      if (!areShown(shown, commands)) return null;
      const evidence = { found: 'the plan has the new commands' };
      return { kind: 'as-wanted', sessionId: null, evidence };
    },
  };
}

async function read(
  dependencies: Dependencies,
  target: ResolvedTarget,
  options: CallOptions,
): Promise<PlanCommands> {
  const { connection, serverPlanId } = consolePlanOf(target);
  const { client } = dependencies.console(connection);
  const plan = await client.getFailoverPlan(serverPlanId, options);
  const { preFailoverCommand, postFailoverCommand } = plan;
  return { preFailoverCommand, postFailoverCommand };
}

/** An empty command is none, and the Console may say either. */
function areShown(shown: PlanCommands, wanted: NewCommands): boolean {
  const { preFailoverCommand: pre, postFailoverCommand: post } = wanted;
  const isPre = pre === undefined || (shown.preFailoverCommand ?? '') === pre;
  return isPre && (post === undefined || (shown.postFailoverCommand ?? '') === post);
}
