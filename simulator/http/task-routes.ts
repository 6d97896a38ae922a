import { cutPage, isPaged } from '../query/paging.js';
import { taskElement } from '../resources/task.js';
import type { View } from '../resources/view.js';
import { listElement, type Element } from '../wire/element.js';
import { HttpProblem } from '../wire/http-problem.js';
import type { Task } from '../world/task.js';

import { answer } from './answer.js';
import type { Route } from './route.js';

/** Tasks: each logon session sees its own. */
export const taskRoutes: readonly Route[] = [
  {
    kind: 'session',
    method: 'GET',
    pattern: '/tasks',
    handle: ({ request }, view) => answer(200, taskList(view, request.query)),
  },
  {
    kind: 'session',
    method: 'GET',
    pattern: '/tasks/{id}',
    handle: ({ param }, view) => answer(200, taskElement(view, findTask(view, param('id')))),
  },
  {
    kind: 'session',
    method: 'DELETE',
    pattern: '/tasks/{id}',
    // It removes the record. No page says that the job on the backup server stops: it does not.
    handle: ({ param }, view) => {
      view.logon.tasks.delete(findTask(view, param('id')).id);
      return answer(204, null);
    },
  },
];

function taskList(view: View, query: URLSearchParams): Element {
  const tasks = [...view.logon.tasks.values()];
  const { defaultPageSize } = view.world.scenario.switches;
  const page = isPaged(query, defaultPageSize)
    ? cutPage(tasks, '/tasks', query, defaultPageSize, view.site)
    : { items: tasks, info: null };
  const items = page.items.map((task) => taskElement(view, task));
  return listElement('Tasks', 'Tasks', page.info === null ? items : [...items, page.info]);
}

function findTask(view: View, id: string): Task {
  const task = view.logon.tasks.get(id);
  if (task !== undefined) return task;
  // 500, not 404, in these words: seen by the clients of other products.
  throw new HttpProblem(500, `There is no backup task with id [${id}] in current rest session`);
}
