import type { JsonObject } from './json.js';
import type { MachineResult } from './outcome.js';
import type { MachineRecord } from './run-record.js';

/** One replicated machine or vApp as its server knows it. Ids are VBR guids. */
export interface ReplicaMachine {
  readonly name: string;
  readonly backupServerId: string | null;
  readonly backupServerName: string | null;
  /** What Enterprise Manager lists its points or machines under: a replication job, a CDP policy. */
  readonly replicaId: string | null;
  /** CDP: the id that it is failed over by. Others have restore points instead: null. */
  readonly id: string | null;
}

/** What the server showed of a machine just before its start. */
export interface ReplicaBaseline {
  /** The server's own clock. */
  readonly serverTime: string;
  /** Whether the role may list restore sessions: where not, none can be told to be new. */
  readonly hasSessions: boolean;
  /** The restore sessions of the machine that were there. */
  readonly sessionIds: readonly string[];
}

/** How the server was seen to take the start. */
export interface ReplicaJob {
  readonly evidence: 'answer' | 'task' | 'person';
  readonly taskId: string | null;
  readonly logonSession: string | null;
  /** The queue of the worker process whose logon session made the task; null: it is gone. */
  readonly taskQueue: string | null;
  readonly sentAt: string;
}

/**
 * One machine of a replicas target as a run drives it. JSON: it goes to the child workflow of its
 * group and back.
 */
export interface DrivenReplica {
  readonly machine: ReplicaMachine;
  /**
   * - idle: nothing of ours is under way; - queued: to be started; - sending: its start is on its
   * way; - unclear: it may have been started; - accepted: the server has the job and its end is not
   * seen; - over: the job has ended.
   */
  state: 'idle' | 'queued' | 'sending' | 'unclear' | 'accepted' | 'over';
  /** null: not ended. */
  result: MachineResult | null;
  message: string | null;
  /** How often it was tried to start it. */
  attempts: number;
  restorePoint: string | null;
  restorePointTime: string | null;
  startedAt: string | null;
  endedAt: string | null;
  baseline: ReplicaBaseline | null;
  job: ReplicaJob | null;
  /** The restore session that the job became, and how that is known. */
  sessionId: string | null;
  sessionBy: 'task-link' | 'search' | null;
  /** The task tells nothing more: it is Finished, or lost with its logon session. */
  isTaskOver: boolean;
  /** Since when its restore session is looked for in vain (ISO 8601). */
  unseenSince: string | null;
  /** When its sessions were last looked at (ISO 8601, this side's clock). */
  seenAt: string | null;
  /** The server showed the end: what failed so may be started again. */
  isEndSeen: boolean;
  /** What a look for traces found, while the start is unclear. */
  evidence: JsonObject | null;
  /** It may be failed over by this run, and the connection's mark says so. */
  isMarked: boolean;
  /** How often it is started again by itself in this attempt when it fails. */
  retriesLeft: number;
  /**
   * How it stood when a person had it sent again, because nobody could tell whether it was started or
   * how that ended. Only a further start that may have been acted upon closes this question. Absent or
   * null: there is none.
   */
  earlier?: Omit<DrivenReplica, 'earlier'> | null;
}

export function newReplica(machine: ReplicaMachine): DrivenReplica {
  return {
    machine,
    state: 'idle',
    result: null,
    message: null,
    attempts: 0,
    restorePoint: null,
    restorePointTime: null,
    startedAt: null,
    endedAt: null,
    baseline: null,
    job: null,
    sessionId: null,
    sessionBy: null,
    isTaskOver: false,
    unseenSince: null,
    seenAt: null,
    isEndSeen: false,
    evidence: null,
    isMarked: false,
    retriesLeft: 0,
  };
}

/** A machine as the record shows it. */
export function machineRecordOf(replica: DrivenReplica): MachineRecord {
  const { machine, result, restorePoint, restorePointTime, startedAt, endedAt } = replica;
  return {
    name: machine.name,
    result: result ?? 'running',
    message: replica.message ?? (replica.state === 'queued' ? 'not started yet' : null),
    restorePoint,
    restorePointTime,
    startedAt,
    endedAt,
    attempts: Math.max(1, replica.attempts),
  };
}
