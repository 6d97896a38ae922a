import { deterministicId } from '../deterministic-id.js';
import { assertNever } from '../assert-never.js';
import { element, type Element } from '../wire/element.js';
import type { BackupServer, Job, JobMachine, ReplicaKind, ReplicaRun } from '../world/model.js';

import { SESSION_RESULTS, SESSION_STATES, viewJobMachine, type StateView } from './job-state.js';
import { text, type Row } from './row.js';
import { link } from './site.js';
import { timestamp } from './timestamp.js';
import { keyFields, serverLink, type View } from './view.js';

/** The pages document FileLevelRestore and RestoreVm; no type for a failover is documented. */
const RESTORE_JOB_TYPE = 'RestoreVm';

/** What a session is written from. */
interface Session {
  readonly id: string;
  readonly createdAt: number;
  readonly backupServer: BackupServer;
  readonly entry: JobMachine;
  readonly kind: ReplicaKind;
}

/**
 * A session per failover of a single replica; and one per machine of a plain plan's start, only
 * when the scenario switches that on.
 */
export function restoreSessionRows(view: View): readonly Row[] {
  const jobs = view.world.scenario.switches.plainRestoreSessions ? view.world.jobs : [];
  return [...jobs.flatMap(planSessions), ...view.world.replicaRuns.all.map(replicaSession)]
    .filter((session) => session.createdAt <= view.asOf)
    .map((session) => restoreSessionRow(view, session));
}

export function restoreSessionPath(run: ReplicaRun): string {
  return `/restoreSessions/${run.id}`;
}

function planSessions(job: Job): readonly Session[] {
  const { plan } = job;
  if (plan.kind !== 'failoverPlan' || plan.seenBy === 'console' || job.action !== 'start')
    return [];
  return job.machines.flatMap((entry) =>
    entry.startedAt === null || entry.skipped
      ? []
      : [
          {
            id: deterministicId('restoreSession', job.id, entry.machine.id),
            createdAt: entry.startedAt,
            backupServer: plan.backupServer,
            entry,
            kind: 'vmReplica' as const,
          },
        ],
  );
}

function replicaSession({ id, createdAt, entry, replica }: ReplicaRun): Session {
  return { id, createdAt, backupServer: replica.backupServer, entry, kind: replica.kind };
}

function restoreSessionRow(view: View, session: Session): Row {
  const { id, createdAt, backupServer, entry } = session;
  const { machine } = entry;
  const state = viewJobMachine(entry, view.asOf, view.world.time);
  const stamp = timestamp(createdAt).slice(0, 19).replace('T', ' ');
  const name = `${machine.name}@${stamp}`;
  return {
    type: 'RestoreSession',
    id,
    name,
    path: `/restoreSessions/${id}`,
    up: () => [serverLink(view, backupServer)],
    attributes: { VmDisplayName: machine.name },
    fields: () => ({
      ...keyFields('RestoreSession', id, name, backupServer),
      Type: text(RESTORE_JOB_TYPE),
      CreationTime: { kind: 'time', value: createdAt },
      CreationTimeUTC: { kind: 'time', value: createdAt },
      EndTime: { kind: 'time', value: state.endedAt },
      EndTimeUTC: { kind: 'time', value: state.endedAt },
      State: { kind: 'enum', value: state.state, order: SESSION_STATES },
      Result: { kind: 'enum', value: state.result, order: SESSION_RESULTS },
      VmDisplayName: text(machine.name),
    }),
    entityLinks: () => pointLinks(view, session),
    content: () => sessionContent(createdAt, state),
  };
}

function pointLinks(view: View, { entry: { point }, kind }: Session): readonly Element[] {
  if (point === null) return [];
  switch (kind) {
    case 'vmReplica':
      return [pointLink(view, '/vmReplicaPoints', 'VmReplicaPointReference', point)];
    case 'vAppReplica':
      return [pointLink(view, '/vAppReplicaPoints', 'VAppReplicaPointReference', point)];
    // A state between two points is no resource.
    case 'cdpVm':
    case 'cdpVApp':
      return [];
    default:
      return assertNever(kind);
  }
}

function pointLink(
  view: View,
  folder: string,
  type: string,
  point: { readonly id: string; readonly name: string },
): Element {
  return link('Related', view.site.href(`${folder}/${point.id}`), { type, name: point.name });
}

function sessionContent(createdAt: number, state: StateView): readonly Element[] {
  return [
    element('JobType', RESTORE_JOB_TYPE),
    element('CreationTimeUTC', timestamp(createdAt)),
    element('EndTimeUTC', state.endedAt === null ? null : timestamp(state.endedAt)),
    element('State', state.state),
    element('Result', state.result),
    // The vendor's sample of a finished one has 0 here: progress tells nothing.
    element('Progress', 0),
  ];
}
