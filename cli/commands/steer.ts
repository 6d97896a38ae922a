import type { RunRecord, StepRecord } from '../../plan/run-record.js';
import type { ResolveChoice, SteeringCommand, SteeringVerb } from '../../plan/steering.js';
import { refused, wrongUse } from '../command-error.js';
import { confirm } from '../confirm.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { statedPerson } from '../person.js';
import { describeExecution } from '../temporal/execution.js';
import { openSession } from '../temporal/open-session.js';
import { queryRecord } from '../temporal/query-record.js';
import { sendCommand } from '../temporal/send-command.js';
import type { TemporalSession } from '../temporal/temporal-session.js';
import { steeringUpdateId } from '../steering-update-id.js';

export interface SteerArgs {
  readonly verb: SteeringVerb;
  readonly run: string;
  readonly step: string | null;
  readonly item: string | null;
  readonly machines: readonly string[];
  readonly choice: ResolveChoice | null;
  readonly globals: GlobalOptions;
}

/**
 * Tells a run what a person decided. A worker is asked for the record first: when none answers,
 * nothing is sent, so that "nothing was recorded" is true (exit 3). `abort` then leaves a durable
 * cancel request with Temporal instead.
 */
export async function steer(args: SteerArgs, io: Io): Promise<ExitCode> {
  const session = await openSession(args.globals, io);
  try {
    const execution = await describeExecution(session, args.run);
    if (!execution.isOpen) {
      throw refused(
        `run ${args.run} is over (${execution.summary.outcome ?? execution.status}); ${args.verb} has nothing to act on`,
      );
    }
    const record = await queryRecord(session, args.run);
    if (record === null) return await withoutWorker(session, args, io);
    await confirmSecondAbort(record, args, io);
    return await send(session, record, args, io);
  } finally {
    await session.close();
  }
}

async function send(
  session: TemporalSession,
  record: RunRecord,
  args: SteerArgs,
  io: Io,
): Promise<ExitCode> {
  checkStep(record, args.step);
  const command: SteeringCommand = {
    verb: args.verb,
    step: args.step,
    item: args.item,
    machines: args.machines,
    choice: args.choice,
    person: statedPerson(args.globals, io.env),
    reason: args.globals.reason,
  };
  const sent = await sendCommand(session, args.run, command, steeringUpdateId(command, record));
  switch (sent.kind) {
    case 'accepted':
      if (args.globals.json) io.stdout.write(`${JSON.stringify(sent.receipt)}\n`);
      else
        io.stdout.write(
          `${args.verb} accepted${sent.receipt.step === null ? '' : ` for step ${sent.receipt.step}`}\n`,
        );
      return EXIT.done;
    case 'refused':
      throw refused(`${args.verb} was refused: ${sent.message}`);
    case 'no-answer':
      throw wrongUse(
        `the worker stopped answering while ${args.verb} was on its way: it may still be carried ` +
          `out. Look before you repeat it: drillbook status ${args.run}`,
      );
  }
}

async function withoutWorker(session: TemporalSession, args: SteerArgs, io: Io): Promise<ExitCode> {
  if (args.verb !== 'abort') {
    throw wrongUse(
      'no worker answers, nothing was recorded; start one with drillbook worker, then repeat this',
    );
  }
  await session.client.workflow.getHandle(args.run).cancel();
  io.stderr.write(
    'no worker answers; a cancel request is kept by Temporal instead. The run is aborted and ' +
      'cleaned up when a worker is back. Your name and reason are not in it.\n',
  );
  if (args.globals.json)
    io.stdout.write(`${JSON.stringify({ verb: 'abort', cancelRequested: true })}\n`);
  return EXIT.done;
}

function checkStep(record: RunRecord, step: string | null): void {
  if (step === null || record.steps.some(({ id }: StepRecord) => id === step)) return;
  const known = record.steps.map(({ id }) => id).join(', ');
  throw wrongUse(`run ${record.run.id} has no step ${step}; it has: ${known}`);
}

/** A second abort gives up the clean-up: at a terminal that is asked for. */
async function confirmSecondAbort(record: RunRecord, args: SteerArgs, io: Io): Promise<void> {
  const first = record.interventions.find(
    ({ command, accepted }) => command === 'abort' && accepted,
  );
  if (args.verb !== 'abort' || first === undefined || !io.isTerminal.stdin) return;
  const what =
    `Run ${args.run} was aborted by ${first.by} at ${first.at} and cleans up. ` +
    'Another abort ends its clean-up: what is not undone by then stays as it is (leftovers).';
  await confirm(io, { what, word: 'leftovers', yes: false });
}
