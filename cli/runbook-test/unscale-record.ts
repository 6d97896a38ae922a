import { formatDuration, parseDuration } from '../../plan/duration.js';
import type { Json } from '../../plan/json.js';
import type { Plan } from '../../plan/plan.js';
import type { RunRecord } from '../../plan/run-record.js';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** Times of these names are of the world, and not of the run. */
const NOT_OF_THE_RUN = new Set(['restorePointTime', 'createdAt']);

/**
 * The record on the runbook's own clock: what took a second at speed 60 took a minute. Texts that
 * speak of seconds stay as they are.
 */
export function unscaleRecord(record: RunRecord, plan: Plan, speed: number): RunRecord {
  const start = Date.parse(record.run.startedAt);
  const stretched = stretch(record as unknown as Json, start, speed) as unknown as RunRecord;
  const { rto } = record.objectives;
  const { clock } = stretched;
  const target = plan.objectives.rtoSeconds;
  return {
    ...stretched,
    objectives: {
      ...stretched.objectives,
      rto: {
        ...rto,
        target: target === null ? null : formatDuration(target),
        actual: times(rto.actual, speed),
      },
    },
    ...(clock === undefined
      ? {}
      : {
          clock: {
            ...clock,
            waitedForPeople: times(clock.waitedForPeople, speed),
            machineTime: times(clock.machineTime, speed),
          },
        }),
  };
}

/** How long the run took, in seconds of the runbook's clock; null: it is not over. */
export function runSeconds({ run }: RunRecord): number | null {
  return run.endedAt === null ? null : (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
}

function stretch(value: Json, start: number, speed: number): Json {
  if (typeof value === 'string') {
    if (!TIME.test(value)) return value;
    const since = Date.parse(value) - start;
    return since <= 0 ? value : new Date(start + since * speed).toISOString();
  }
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((item) => stretch(item, start, speed));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      NOT_OF_THE_RUN.has(key) ? item : stretch(item, start, speed),
    ]),
  );
}

function times<T extends string | null>(duration: T, speed: number): T;
function times(duration: string | null, speed: number): string | null {
  const seconds = duration === null ? null : parseDuration(duration);
  return seconds === null ? null : formatDuration(seconds * speed);
}
