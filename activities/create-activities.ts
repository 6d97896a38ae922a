import { holdWorkflowId } from '../plan/workflow-names.js';
import { admit } from './admit.js';
import { checkReadiness } from './check-readiness.js';
import { confirmUndone } from './confirm-undone.js';
import type { Activities } from './activity-interface.js';
import type { Dependencies } from './dependencies.js';
import { followCloudSession } from './follow-cloud-session.js';
import { followPlainPlan } from './follow-plain-plan.js';
import { followTask } from './follow-task.js';
import { lookUpMutation } from './look-up-mutation.js';
import { probe } from './probe.js';
import { readTarget } from './read-target.js';
import { sendMutation } from './send-mutation.js';
import { openMemo, toTargetMemo } from './temporal-memo.js';
import { writeRecord } from './write-record.js';

/** All activities of one worker process, with what they share bound to them. */
export function createActivities(dependencies: Dependencies): Activities {
  return {
    admit: (input) => admit(dependencies, input),
    readTarget: ({ target }) => readTarget(dependencies, target),
    checkReadiness: (input) => checkReadiness(dependencies, input),
    sendMutation: (input) => sendMutation(dependencies, input),
    lookUpMutation: (input) => lookUpMutation(dependencies, input),
    followTask: (input) => followTask(dependencies, input),
    followCloudSession: (input) => followCloudSession(dependencies, input),
    followPlainPlan: (input) => followPlainPlan(dependencies, input),
    confirmUndone: (input) => confirmUndone(dependencies, input),
    probe: (input) => probe(dependencies, input),
    readHolder: async ({ key }) => {
      const memo = await openMemo(holdWorkflowId(key));
      return { key, memo: memo === null ? null : toTargetMemo(memo) };
    },
    writeRecord: (input) => writeRecord(dependencies, input),
  };
}
