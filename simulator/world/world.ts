import { randomUUID } from 'node:crypto';

import type { ServerTime } from '../clock.js';
import type { Fate, Scenario } from '../scenario/scenario-schema.js';

import { buildBackupServers, buildPlans } from './build-plans.js';
import { buildReplicas, planReplicas } from './build-replicas.js';
import { aggregateResult, failureMessage } from './job-result.js';
import { JobRunner } from './job-runner.js';
import { makeJobMachine } from './job-machine.js';
import { Machines } from './machines.js';
import type {
  BackupServer,
  Job,
  JobMachine,
  Machine,
  Plan,
  PlanAction,
  Replica,
  RestorePoint,
} from './model.js';
import { ReplicaRuns } from './replica-runs.js';
import type { Services } from './services.js';

/**
 * The backup servers behind Enterprise Manager: plans, machines and running jobs. It knows nothing
 * of HTTP; jobs go on whatever happens to connections and logon sessions.
 */
export class World {
  readonly scenario: Scenario;
  readonly time: ServerTime;
  readonly backupServers: readonly BackupServer[];
  readonly plans: readonly Plan[];
  /** The replicas that stand alone in the scenario. */
  readonly replicas: readonly Replica[];
  /** The machines of plain plans, each of which can be failed over by itself too. */
  readonly planReplicas: readonly Replica[];
  readonly replicaRuns: ReplicaRuns;
  readonly #machines: Machines;
  readonly #jobs: Job[] = [];
  readonly #runners = new Map<Job, JobRunner>();
  /** When a collection job was last forced, by the server's clock. */
  #collectedAt = 0;

  constructor(scenario: Scenario, time: ServerTime) {
    this.scenario = scenario;
    this.time = time;
    this.backupServers = buildBackupServers(scenario);
    this.plans = buildPlans(scenario, this.backupServers, time.now());
    this.replicas = buildReplicas(scenario, this.backupServers, time.now());
    this.planReplicas = planReplicas(this.plans);
    this.#machines = new Machines(time);
    this.replicaRuns = new ReplicaRuns(this.#machines, time);
  }

  get services(): Services {
    return this.#machines.services;
  }

  /** Every job so far, oldest first. */
  get jobs(): readonly Job[] {
    return this.#jobs;
  }

  /** The moment that Enterprise Manager's cache shows: now, less the lag. */
  asOf(): number {
    return Math.max(this.time.now() - this.time.scale(this.scenario.server.lag), this.#collectedAt);
  }

  /** Brings the cache up to date, as the collection job does. */
  collect(): void {
    this.#collectedAt = this.time.now();
  }

  isRunning(plan: Plan): boolean {
    return [...this.#runners.keys()].some((job) => job.plan === plan);
  }

  /** Starts or tests a plan, without asking whether that is allowed (see decidePlanAction). */
  startJob(plan: Plan, action: 'start' | 'test', startDate: number | null): Job {
    const listed = this.scenario.switches.skippedListed;
    const now = this.time.now();
    const busy = this.#busy(plan);
    const entries = plan.machines
      .map((machine) => {
        const skipped = machine.state !== 'ready' || busy.has(machine);
        return makeJobMachine(machine, pickPoint(machine, startDate), now, skipped);
      })
      .filter((entry) => listed || !entry.skipped);
    const job = this.#addJob(plan, action, plan.jobFails ? [] : entries);
    plan.lastJob = job;
    return job;
  }

  /** Undoes these machines of a plan, without asking whether that is allowed. */
  undoJob(plan: Plan, machines: readonly Machine[]): Job {
    const now = this.time.now();
    return this.#addJob(
      plan,
      'undo',
      machines.map((machine) =>
        makeJobMachine(machine, machine.history.at(-1)?.point ?? null, now, false),
      ),
    );
  }

  /** Ends a plan's running jobs at once; machines under way fail. */
  stopJobs(plan: Plan): void {
    for (const [job, runner] of this.#runners) {
      if (job.plan !== plan) continue;
      runner.stop();
      for (const entry of job.machines) this.#machines.abandon(job.action, entry);
      this.#over(job);
    }
  }

  /** Changes how a machine's next end will be; one that hangs ends now. */
  setFate(machine: Machine, fate: Fate): void {
    machine.fate = fate;
    if (fate === 'hang') return;
    for (const runner of this.#runners.values()) runner.release(machine);
    this.replicaRuns.release(machine);
  }

  /** Puts a machine that is at rest into a state, as somebody at the console would. */
  setState(machine: Machine, state: 'ready' | 'failover'): void {
    if (state === 'failover') this.#machines.cameUp(machine, machine.points[0] ?? null);
    else this.#machines.wentDown(machine);
  }

  /** Stops every job and closes every port. */
  async close(): Promise<void> {
    for (const runner of this.#runners.values()) runner.stop();
    this.#runners.clear();
    this.replicaRuns.close();
    await this.services.close();
  }

  /** The machines that a running job of the plan has still to see to. */
  #busy(plan: Plan): ReadonlySet<Machine> {
    const jobs = [...this.#runners.keys()].filter((job) => job.plan === plan);
    const entries = jobs.flatMap((job) => job.machines.filter((entry) => entry.endedAt === null));
    return new Set(entries.map((entry) => entry.machine));
  }

  #addJob(plan: Plan, action: PlanAction, machines: readonly JobMachine[]): Job {
    const job: Job = {
      id: randomUUID(),
      plan,
      action,
      createdAt: this.time.now(),
      machines,
      workingAt: null,
      endedAt: null,
      result: null,
      message: null,
    };
    const runner = new JobRunner(job, this.time, {
      begin: (entry) => {
        this.#machines.begin(action, entry);
      },
      end: (entry) => this.#machines.end(action, entry),
      over: () => {
        this.#over(job);
      },
    });
    this.#jobs.push(job);
    this.#runners.set(job, runner);
    runner.start();
    return job;
  }

  #over(job: Job): void {
    this.#runners.delete(job);
    job.endedAt = this.time.now();
    job.result =
      job.plan.jobFails && job.action !== 'undo'
        ? 'Failed'
        : aggregateResult(job, this.scenario.switches.someFailed);
    job.message = failureMessage(job, job.result);
  }
}

/** The newest point, or the newest that was created before a date (null: there is none). */
function pickPoint(machine: Machine, before: number | null): RestorePoint | null {
  return machine.points.find((point) => before === null || point.at < before) ?? null;
}
