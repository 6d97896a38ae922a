import type { Config } from '../../config/config.js';
import type { Io } from '../io.js';
import { connect } from '../temporal/open-session.js';
import type { TemporalSession } from '../temporal/temporal-session.js';
import { bad, good, wordsOf, type Finding } from './finding.js';

// A worker polls for at most a minute at a time; one that was seen longer ago is gone.
const SEEN_WITHIN_MS = 70_000;

/** Whether Temporal answers, knows the namespace, and has a worker on the task queue. */
export async function lookAtTemporal(config: Config, io: Io): Promise<Finding[]> {
  const { address, namespace } = config.temporal;
  let session: TemporalSession;
  try {
    session = await connect(config, io);
  } catch (error) {
    return [bad('temporal', wordsOf(error), 'start `drillbook dev`, or set TEMPORAL_ADDRESS')];
  }
  try {
    await session.client.withDeadline(Date.now() + 5000, () =>
      session.client.workflowService.describeNamespace({ namespace }),
    );
    const found = good('temporal', `${address}, namespace ${namespace}`);
    return [found, await lookForWorker(session, namespace, io.now())];
  } catch (error) {
    const advice = `check temporal.namespace (${namespace}) and the credentials`;
    return [bad('temporal', `${address} answers, but: ${wordsOf(error)}`, advice)];
  } finally {
    await session.close();
  }
}

async function lookForWorker(
  { client, taskQueue }: TemporalSession,
  namespace: string,
  now: Date,
): Promise<Finding> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
  });
  const live = pollers.filter(({ lastAccessTime }) => {
    const seconds = Number(lastAccessTime?.seconds ?? 0);
    return now.getTime() - seconds * 1000 < SEEN_WITHIN_MS;
  });
  if (live.length > 0) return good('worker', `${live.length} on task queue ${taskQueue}`);
  // No fault of the configuration: `dev` and `worker` may not be up yet.
  const advice = 'start one with `drillbook worker` before a run is to go on';
  return good('worker', `none on task queue ${taskQueue} now`, advice);
}
