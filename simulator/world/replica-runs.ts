import { randomUUID } from 'node:crypto';

import type { ServerTime } from '../clock.js';

import { makeJobMachine } from './job-machine.js';
import { JobRunner } from './job-runner.js';
import type { Machines } from './machines.js';
import type { Machine, Replica, ReplicaRun, RestorePoint } from './model.js';

/** The failovers of single replicas: each is a job of one machine, and nothing undoes it. */
export class ReplicaRuns {
  readonly #machines: Machines;
  readonly #time: ServerTime;
  readonly #runs: ReplicaRun[] = [];
  readonly #runners = new Map<ReplicaRun, JobRunner>();

  constructor(machines: Machines, time: ServerTime) {
    this.#machines = machines;
    this.#time = time;
  }

  /** Every failover so far, oldest first. */
  get all(): readonly ReplicaRun[] {
    return this.#runs;
  }

  /** Whether its machine is being worked on, by a failover of its own or by a plan. */
  isRunning({ machine }: Replica): boolean {
    if (machine.state !== 'ready' && machine.state !== 'failover') return true;
    return [...this.#runners.keys()].some((run) => run.replica.machine === machine);
  }

  /** Fails a replica over, without asking whether that is allowed (see decideReplicaFailover). */
  start(replica: Replica, point: RestorePoint | null): ReplicaRun {
    const now = this.#time.now();
    const entry = makeJobMachine(replica.machine, point, now, false);
    const run: ReplicaRun = {
      id: randomUUID(),
      replica,
      action: 'start',
      createdAt: now,
      entry,
      machines: [entry],
      workingAt: null,
    };
    const runner = new JobRunner(run, this.#time, {
      begin: (one) => {
        this.#machines.begin('start', one);
      },
      end: (one) => this.#machines.end('start', one),
      over: () => {
        this.#runners.delete(run);
      },
    });
    this.#runs.push(run);
    this.#runners.set(run, runner);
    runner.start();
    return run;
  }

  /** Ends a machine that hangs, after its fate was changed. */
  release(machine: Machine): void {
    for (const runner of this.#runners.values()) runner.release(machine);
  }

  close(): void {
    for (const runner of this.#runners.values()) runner.stop();
    this.#runners.clear();
  }
}
