import { randomUUID } from 'node:crypto';

import type { ServerTime } from '../clock.js';
import type { Fate, Scenario } from '../scenario/scenario-schema.js';

import { buildBackupServers, buildPlans } from './build-plans.js';
import { aggregateResult, failureMessage } from './job-result.js';
import { JobRunner } from './job-runner.js';
import type {
  BackupServer,
  Job,
  JobMachine,
  JobResult,
  Machine,
  Plan,
  PlanAction,
  RestorePoint,
} from './model.js';
import { Services } from './services.js';

// An old state is only wanted as long as the lag; this is far more.
const HISTORY_KEPT = 64;

const RESULT_OF: Readonly<Record<Exclude<Fate, 'hang'>, JobResult>> = {
  success: 'Success',
  warning: 'Warning',
  failed: 'Failed',
};

/**
 * The backup servers behind Enterprise Manager: plans, machines and running jobs. It knows nothing
 * of HTTP; jobs go on whatever happens to connections and logon sessions.
 */
export class World {
  readonly scenario: Scenario;
  readonly time: ServerTime;
  readonly services = new Services();
  readonly backupServers: readonly BackupServer[];
  readonly plans: readonly Plan[];
  readonly #jobs: Job[] = [];
  readonly #runners = new Map<Job, JobRunner>();
  /** When a collection job was last forced, by the server's clock. */
  #collectedAt = 0;

  constructor(scenario: Scenario, time: ServerTime) {
    this.scenario = scenario;
    this.time = time;
    this.backupServers = buildBackupServers(scenario);
    this.plans = buildPlans(scenario, this.backupServers, time.now());
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
        return jobMachine(machine, pickPoint(machine, startDate), now, skipped);
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
        jobMachine(machine, machine.history.at(-1)?.point ?? null, now, false),
      ),
    );
  }

  /** Ends a plan's running jobs at once; machines under way fail. */
  stopJobs(plan: Plan): void {
    for (const [job, runner] of this.#runners) {
      if (job.plan !== plan) continue;
      runner.stop();
      for (const entry of job.machines) this.#abandon(job, entry);
      this.#over(job);
    }
  }

  /** Changes how a machine's next end will be; one that hangs ends now. */
  setFate(machine: Machine, fate: Fate): void {
    machine.fate = fate;
    if (fate === 'hang') return;
    for (const runner of this.#runners.values()) runner.release(machine);
  }

  /** Puts a machine that is at rest into a state, as somebody at the console would. */
  setState(machine: Machine, state: 'ready' | 'failover'): void {
    if (state === 'failover') this.#cameUp(machine, machine.points[0] ?? null);
    else this.#wentDown(machine);
  }

  /** Stops every job and closes every port. */
  async close(): Promise<void> {
    for (const runner of this.#runners.values()) runner.stop();
    this.#runners.clear();
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
        this.#begin(job, entry);
      },
      end: (entry) => this.#end(job, entry),
      over: () => {
        this.#over(job);
      },
    });
    this.#jobs.push(job);
    this.#runners.set(job, runner);
    runner.start();
    return job;
  }

  #begin(job: Job, { machine }: JobMachine): void {
    if (job.action === 'undo') {
      machine.state = 'undoing';
      return;
    }
    machine.state = job.action === 'test' ? 'testing' : 'starting';
    if (job.action === 'test') machine.testedCount += 1;
    else machine.startedCount += 1;
    if (job.action === 'test' && (machine.fate === 'success' || machine.fate === 'warning')) {
      this.services.open(machine);
    }
  }

  #end(job: Job, entry: JobMachine): boolean {
    if (job.action === 'undo') {
      this.#endUndo(entry);
      return true;
    }
    const { machine } = entry;
    if (machine.fate === 'hang') return false;
    const result = entry.point === null ? 'Failed' : RESULT_OF[machine.fate];
    entry.result = result;
    entry.message =
      entry.point === null ? 'No restore point before the date asked for.' : fateMessage(machine);
    machine.lastResult = result;
    if (job.action === 'test' || result === 'Failed') {
      machine.state = 'ready';
      if (job.action === 'test') this.services.shut(machine);
    } else {
      this.#cameUp(machine, entry.point);
    }
    return true;
  }

  #endUndo(entry: JobMachine): void {
    const { machine } = entry;
    if (machine.spec.undoResult === 'failed') {
      entry.result = 'Failed';
      entry.message = machine.spec.message ?? 'The undo failed.';
      machine.state = 'failover';
      return;
    }
    entry.result = 'Success';
    machine.undoneCount += 1;
    this.#wentDown(machine);
  }

  #abandon(job: Job, entry: JobMachine): void {
    if (entry.endedAt !== null) return;
    entry.endedAt = this.time.now();
    entry.result = 'Failed';
    entry.message = 'The job was stopped.';
    if (entry.startedAt === null) return;
    entry.machine.state = job.action === 'undo' ? 'failover' : 'ready';
    if (job.action === 'test') this.services.shut(entry.machine);
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

  #cameUp(machine: Machine, point: RestorePoint | null): void {
    machine.state = 'failover';
    this.#remember(machine, point);
    this.services.open(machine);
  }

  #wentDown(machine: Machine): void {
    machine.state = 'ready';
    this.#remember(machine, null);
    this.services.shut(machine);
  }

  #remember(machine: Machine, point: RestorePoint | null): void {
    machine.history = [...machine.history.slice(1 - HISTORY_KEPT), { at: this.time.now(), point }];
  }
}

function jobMachine(
  machine: Machine,
  point: RestorePoint | null,
  createdAt: number,
  skipped: boolean,
): JobMachine {
  return {
    machine,
    point,
    createdAt,
    skipped,
    startedAt: null,
    endedAt: null,
    result: null,
    message: null,
  };
}

/** The newest point, or the newest that was created before a date (null: there is none). */
function pickPoint(machine: Machine, before: number | null): RestorePoint | null {
  return machine.points.find((point) => before === null || point.at < before) ?? null;
}

function fateMessage(machine: Machine): string | null {
  if (machine.fate === 'success') return null;
  const fallback =
    machine.fate === 'failed' ? 'The replica did not start.' : 'Guest tools did not answer.';
  return machine.spec.message ?? fallback;
}
