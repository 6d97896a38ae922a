import { randomUUID } from 'node:crypto';

import type { ServerTime } from '../clock.js';
import type { Role, Scenario } from '../scenario/scenario-schema.js';

import type { Job, ReplicaRun } from './model.js';
import type { Task } from './task.js';

/** Who is logged on. A tenant's name stands in `tenant`; nobody else has one. */
export interface LogonUser {
  readonly name: string;
  readonly role: Role | 'Tenant';
  readonly tenant: string | null;
}

/** What a task was made for. */
export interface TaskOutcome {
  readonly job: Job | null;
  readonly run?: ReplicaRun | null;
  readonly failure: string | null;
  readonly message: string;
  readonly atOnce?: boolean;
}

export interface Logon {
  /** The guid of the body; the header's token is another thing. */
  readonly id: string;
  readonly token: string;
  readonly user: LogonUser;
  readonly openedAt: number;
  readonly tasks: Map<string, Task>;
  lastUsedAt: number;
  taskNumber: number;
}

/** Logon sessions and the tasks that live in them. A lost session loses its tasks, not the jobs. */
export class Logons {
  readonly #server: Scenario['server'];
  readonly #perSession: boolean;
  readonly #time: ServerTime;
  readonly #byToken = new Map<string, Logon>();
  readonly #everyTask: { readonly logon: string; readonly task: Task }[] = [];
  #taskNumber = 0;
  #opened = 0;
  #closed = 0;

  constructor(scenario: Scenario, time: ServerTime) {
    this.#server = scenario.server;
    this.#perSession = scenario.switches.taskNumbers === 'perSession';
    this.#time = time;
  }

  /** How many logons and logoffs there were. */
  get counts(): { readonly logons: number; readonly logoffs: number } {
    return { logons: this.#opened, logoffs: this.#closed };
  }

  /** Every task ever made, also of sessions that are gone. */
  get everyTask(): readonly { readonly logon: string; readonly task: Task }[] {
    return this.#everyTask;
  }

  open(user: LogonUser): Logon {
    const now = this.#time.now();
    const logon: Logon = {
      id: randomUUID(),
      // The vendor's samples show the base64 form of a guid that is not the session's.
      token: Buffer.from(randomUUID()).toString('base64'),
      user,
      openedAt: now,
      tasks: new Map(),
      lastUsedAt: now,
      taskNumber: 0,
    };
    this.#byToken.set(logon.token, logon);
    this.#opened += 1;
    return logon;
  }

  /** The session of a token, which this keeps alive; null when unknown or expired. */
  use(token: string): Logon | null {
    this.#sweep();
    const logon = this.#byToken.get(token);
    if (logon === undefined) return null;
    logon.lastUsedAt = this.#time.now();
    return logon;
  }

  list(): readonly Logon[] {
    this.#sweep();
    return [...this.#byToken.values()];
  }

  logOff(logon: Logon): void {
    this.#byToken.delete(logon.token);
    this.#closed += 1;
  }

  /** Forgets the session of a token, without a logoff. */
  drop(token: string): void {
    this.#byToken.delete(token);
  }

  /** Forgets every session; task numbers go on. */
  expireAll(): void {
    this.#byToken.clear();
  }

  /** Forgets every session, and numbers tasks from 1 again: the service was restarted. */
  restart(): void {
    this.#byToken.clear();
    this.#taskNumber = 0;
  }

  addTask(logon: Logon, operation: string, outcome: TaskOutcome): Task {
    this.#taskNumber += 1;
    logon.taskNumber += 1;
    const number = this.#perSession ? logon.taskNumber : this.#taskNumber;
    const task: Task = {
      id: `task-${number}`,
      operation,
      createdAt: this.#time.now(),
      run: null,
      atOnce: false,
      ...outcome,
    };
    logon.tasks.set(task.id, task);
    this.#everyTask.push({ logon: logon.id, task });
    return task;
  }

  #sweep(): void {
    const { sessionIdle, sessionIdleTime } = this.#server;
    const idle = sessionIdleTime === 'real' ? sessionIdle : this.#time.scale(sessionIdle);
    const now = this.#time.now();
    for (const logon of this.#byToken.values()) {
      if (now - logon.lastUsedAt >= idle) this.#byToken.delete(logon.token);
    }
  }
}
