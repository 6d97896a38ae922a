import { bareList, element, type Element } from '../wire/element.js';
import { viewTask, type Task, type TaskView } from '../world/task.js';

import { hasSession, sessionPath } from './cloud-failover-session.js';
import { restoreSessionPath } from './restore-session.js';
import { text, type FieldValue } from './row.js';
import { link } from './site.js';
import type { View } from './view.js';

const TASK_STATES = ['Running', 'OperationFinished', 'Finished'] as const;

/** A task as the caller sees it now: the lag does not touch tasks, only what they link to. */
export function taskElement(view: View, task: Task): Element {
  const state = stateOf(view, task);
  const path = view.site.href(`/tasks/${task.id}`);
  return element(
    'Task',
    [
      bareList('Links', [
        link('Delete', path, { type: 'Task' }),
        ...sessionLinks(view, task, state),
      ]),
      element('TaskId', task.id),
      element('State', state.state),
      element('Operation', task.operation),
      ...(state.result === null
        ? []
        : [
            element('Result', [element('Message', state.result.message)], {
              Success: state.result.success,
            }),
          ]),
    ],
    { Type: 'Task', Href: path },
  );
}

/** What a query may filter tasks by. */
export function taskFields(view: View, task: Task): Readonly<Record<string, FieldValue>> {
  return {
    TaskId: text(task.id),
    State: { kind: 'enum', value: stateOf(view, task).state, order: TASK_STATES },
    Operation: text(task.operation),
  };
}

function stateOf(view: View, task: Task): TaskView {
  const { time, scenario } = view.world;
  return viewTask(task, view.now, time.scale(scenario.server.taskTime));
}

function sessionLinks(view: View, task: Task, state: TaskView): readonly Element[] {
  if (state.state !== 'Finished' && !(task.atOnce && state.result !== null)) return [];
  const made = task.job ?? task.run;
  if (made === null) return [];
  const isShown = view.asOf >= made.createdAt;
  if (!isShown && !view.world.scenario.switches.linkBeforeSession) return [];
  return [...jobLinks(view, task), ...runLinks(view, task)];
}

function jobLinks(view: View, { job }: Task): readonly Element[] {
  // An undo's page documents no link, also where an undo makes a session.
  if (job === null || job.action === 'undo' || !hasSession(job, view)) return [];
  return [
    link('Related', view.site.href(`${sessionPath(job)}?format=Entity`), {
      type: 'CloudFailoverSession',
      name: job.plan.name,
    }),
  ];
}

function runLinks(view: View, { run }: Task): readonly Element[] {
  if (run === null) return [];
  const href = view.site.href(`${restoreSessionPath(run)}?format=Entity`);
  return [link('Related', href, { type: 'RestoreSession' })];
}
