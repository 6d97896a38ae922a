import { deterministicId } from '../deterministic-id.js';
import { element, type Element } from '../wire/element.js';
import type { Job, JobMachine } from '../world/model.js';

import { SESSION_RESULTS, SESSION_STATES, viewJobMachine, type StateView } from './job-state.js';
import { text, type Row } from './row.js';
import { link } from './site.js';
import { timestamp } from './timestamp.js';
import { keyFields, serverLink, type View } from './view.js';

/** The pages document FileLevelRestore and RestoreVm; no type for a failover is documented. */
export const RESTORE_JOB_TYPE = 'RestoreVm';

/** A session per machine of a plain plan's start, only when the scenario switches that on. */
export function restoreSessionRows(view: View): readonly Row[] {
  if (!view.world.scenario.switches.plainRestoreSessions) return [];
  return view.world.jobs
    .filter((job) => job.plan.kind === 'failoverPlan' && job.action === 'start')
    .flatMap((job) => job.machines.flatMap((entry) => restoreSessionRow(view, job, entry)));
}

function restoreSessionRow(view: View, job: Job, entry: JobMachine): readonly Row[] {
  const { startedAt, machine } = entry;
  if (startedAt === null || entry.skipped || startedAt > view.asOf) return [];
  const state = viewJobMachine(entry, view.asOf, view.world.time);
  const stamp = timestamp(startedAt).slice(0, 19).replace('T', ' ');
  const id = deterministicId('restoreSession', job.id, machine.id);
  const name = `${machine.name}@${stamp}`;
  return [
    {
      type: 'RestoreSession',
      id,
      name,
      path: `/restoreSessions/${id}`,
      up: () => [serverLink(view, job.plan.backupServer)],
      attributes: { VmDisplayName: machine.name },
      fields: () => ({
        ...keyFields('RestoreSession', id, name, job.plan.backupServer),
        Type: text(RESTORE_JOB_TYPE),
        CreationTime: { kind: 'time', value: startedAt },
        CreationTimeUTC: { kind: 'time', value: startedAt },
        EndTime: { kind: 'time', value: state.endedAt },
        EndTimeUTC: { kind: 'time', value: state.endedAt },
        State: { kind: 'enum', value: state.state, order: SESSION_STATES },
        Result: { kind: 'enum', value: state.result, order: SESSION_RESULTS },
        VmDisplayName: text(machine.name),
      }),
      entityLinks: pointLinks(view, entry),
      content: () => sessionContent(startedAt, state),
    },
  ];
}

function pointLinks(view: View, { point }: JobMachine): readonly Element[] {
  if (point === null) return [];
  const href = view.site.href(`/vmReplicaPoints/${point.id}`);
  return [link('Related', href, { type: 'VmReplicaPointReference', name: point.name })];
}

function sessionContent(startedAt: number, state: StateView): readonly Element[] {
  return [
    element('JobType', RESTORE_JOB_TYPE),
    element('CreationTimeUTC', timestamp(startedAt)),
    element('EndTimeUTC', state.endedAt === null ? null : timestamp(state.endedAt)),
    element('State', state.state),
    element('Result', state.result),
    // The vendor's sample of a finished one has 0 here: progress tells nothing.
    element('Progress', 0),
  ];
}
