import type { ServerTime } from '../clock.js';
import type { Job, JobMachine } from '../world/model.js';

/** The states and results of sessions, in the order in which queries compare them. */
export const SESSION_STATES = ['Stopped', 'Starting', 'Stopping', 'Working'] as const;
export const SESSION_RESULTS = ['None', 'Success', 'Warning', 'Failed'] as const;

/** A session, or one machine's part of it, at a moment. Times are milliseconds since 1970. */
export interface StateView {
  readonly state: (typeof SESSION_STATES)[number];
  readonly result: (typeof SESSION_RESULTS)[number];
  readonly endedAt: number | null;
  /** 0 to 100. */
  readonly progress: number;
  readonly message: string | null;
}

/** A machine's part of a job as it stood at `at`. */
export function viewJobMachine(entry: JobMachine, at: number, time: ServerTime): StateView {
  if (entry.startedAt === null || at < entry.startedAt) return running('Starting', 0);
  if (entry.endedAt === null || at < entry.endedAt) {
    const takes = time.scale(entry.machine.takesMs);
    const done = takes === 0 ? 99 : Math.floor(((at - entry.startedAt) / takes) * 100);
    return running('Working', Math.min(99, done));
  }
  return {
    state: 'Stopped',
    result: entry.result ?? 'None',
    endedAt: entry.endedAt,
    progress: 100,
    message: entry.message,
  };
}

/** A whole job as it stood at `at`. */
export function viewJob(job: Job, at: number): StateView {
  if (job.endedAt !== null && at >= job.endedAt) {
    return {
      state: 'Stopped',
      result: job.result ?? 'None',
      endedAt: job.endedAt,
      progress: 100,
      message: job.message,
    };
  }
  if (job.workingAt === null || at < job.workingAt) return running('Starting', 0);
  const ended = job.machines.filter((entry) => entry.endedAt !== null && at >= entry.endedAt);
  return running('Working', Math.floor((ended.length / Math.max(1, job.machines.length)) * 99));
}

function running(state: 'Starting' | 'Working', progress: number): StateView {
  return { state, result: 'None', endedAt: null, progress, message: null };
}
