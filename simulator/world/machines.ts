import type { ServerTime } from '../clock.js';
import type { Fate } from '../scenario/scenario-schema.js';

import type { JobMachine, JobResult, Machine, PlanAction, RestorePoint } from './model.js';
import { Services } from './services.js';

// An old state is only wanted as long as the lag; this is far more.
const HISTORY_KEPT = 64;

const RESULT_OF: Readonly<Record<Exclude<Fate, 'hang'>, JobResult>> = {
  success: 'Success',
  warning: 'Warning',
  failed: 'Failed',
};

/** Moves machines between their states, counts what was done to them, and opens their ports. */
export class Machines {
  readonly services = new Services();
  readonly #time: ServerTime;

  constructor(time: ServerTime) {
    this.#time = time;
  }

  /** A job begins with a machine. */
  begin(action: PlanAction, { machine }: JobMachine): void {
    if (action === 'undo') {
      machine.state = 'undoing';
      return;
    }
    machine.state = action === 'test' ? 'testing' : 'starting';
    if (action === 'test') machine.testedCount += 1;
    else machine.startedCount += 1;
    if (action === 'test' && (machine.fate === 'success' || machine.fate === 'warning')) {
      this.services.open(machine);
    }
  }

  /** A machine's time in a job is over; false when it hangs. */
  end(action: PlanAction, entry: JobMachine): boolean {
    if (action === 'undo') {
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
    if (action === 'test' || result === 'Failed') {
      machine.state = 'ready';
      if (action === 'test') this.services.shut(machine);
      // A replica that was up already and was failed over again is down now.
      else if (isUp(machine)) this.wentDown(machine);
    } else {
      this.cameUp(machine, entry.point);
    }
    return true;
  }

  /** A job was stopped before this machine's end. */
  abandon(action: PlanAction, entry: JobMachine): void {
    if (entry.endedAt !== null) return;
    entry.endedAt = this.#time.now();
    entry.result = 'Failed';
    entry.message = 'The job was stopped.';
    if (entry.startedAt === null) return;
    entry.machine.state = action === 'undo' ? 'failover' : 'ready';
    if (action === 'test') this.services.shut(entry.machine);
  }

  cameUp(machine: Machine, point: RestorePoint | null): void {
    machine.state = 'failover';
    this.#remember(machine, point);
    this.services.open(machine);
  }

  wentDown(machine: Machine): void {
    machine.state = 'ready';
    this.#remember(machine, null);
    this.services.shut(machine);
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
    this.wentDown(machine);
  }

  #remember(machine: Machine, point: RestorePoint | null): void {
    machine.history = [...machine.history.slice(1 - HISTORY_KEPT), { at: this.#time.now(), point }];
  }
}

function isUp(machine: Machine): boolean {
  return (machine.history.at(-1)?.point ?? null) !== null;
}

function fateMessage(machine: Machine): string | null {
  if (machine.fate === 'success') return null;
  const fallback =
    machine.fate === 'failed' ? 'The replica did not start.' : 'Guest tools did not answer.';
  return machine.spec.message ?? fallback;
}
