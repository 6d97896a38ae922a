import type { RunRecord, StepRecord } from '../../plan/run-record.js';
import type { SteeringCommand, SteeringReceipt, SteeringVerb } from '../../plan/steering.js';
import { plainText } from '../../report/terminal/plain-text.js';
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
  readonly choice: SteeringCommand['choice'];
  /** For `approve` and `reject`; missing: the plan that the run has now. */
  readonly planHash?: string;
  readonly isBreakGlass?: boolean;
  readonly note?: string;
  readonly globals: GlobalOptions;
}

/**
 * Tells a run what a person decided. A worker is asked for the record first: when none answers,
 * nothing is sent, so that "nothing was recorded" is true (exit 3). `abort` then leaves a durable
 * cancel request with Temporal instead.
 */
export async function steer(args: SteerArgs, io: Io): Promise<ExitCode> {
  checkReason(args);
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
    await confirmEndOfCleanUp(record, args, io);
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
    ...extraOf(args, record),
  };
  if (command.planHash !== undefined) sayWhat(record, command, io);
  const sent = await sendCommand(session, args.run, command, steeringUpdateId(command, record));
  switch (sent.kind) {
    case 'accepted':
      io.stdout.write(
        `${args.globals.json ? JSON.stringify(sent.receipt) : receiptWords(sent.receipt)}\n`,
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

/** What only some commands carry. An approval is for one plan: that which its sender has seen. */
function extraOf(args: SteerArgs, record: RunRecord): Partial<SteeringCommand> {
  const { verb, planHash, isBreakGlass, note } = args;
  const isBound = verb === 'approve' || verb === 'reject';
  return {
    ...(isBound ? { planHash: planHash ?? record.run.planHash } : {}),
    ...(isBreakGlass === undefined ? {} : { isBreakGlass }),
    ...(note === undefined ? {} : { note }),
  };
}

/** Says what is approved or rejected, so that nobody says yes to something else. */
function sayWhat(record: RunRecord, command: SteeringCommand, io: Io): void {
  const asked = record.waitingFor.find(
    ({ kind, step, item, run }) =>
      kind === 'approval' &&
      run === undefined &&
      (command.step === null || command.step === step) &&
      (command.item === null || command.item === item),
  );
  const { message } = asked?.evidence ?? {};
  const words = typeof message === 'string' ? plainText(message) : `run ${record.run.id}`;
  io.stderr.write(`${command.verb}: ${words}\n  plan ${command.planHash ?? ''}\n`);
}

function receiptWords({ verb, step, missing }: SteeringReceipt): string {
  const place = step === null ? '' : ` for step ${step}`;
  const more = missing === undefined || missing === 0 ? '' : `; ${missing} more must approve`;
  return `${verb} accepted${place}${more}`;
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

function checkReason({ verb, isBreakGlass, globals }: SteerArgs): void {
  const isNeeded = verb === 'reject' || isBreakGlass === true;
  if (!isNeeded || globals.reason.trim() !== '') return;
  const what = verb === 'reject' ? 'reject' : 'approve --break-glass';
  throw wrongUse(`${what} needs --reason TEXT: it goes into the record`);
}

function checkStep(record: RunRecord, step: string | null): void {
  if (step === null || record.steps.some(({ id }: StepRecord) => id === step)) return;
  const known = record.steps.map(({ id }) => id).join(', ');
  throw wrongUse(`run ${record.run.id} has no step ${step}; it has: ${known}`);
}

/** An abort during clean-up gives it up: at a terminal that is asked for. */
async function confirmEndOfCleanUp(record: RunRecord, args: SteerArgs, io: Io): Promise<void> {
  const first = record.interventions.find(
    ({ command, accepted }) => command === 'abort' && accepted,
  );
  if (args.verb !== 'abort' || !io.isTerminal.stdin) return;
  if (first === undefined && !isCleaning(record)) return;
  const why =
    first === undefined
      ? 'has ended its steps and cleans up. An abort'
      : `was aborted by ${first.by} at ${first.at} and cleans up. Another abort`;
  const what =
    `Run ${args.run} ${why} ends its clean-up, and that of its child runs: ` +
    'what is not undone by then stays as it is (leftovers).';
  await confirm(io, { what, word: 'leftovers', yes: false });
}

function isCleaning({ clock, cleanup, interventions }: RunRecord): boolean {
  const isToUndo = interventions.some(({ command, accepted }) => command === 'undo' && accepted);
  const isOver = clock !== undefined && clock.stepsOverAt !== null;
  return isOver && clock.cleanedAt === null && (cleanup.verdict === 'pending' || isToUndo);
}
