import type { AsyncAction } from './async-actions.js';
import { ConsoleProblem, notFound } from './console-problem.js';
import { consoleReply } from './console-reply.js';
import type { ConsoleContext, ConsoleRoute } from './console-route.js';
import type { JsonObject } from './json.js';
import { itemReply, listReply } from './list-reply.js';

const ACTION = '/v3/asyncActions/{actionId}';

/** A caller's own actions. What is kept no longer is 404: the pages say nothing of it. */
export const asyncActionRoutes: readonly ConsoleRoute[] = [
  {
    method: 'GET',
    pattern: '/v3/asyncActions',
    handle: ({ console, caller, request }) =>
      listReply(
        console.actions.list(caller).map((action) => actionObject(action, console)),
        request.query,
      ),
  },
  {
    method: 'GET',
    pattern: '/v3/asyncActions/config',
    handle: ({ console, request }) =>
      itemReply(
        { resultRetentionTime: Math.round(console.spec.successKept / 1000) },
        request.query,
      ),
  },
  {
    method: 'GET',
    pattern: ACTION,
    handle: (context) =>
      itemReply(actionObject(findAction(context), context.console), context.request.query),
  },
  {
    method: 'DELETE',
    pattern: ACTION,
    // The record says so, and no more: what was begun on the backup server goes on.
    handle: (context) => {
      const action = findAction(context);
      if (context.console.actions.status(action) === 'running') action.isCanceled = true;
      return consoleReply(200, { data: null });
    },
  },
  {
    method: 'GET',
    pattern: `${ACTION}/result`,
    handle: (context) => {
      const action = findAction(context);
      if (context.console.actions.status(action) === 'running') {
        throw new ConsoleProblem(400, 'logical', `Action '${action.id}' is still running.`);
      }
      if (!action.hasResult) throw notFound(`Action '${action.id}' has no result.`);
      return action.reply;
    },
  },
  {
    method: 'DELETE',
    pattern: `${ACTION}/result`,
    handle: (context) => {
      findAction(context).hasResult = false;
      return consoleReply(200, { data: null });
    },
  },
];

function actionObject(action: AsyncAction, { actions }: ConsoleContext['console']): JsonObject {
  const { id, call } = action;
  return {
    id,
    initiatorUid: call.caller.uid,
    actionName: call.name,
    status: actions.status(action),
    requestBody: call.requestBody,
    queryParameters: call.queryParameters,
  };
}

function findAction({ console, caller, param }: ConsoleContext): AsyncAction {
  const id = param('actionId').toLowerCase();
  const action = console.actions.list(caller).find((candidate) => candidate.id === id);
  if (action === undefined) throw notFound(`Async action with ID '${id}' was not found.`);
  return action;
}
