import type { RunningSimulator } from '../simulator/start-simulator.js';
import type { Work } from './work.js';

/** What the simulated server saw of one piece of work. */
export interface Watched {
  /** Requests in a poll interval while all machines were running and none was started or over. */
  readonly requestsPerInterval: number | null;
  /** When the last job was over, in milliseconds since the epoch. */
  readonly finishedAt: number;
}

interface Sample {
  readonly at: number;
  readonly requests: number;
  readonly isSteady: boolean;
}

const EVERY_MS = 100;

/** Looks at the server's own count while work is done; `stop` gives what was seen. */
export function watchServer(simulator: RunningSimulator, work: Work): { stop(): Watched } {
  const samples: Sample[] = [];
  const timer = setInterval(() => {
    samples.push(sample(simulator, work));
  }, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      const truth = simulator.truth();
      const ends = [...truth.sessions, ...truth.replicaSessions].flatMap(({ endedAt }) =>
        endedAt === null ? [] : [Date.parse(endedAt)],
      );
      return {
        requestsPerInterval: perInterval(samples, work.pollSeconds),
        finishedAt: Math.max(0, ...ends),
      };
    },
  };
}

function sample(simulator: RunningSimulator, work: Work): Sample {
  const truth = simulator.truth();
  const jobs = work.kind === 'plan' ? truth.sessions : truth.replicaSessions;
  const wanted = work.kind === 'plan' ? 1 : work.machines;
  const isRunning = jobs.length === wanted && jobs.every(({ endedAt }) => endedAt === null);
  const isFollowed = truth.tasks.every(({ state }) => state === 'Finished');
  const requests = Object.values(truth.requests).reduce((sum, count) => sum + count, 0);
  return { at: Date.now(), requests, isSteady: isRunning && isFollowed };
}

function perInterval(samples: readonly Sample[], pollSeconds: number): number | null {
  const steady = samples.filter(({ isSteady }) => isSteady);
  const [first] = steady;
  const last = steady.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < 2000 * pollSeconds) {
    return null;
  }
  return ((last.requests - first.requests) * pollSeconds * 1000) / (last.at - first.at);
}
