import { element, listElement, type Element } from '../wire/element.js';
import type { Job, JobMachine } from '../world/model.js';

import {
  SESSION_RESULTS,
  SESSION_STATES,
  viewJob,
  viewJobMachine,
  type StateView,
} from './job-state.js';
import { text, type Row } from './row.js';
import { link } from './site.js';
import { timestamp } from './timestamp.js';
import { keyFields, serverLink, type View } from './view.js';

/** The sessions that the cache shows by now. A test's and a start's are told apart by nothing. */
export function cloudFailoverSessionRows(view: View): readonly Row[] {
  return view.world.jobs
    .filter((job) => hasSession(job, view) && job.createdAt <= view.asOf)
    .map((job) => sessionRow(view, job));
}

/** Whether a job shows as a CloudFailoverSession at all. */
export function hasSession(job: Job, view: View): boolean {
  if (job.plan.kind !== 'cloudFailoverPlan' || job.plan.seenBy === 'console') return false;
  return job.action !== 'undo' || view.world.scenario.switches.undoMakesSession;
}

export function sessionPath(job: Job): string {
  return `/cloud/failoverSessions/${job.id}`;
}

function sessionRow(view: View, job: Job): Row {
  const { plan } = job;
  const state = viewJob(job, view.asOf);
  return {
    type: 'CloudFailoverSession',
    id: job.id,
    name: plan.name,
    path: sessionPath(job),
    up: () => [serverLink(view, plan.backupServer)],
    fields: () => ({
      ...keyFields('CloudFailoverSession', job.id, plan.name, plan.backupServer),
      Type: text('FailoverPlan'),
      CreationTime: { kind: 'time', value: job.createdAt },
      CreationTimeUTC: { kind: 'time', value: job.createdAt },
      EndTime: { kind: 'time', value: state.endedAt },
      EndTimeUTC: { kind: 'time', value: state.endedAt },
      State: { kind: 'enum', value: state.state, order: SESSION_STATES },
      Result: { kind: 'enum', value: state.result, order: SESSION_RESULTS },
      FailureMessage: text(state.message ?? ''),
    }),
    content: () => sessionContent(view, job, state),
  };
}

function sessionContent(view: View, job: Job, state: StateView): readonly Element[] {
  const { emptyTasksAtEnd, failedSessionWithoutMachines } = view.world.scenario.switches;
  const bare = failedSessionWithoutMachines && state.result === 'Failed';
  const empty = bare || (emptyTasksAtEnd && state.state === 'Stopped');
  return [
    element('JobType', 'FailoverPlan'),
    ...stateElements(job.createdAt, bare ? { ...state, message: null } : state),
    listElement(
      'CloudFailoverTasks',
      'CloudFailoverTasks',
      empty ? [] : job.machines.map((entry) => machineTask(view, entry)),
    ),
  ];
}

function machineTask(view: View, entry: JobMachine): Element {
  const { machine, point } = entry;
  const state = viewJobMachine(entry, view.asOf, view.world.time);
  return element(
    'CloudFailoverTasks',
    [...(point === null ? [] : [pointLink(view, point)]), ...stateElements(entry.createdAt, state)],
    { VmName: machine.name },
  );
}

function pointLink(view: View, point: { readonly id: string; readonly name: string }): Element {
  const href = view.site.href(`/cloud/vmReplicaPoints/${point.id}`);
  const { attributes } = link('Related', href, {
    type: 'CloudVmReplicaPointReference',
    name: point.name,
  });
  return element('VmReplicaPointLink', '', attributes);
}

function stateElements(createdAt: number, state: StateView): readonly Element[] {
  return [
    element('CreationTimeUTC', timestamp(createdAt)),
    element('EndTimeUTC', state.endedAt === null ? null : timestamp(state.endedAt)),
    element('State', state.state),
    element('Result', state.result),
    element('Progress', state.progress),
    element('FailureMessage', state.message),
  ];
}
