import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  type ChildWorkflowHandle,
  condition,
  ParentClosePolicy,
  startChild,
  type Workflow,
} from '@temporalio/workflow';
import type { DrivenReplica } from '../../plan/driven-replica.js';
import type { PausableLimit } from '../../plan/pausable-limit.js';
import { MACHINES_PER_GROUP } from '../../plan/plan.js';
import {
  ALLOW_SIGNAL,
  GROUP_WORKFLOW,
  type GroupReport,
  STOP_GROUP_SIGNAL,
} from '../../plan/workflow-names.js';
import { now, type Run } from '../run.js';
import type { GroupFacts, GroupInput, GroupResult } from './group.js';
import { countsOf, takeOver } from './group-results.js';
import { leaveUnstarted } from './leave-unstarted.js';
import { takeLostGroup } from './lost-group.js';

/** Beyond the time limit, its look-ups and its following: a group that has not ended then is lost. */
const GRACE_MS = 45 * 60_000;

interface Driven {
  readonly facts: Omit<GroupFacts, 'prefix' | 'isAwaited'>;
  /** The deadline of the facts, moved by pauses. */
  readonly limit: PausableLimit;
}

/** One group of a wave, driven by a workflow of its own. */
interface Group {
  readonly id: string;
  readonly replicas: DrivenReplica[];
  readonly since: string;
  handle: ChildWorkflowHandle<Workflow> | null;
  /** How many of its machines are under way; before it is drained: how many may be. */
  inFlight: number;
  isDrained: boolean;
  isOver: boolean;
}

/**
 * Drives more replicas than one workflow should, in groups one after the other. The next one begins
 * as soon as the one before has nothing left to start, with the places that are free then and those
 * that become free: one machine that hangs blocks its own place alone.
 */
export async function driveInGroups(
  run: Run,
  driven: Driven,
  wave: string,
  replicas: readonly DrivenReplica[],
): Promise<void> {
  const groups = chunks(replicas).map((chunk, index): Group => ({
    id: `${run.id}/${wave}/group-${index + 1}`,
    replicas: chunk,
    since: now(),
    handle: null,
    inFlight: 0,
    isDrained: false,
    isOver: false,
  }));
  const drive = new GroupsDrive(run, driven, wave, groups);
  for (const group of groups) {
    run.groupReports.set(group.id, (report) => {
      drive.hear(group, report);
    });
  }
  const forgetStop = run.onStop(() => {
    drive.stop();
  });
  const forgetPause = run.onPause(() => {
    drive.tellPlaces();
  });
  try {
    await drive.toEnd();
  } finally {
    forgetStop();
    forgetPause();
    for (const { id } of groups) run.groupReports.delete(id);
  }
}

function chunks(replicas: readonly DrivenReplica[]): DrivenReplica[][] {
  const found: DrivenReplica[][] = [];
  for (let at = 0; at < replicas.length; at += MACHINES_PER_GROUP) {
    found.push(replicas.slice(at, at + MACHINES_PER_GROUP));
  }
  return found;
}

class GroupsDrive {
  readonly #run: Run;
  readonly #facts: Driven['facts'];
  readonly #limit: PausableLimit;
  readonly #wave: string;
  readonly #groups: readonly Group[];

  constructor(run: Run, { facts, limit }: Driven, wave: string, groups: readonly Group[]) {
    this.#run = run;
    this.#facts = facts;
    this.#limit = limit;
    this.#wave = wave;
    this.#groups = groups;
  }

  async toEnd(): Promise<void> {
    for (const [index, group] of this.#groups.entries()) {
      await this.#place();
      if (this.#isClosed() && this.#leave(group)) continue;
      await this.#begin(group, index);
      await condition(() => group.isDrained || group.isOver);
    }
    await condition(() => this.#groups.every(({ isOver }) => isOver));
  }

  /** A group's word on how many of its machines are under way. */
  hear(group: Group, { inFlight }: GroupReport): void {
    group.isDrained = true;
    group.inFlight = inFlight;
    this.#allow();
  }

  stop(): void {
    for (const group of this.#groups) this.#tell(group, STOP_GROUP_SIGNAL, null);
  }

  /** Waits until a machine may be started. */
  async #place(): Promise<void> {
    const isReady = (): boolean =>
      (this.#free() > 0 && this.#run.pause === null) || this.#run.stop !== null;
    if (isReady() || this.#isClosed()) return;
    // While a person holds the run its end alone counts, and the limit goes on from there.
    while (!isReady() && !this.#isClosed()) {
      if (this.#limit.isHeld) await condition(() => isReady() || !this.#limit.isHeld);
      else
        await condition(() => isReady() || this.#limit.isHeld, this.#timeLeft(), {
          summary: `${this.#facts.step}: time limit`,
        });
    }
  }

  #isClosed(): boolean {
    return this.#run.stop !== null || this.#limit.isOver(Date.now());
  }

  #timeLeft(): number {
    return Math.max(1, this.#limit.deadline(Date.now()) - Date.now());
  }

  /** Nothing is begun any more. false: some of its machines are under way already. */
  #leave(group: Group): boolean {
    if (group.replicas.some(({ state }) => state === 'accepted')) return false;
    const message =
      this.#run.stop === null
        ? 'not started within the time limit'
        : 'the run was stopped before its start';
    leaveUnstarted(group.replicas, 'cancelled', message);
    group.isDrained = true;
    group.isOver = true;
    return true;
  }

  /** What the groups do not use; the one that still starts machines has all that is left. */
  #free(): number {
    const used = this.#groups
      .filter(({ handle, isOver }) => handle !== null && !isOver)
      .reduce((sum, { inFlight }) => sum + inFlight, 0);
    return this.#facts.concurrency - used;
  }

  async #begin(group: Group, index: number): Promise<void> {
    const slots = Math.max(0, this.#free());
    const input: GroupInput = {
      facts: {
        ...this.#facts,
        deadline: this.#limit.deadline(Date.now()),
        prefix: this.#wave,
        isAwaited: index < this.#groups.length - 1,
      },
      runId: this.#run.id,
      replicas: group.replicas,
      slots,
    };
    try {
      group.handle = await startChild(GROUP_WORKFLOW, {
        workflowId: group.id,
        // A machine is started once: an id that was used is never used again, whatever became of it.
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        // Cancelled, not terminated, when the run is gone: a job that is under way is followed to its
        // end and its record kept; nothing more is begun.
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
        args: [input],
        staticSummary: `${group.replicas.length} replicas of step ${this.#facts.step}`,
      });
      group.inFlight = slots;
      this.#run.log('group-started', this.#facts.step, {
        group: group.id,
        machines: group.replicas.length,
        places: slots,
      });
      void this.#watch(group);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      await takeLostGroup(this.#run, group, {
        isStillThere: true,
        message: `a workflow of this id (${group.id}) was there already: this run was reset`,
      });
      this.#end(group, null);
    }
  }

  async #watch(group: Group): Promise<void> {
    const { handle } = group;
    if (handle === null) return;
    const settled: { result: GroupResult | null; error: unknown; is: boolean } = {
      result: null,
      error: null,
      is: false,
    };
    (handle.result() as Promise<GroupResult>).then(
      (result) => {
        Object.assign(settled, { result, is: true });
      },
      (error: unknown) => {
        Object.assign(settled, { error, is: true });
      },
    );
    await this.#patience(() => settled.is);
    if (settled.result === null) {
      const why = settled.is ? String(settled.error) : 'it has not ended in time';
      await takeLostGroup(this.#run, group, {
        isStillThere: !settled.is,
        message: `the workflow of its group (${group.id}) did not end well: ${why}`,
      });
    } else {
      takeOver(group.replicas, settled.result.replicas);
    }
    this.#end(group, settled.result);
  }

  /** Waits until a group has ended, or should have long ago; a pause gives it that much more time. */
  async #patience(isEnded: () => boolean): Promise<void> {
    const { lagSeconds, concurrency } = this.#facts;
    const grace = GRACE_MS + (concurrency + 4) * lagSeconds * 1000;
    for (let known = -1; known !== this.#limit.deadline(Date.now());) {
      known = this.#limit.deadline(Date.now());
      const isOver = await condition(isEnded, Math.max(GRACE_MS, known - Date.now() + grace), {
        summary: `${this.#facts.step}: when a group counts as lost`,
      });
      if (isOver) return;
    }
  }

  #end(group: Group, result: GroupResult | null): void {
    group.isOver = true;
    const { step } = this.#facts;
    this.#run.log('group-ended', step, {
      group: group.id,
      machines: countsOf(group.replicas),
      // The group's own journal is chained as this one is; its head stands for all of it.
      chain: result === null ? null : { ...result.chain },
    });
    this.#allow();
  }

  /** Gives the places that became free to the group that still starts machines. */
  #allow(): void {
    const current = this.#current();
    if (current === undefined) return;
    const places = this.#free() + current.inFlight;
    if (places <= current.inFlight) return;
    current.inFlight = places;
    if (this.#run.pause === null) this.#tell(current, ALLOW_SIGNAL, places);
  }

  /** Takes its places away from the group that still starts machines while the run is held. */
  tellPlaces(): void {
    const current = this.#current();
    if (current === undefined) return;
    this.#tell(current, ALLOW_SIGNAL, this.#run.pause === null ? current.inFlight : 0);
  }

  #current(): Group | undefined {
    return this.#groups.find(
      ({ handle, isDrained, isOver }) => handle !== null && !isDrained && !isOver,
    );
  }

  #tell(group: Group, signal: string, argument: number | null): void {
    if (group.handle === null || group.isOver) return;
    group.handle
      .signal(signal, ...(argument === null ? [] : [argument]))
      // It has ended meanwhile.
      .catch(() => undefined);
  }
}
