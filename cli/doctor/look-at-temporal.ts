import type { Config } from '../../config/config.js';
import type { Io } from '../io.js';
import { SEARCH_ATTRIBUTES } from '../../plan/search-attributes.js';
import { missingSearchAttributes } from '../temporal/search-attributes.js';
import { connect } from '../temporal/open-session.js';
import type { TemporalSession } from '../temporal/temporal-session.js';
import { bad, good, wordsOf, type Finding } from './finding.js';

// A worker polls for at most a minute at a time; one that was seen longer ago is gone.
const SEEN_WITHIN_MS = 70_000;

/** An undo may come weeks after its run, and an auditor later. */
const WANTED_DAYS = 90;

/** Whether Temporal answers, knows and keeps the namespace, and has a worker on the task queue. */
export async function lookAtTemporal(config: Config, io: Io): Promise<Finding[]> {
  const { address, namespace } = config.temporal;
  let session: TemporalSession;
  try {
    session = await connect(config, io);
  } catch (error) {
    return [bad('temporal', wordsOf(error), 'start `drillbook dev`, or set TEMPORAL_ADDRESS')];
  }
  try {
    const found = await session.client.withDeadline(Date.now() + 5000, () =>
      session.client.workflowService.describeNamespace({ namespace }),
    );
    const seconds = Number(found.config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    return [
      good('temporal', `${address}, namespace ${namespace}`),
      retention(seconds, namespace),
      await lookForWorker(session, namespace, io.now()),
      await searchAttributes(session, namespace),
    ];
  } catch (error) {
    const advice = `check temporal.namespace (${namespace}) and the credentials`;
    return [bad('temporal', `${address} answers, but: ${wordsOf(error)}`, advice)];
  } finally {
    await session.close();
  }
}

/** Open runs and marks are kept whatever it is; closed runs are not. */
function retention(seconds: number, namespace: string): Finding {
  const days = Math.floor(seconds / 86_400);
  if (days >= WANTED_DAYS) return good('retention', `closed runs are kept for ${days} days`);
  const seen = seconds === 0 ? 'not told' : `closed runs are kept for ${inDays(seconds)} only`;
  const advice = `temporal operator namespace update -n ${namespace} --retention ${WANTED_DAYS}d; until then the records' files are what is left`;
  return good('retention', seen, advice);
}

function inDays(seconds: number): string {
  const days = Math.round((seconds / 86_400) * 10) / 10;
  return `${days} day${days === 1 ? '' : 's'}`;
}

/** Without them runs go on as ever, and are not found by runbook, mode, target or outcome in Temporal's lists. */
async function searchAttributes(session: TemporalSession, namespace: string): Promise<Finding> {
  const missing = await missingSearchAttributes(session, namespace);
  if (missing === null) {
    return good('search attributes', 'not told', 'the user may not list them, perhaps');
  }
  if (missing.length === 0) return good('search attributes', 'known, runs can be found by them');
  const options = missing.map((name) => `--name ${name} --type ${SEARCH_ATTRIBUTES[name]}`);
  return good(
    'search attributes',
    `the server does not know ${missing.join(', ')} (with this type): runs go without`,
    `temporal operator search-attribute create -n ${namespace} ${options.join(' ')}`,
  );
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
