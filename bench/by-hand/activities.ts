import { Context, heartbeat } from '@temporalio/activity';
import type { EnterpriseManagerClient } from '../../clients/enterprise-manager/client.js';

interface Result {
  readonly name: string;
  readonly result: string;
}

export interface ByHandActivities {
  startPlan(name: string): Promise<{ readonly taskId: string; readonly logonSession: string }>;
  followPlan(input: {
    readonly taskId: string;
    readonly logonSession: string;
    readonly pollSeconds: number;
  }): Promise<readonly Result[]>;
  findPoints(
    names: readonly string[],
  ): Promise<readonly { readonly name: string; readonly pointId: string }[]>;
  failoverReplica(input: {
    readonly name: string;
    readonly pointId: string;
    readonly pollSeconds: number;
  }): Promise<Result>;
}

/** Activities over Drillbook's own client, so that only the way of working differs. */
export function byHandActivities(client: EnterpriseManagerClient): ByHandActivities {
  const related = async (taskId: string, logonSession: string, pollSeconds: number) => {
    for (;;) {
      const task = await client.getTask(taskId, logonSession);
      if (task.state === 'Finished') {
        if (task.related === null) throw new Error(`task ${taskId} links nothing`);
        return task.related.id;
      }
      heartbeat();
      await Context.current().sleep(pollSeconds * 1000);
    }
  };
  return {
    startPlan: async (name) => {
      const [plan] = await client.listCloudFailoverPlans({ name });
      if (plan === undefined) throw new Error(`no plan ${name}`);
      const task = await client.startCloudFailoverPlan(plan.id, { before: null });
      return { taskId: task.taskId, logonSession: task.logonSessionId };
    },
    followPlan: async ({ taskId, logonSession, pollSeconds }) => {
      const id = await related(taskId, logonSession, pollSeconds);
      for (;;) {
        const session = await client.getCloudFailoverSession(id);
        if (session.state === 'Stopped') {
          return session.machines.map(({ name, result }) => ({ name, result }));
        }
        heartbeat();
        await Context.current().sleep(pollSeconds * 1000);
      }
    },
    findPoints: async (machines) => {
      const points = await client.replicas.listVmReplicaPoints({ machines });
      return machines.map((name) => {
        const newest = points.find(({ machine }) => machine === name);
        if (newest === undefined) throw new Error(`no restore point of ${name}`);
        return { name, pointId: newest.id };
      });
    },
    failoverReplica: async ({ name, pointId, pollSeconds }) => {
      const task = await client.replicas.failoverVmReplicaPoint(pointId);
      const id = await related(task.taskId, task.logonSessionId, pollSeconds);
      for (;;) {
        const session = await client.getRestoreSession(id);
        if (session.state === 'Stopped') return { name, result: session.result };
        heartbeat();
        await Context.current().sleep(pollSeconds * 1000);
      }
    },
  };
}
