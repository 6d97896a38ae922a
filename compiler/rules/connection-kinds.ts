import type { Span } from '../document-node.js';
import type { RunbookRule } from '../rule.js';
import type { RunbookTarget } from '../runbook.js';

interface Use {
  readonly connection: string;
  readonly server: string;
  readonly span: Span;
}

const MANAGER = 'an Enterprise Manager';
const CONSOLE = 'a Service Provider Console';

/**
 * A connection is to one server, and its targets say of which sort: no configuration makes both come
 * true. Said at the first target of the other sort.
 */
export const checkConnectionKinds: RunbookRule = ({ targets }, problems) => {
  const servers = new Map<string, string>();
  for (const { connection, server, span } of targets.flatMap(usesOf)) {
    const first = servers.get(connection) ?? server;
    servers.set(connection, first);
    if (first === server) continue;
    problems.add('connection-conflict', span, { connection, first, second: server });
  }
};

function usesOf(target: RunbookTarget): readonly Use[] {
  const { connection, connectionSpan: span, subject, confirmSpan } = target;
  if (subject === null || connection === '') return [];
  const own = { connection, server: subject.kind === 'spcFailoverPlan' ? CONSOLE : MANAGER, span };
  const confirm = subject.kind === 'failoverPlan' ? subject.confirm : null;
  if (confirm === null || confirmSpan === null) return [own];
  return [own, { connection: confirm.connection, server: CONSOLE, span: confirmSpan }];
}
