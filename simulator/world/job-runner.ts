import type { ServerTime } from '../clock.js';

import type { JobMachine, Machine, PlanAction } from './model.js';

/** How many machines of one job are worked on at once: start 10, undo 5, as VBR's guide says. */
const AT_ONCE = { start: 10, test: 10, undo: 5 } as const;

// The state Starting is short, but long enough to be seen at speed 1.
const STARTING_MS = 1_000;

/** What the world does when a job's machine begins and ends, and when the job is over. */
export interface JobHooks {
  readonly begin: (entry: JobMachine) => void;
  /** True when the machine ended; false when it hangs. */
  readonly end: (entry: JobMachine) => boolean;
  readonly over: () => void;
}

/** What the runner needs of a job: a plan's, or the failover of one replica. */
export interface RunnerJob {
  readonly action: PlanAction;
  readonly machines: readonly JobMachine[];
  workingAt: number | null;
}

/** Moves one job along: machines in order, so many at once, each in its own time. */
export class JobRunner {
  readonly #job: RunnerJob;
  readonly #time: ServerTime;
  readonly #hooks: JobHooks;
  readonly #waiting: JobMachine[];
  readonly #cancels = new Set<() => void>();
  readonly #hanging = new Map<Machine, JobMachine>();
  #active = 0;

  constructor(job: RunnerJob, time: ServerTime, hooks: JobHooks) {
    this.#job = job;
    this.#time = time;
    this.#hooks = hooks;
    // From the end, so that taking the next one is cheap with a thousand machines.
    this.#waiting = job.machines.filter((entry) => !entry.skipped).reverse();
  }

  /** Begins; the first machines start after a moment. */
  start(): void {
    this.#after(STARTING_MS, () => {
      this.#job.workingAt = this.#time.now();
      for (const entry of this.#job.machines) if (entry.skipped) this.#stampSkipped(entry);
      this.#pump();
    });
  }

  /** Ends a machine that hangs, after its fate was changed. */
  release(machine: Machine): void {
    const entry = this.#hanging.get(machine);
    if (entry === undefined) return;
    this.#hanging.delete(machine);
    this.#finish(entry);
  }

  /** Cancels what is still to come; the machines stay as they are. */
  stop(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
    this.#waiting.length = 0;
    this.#hanging.clear();
  }

  #pump(): void {
    while (this.#active < AT_ONCE[this.#job.action]) {
      const entry = this.#waiting.pop();
      if (entry === undefined) break;
      this.#begin(entry);
    }
    if (this.#active === 0 && this.#waiting.length === 0) this.#hooks.over();
  }

  #begin(entry: JobMachine): void {
    this.#active += 1;
    entry.startedAt = this.#time.now();
    this.#hooks.begin(entry);
    const { machine } = entry;
    const takes = this.#job.action === 'undo' ? machine.spec.undoTakes : machine.takesMs;
    this.#after(takes, () => {
      this.#finish(entry);
    });
  }

  #finish(entry: JobMachine): void {
    if (!this.#hooks.end(entry)) {
      this.#hanging.set(entry.machine, entry);
      return;
    }
    entry.endedAt = this.#time.now();
    this.#active -= 1;
    this.#pump();
  }

  #stampSkipped(entry: JobMachine): void {
    entry.startedAt = this.#time.now();
    entry.endedAt = entry.startedAt;
    entry.result = 'Success';
    entry.message = 'The replica is failed over already: skipped.';
  }

  #after(milliseconds: number, act: () => void): void {
    const cancel = this.#time.after(milliseconds, () => {
      this.#cancels.delete(cancel);
      act();
    });
    this.#cancels.add(cancel);
  }
}
