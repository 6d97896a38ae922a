import path from 'node:path';
import { isRunbookId } from '../../compiler/read/names.js';
import type { Config, ConnectionConfig } from '../../config/config.js';
import { refused, wrongUse } from '../command-error.js';
import { connectionNamed } from '../connection-named.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import { collectFirst } from '../import/collect-first.js';
import { compiles } from '../import/check-text.js';
import { draftTargets } from '../import/draft-targets.js';
import type { Draft } from '../import/draft.js';
import { fit, type Written } from '../import/fit.js';
import type { Found } from '../import/found.js';
import { readConsole } from '../import/read-console.js';
import { readEnterpriseManager } from '../import/read-enterprise-manager.js';
import { isTarget, writeTrial } from '../import/write-runbook.js';
import { count } from '../import/write-target.js';
import type { Io } from '../io.js';
import { loadSettings, tellWarnings } from '../load-settings.js';
import { openConsole, openEnterpriseManager } from '../open-server.js';
import { refuseExisting, writeNewFile } from '../write-new-file.js';

export interface ImportArgs {
  readonly connection: string;
  /** null or `-`: stdout. */
  readonly output: string | null;
  /** The runbook's id; null: made of the connection's name. */
  readonly id: string | null;
  /** Has Enterprise Manager collect its backup servers' data before. */
  readonly collect: boolean;
  readonly globals: GlobalOptions;
}

/**
 * Writes a runbook from the plans and replicas that a server shows, checked before it is written.
 * Changes nothing on the server.
 */
export async function importRunbook(args: ImportArgs, io: Io): Promise<ExitCode> {
  const id = args.id ?? idFrom(args.connection);
  if (!isRunbookId(id)) {
    throw wrongUse(
      `"${id}" can't be a runbook's id: use small letters, digits and "-", beginning with a letter, at most 64`,
    );
  }
  const file =
    args.output === null || args.output === '-' ? null : path.resolve(io.cwd, args.output);
  if (file !== null) await refuseExisting(file);
  const config = await loadSettings(args.globals, io);
  tellWarnings(config, io);
  const connection = connectionNamed(args.connection, config);
  const found = await read(connection, config, args.collect, io);
  const drafts = draftTargets(found, (draft) => compiles(writeTrial(draft, connection.name)));
  if (!drafts.some(isTarget)) throw nothing(connection.name, found);
  const url = connection.type === 'http' ? '' : connection.url;
  const at = io.now().toISOString();
  const written = fit({ id, connection: connection.name, url, at, found }, drafts);
  if (written === null) throw refused(`what ${connection.name} shows first is too big for one run`);
  if (file !== null) await writeNewFile(file, written.text);
  tell(written, file, io);
  if (args.globals.json) print(written, found, { id, file }, io);
  else if (file === null) io.stdout.write(written.text);
  return EXIT.done;
}

function idFrom(connection: string): string {
  const words = connection.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const name = words.join('-').replace(/^[^a-z]+/, '');
  return `${name.slice(0, 50)}-failover`.replace(/^-/, '');
}

async function read(
  connection: ConnectionConfig,
  config: Config,
  collect: boolean,
  io: Io,
): Promise<Found> {
  const onWarning = (message: string): void => {
    io.stderr.write(`warning: ${message}\n`);
  };
  const note = (message: string): void => {
    io.stderr.write(`${connection.name}: ${message}\n`);
  };
  if (collect && connection.type !== 'enterprise-manager') {
    throw wrongUse(`--collect is for an Enterprise Manager; ${connection.name} is none`);
  }
  switch (connection.type) {
    case 'enterprise-manager': {
      const client = openEnterpriseManager(connection, config, io, { onWarning });
      try {
        if (collect) await collectFirst(client, note);
        return await readEnterpriseManager(client, note);
      } finally {
        await client.close();
      }
    }
    case 'service-provider-console': {
      const client = openConsole(connection, config, io, { onWarning });
      return await readConsole(client, note).finally(() => client.close());
    }
    case 'http':
      throw wrongUse(`connection ${connection.name} is no Veeam server: it has type http`);
  }
}

function nothing(connection: string, { unseen, user }: Found): Error {
  const hidden = unseen.map(({ what, why }) => `${what}: ${why}`).join('; ');
  const words =
    hidden === ''
      ? `${connection} shows no failover plan and no replica that a runbook could name`
      : `${connection} shows nothing that a runbook could name. Not seen: ${hidden}`;
  return refused(
    `${words}. Nothing was written; look at the role of ${user} with: drillbook doctor`,
  );
}

function tell({ drafts, left, warnings }: Written, file: string | null, io: Io): void {
  const where = file ?? 'stdout';
  io.stderr.write(`wrote ${count(drafts.filter(isTarget).length, 'target')} to ${where}\n`);
  if (left.length > 0) {
    io.stderr.write(`${count(left.length, 'target')} more do not fit into one run: see the file\n`);
  }
  const codes = [...new Set(warnings.map(({ code }) => code))].join(', ');
  if (codes !== '') io.stderr.write(`\`drillbook check\` warns of: ${codes}\n`);
}

function print(
  { text, drafts, left, warnings }: Written,
  { unseen }: Found,
  where: { readonly id: string; readonly file: string | null },
  io: Io,
): void {
  const result = {
    ...where,
    runbook: text,
    targets: drafts.filter(isTarget).map(targetJson),
    left: left.map(targetJson),
    unseen: unseen.map(({ what, why }) => ({ what, why })),
    warnings,
  };
  io.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}

function targetJson(draft: Draft) {
  if (draft.subject === 'plan') {
    const { kind, name, listings, machines } = draft.plan;
    const [{ id: planId, backupServer, tenant }] = listings;
    const place = { backupServer: backupServer.name, tenant: tenant?.name ?? null };
    return { id: draft.id, kind, name, planId, ...place, machines };
  }
  const { kind, job, backupServer } = draft.replicas;
  const place = { backupServer: backupServer.name, tenant: null };
  return { id: draft.id, kind, name: job.name, planId: null, ...place, machines: draft.names };
}
