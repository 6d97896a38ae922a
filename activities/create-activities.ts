import { holdWorkflowId } from '../plan/workflow-names.js';
import { admit } from './admit.js';
import { checkReadiness } from './readiness/check-readiness.js';
import { checkReplicas } from './readiness/check-replicas.js';
import { confirmUndone } from './confirm-undone.js';
import type { Activities } from './activity-interface.js';
import type { Dependencies } from './dependencies.js';
import { followCloudSession } from './follow-cloud-session.js';
import { followConsolePlan } from './follow-console-plan.js';
import { followConsoleUndo } from './follow-console-undo.js';
import { followPlainPlan } from './follow-plain-plan.js';
import { followReplicas } from './follow-replicas.js';
import { followTask } from './follow-task.js';
import { lookUpMutation } from './look-up-mutation.js';
import { probe } from './probe.js';
import { readGroup } from './read-group.js';
import { readHttp } from './read-http.js';
import { readReplicaMark } from './read-replica-mark.js';
import { readReplicas } from './read-replicas.js';
import { readRun } from './read-run.js';
import { readTarget } from './read-target.js';
import { sendHttpRequest } from './send-http.js';
import { sendMutation } from './send-mutation.js';
import { sendNotification } from './send-notification.js';
import { lookUpReplica, startReplica } from './start-replica.js';
import { followUpdate, lookUpUpdate, readCommands, sendUpdate } from './update-commands.js';
import { openMemo, toTargetMemo } from './temporal-memo.js';
import { tidyTasks } from './tidy-tasks.js';
import { writeRecord } from './write-record.js';

/** All activities of one worker process, with what they share bound to them. */
export function createActivities(dependencies: Dependencies): Activities {
  return {
    admit: (input) => admit(dependencies, input),
    readTarget: ({ target }) => readTarget(dependencies, target),
    checkReadiness: (input) => checkReadiness(dependencies, input),
    checkReplicas: (input) => checkReplicas(dependencies, input),
    sendMutation: (input) => sendMutation(dependencies, input),
    lookUpMutation: (input) => lookUpMutation(dependencies, input),
    followTask: (input) => followTask(dependencies, input),
    followCloudSession: (input) => followCloudSession(dependencies, input),
    followPlainPlan: (input) => followPlainPlan(dependencies, input),
    followConsolePlan: (input) => followConsolePlan(dependencies, input),
    followConsoleUndo: (input) => followConsoleUndo(dependencies, input),
    readCommands: ({ target }) => readCommands(dependencies, target),
    sendUpdate: (input) => sendUpdate(dependencies, input),
    lookUpUpdate: (input) => lookUpUpdate(dependencies, input),
    followUpdate: (input) => followUpdate(dependencies, input),
    readReplicas: (input) => readReplicas(dependencies, input),
    startReplica: (input) => startReplica(dependencies, input),
    lookUpReplica: (input) => lookUpReplica(dependencies, input),
    followReplicas: (input) => followReplicas(dependencies, input),
    tidyTasks: (input) => tidyTasks(dependencies, input),
    readReplicaMark,
    readGroup,
    confirmUndone: (input) => confirmUndone(dependencies, input),
    probe: (input) => probe(dependencies, input),
    readHttp: (input) => readHttp(dependencies, input),
    sendHttp: (input) => sendHttpRequest(dependencies, input),
    readHolder: async ({ key }) => {
      const memo = await openMemo(holdWorkflowId(key));
      return { key, memo: memo === null ? null : toTargetMemo(memo) };
    },
    readRun: (input) => readRun(input),
    sendNotification: (input) => sendNotification(dependencies, input),
    writeRecord: (input) => writeRecord(dependencies, input),
  };
}
