import { canonicalJson } from '../../plan/canonical.js';
import { diffModes } from '../../plan/diff-plans.js';
import type { ModeChange } from '../../plan/plan-change.js';
import type { RunInput } from '../../plan/run-input.js';
import { renderDiff } from '../../report/terminal/render-diff.js';
import { renderSchedule } from '../../report/terminal/render-schedules.js';
import { wrongUse } from '../command-error.js';
import { compileRunbook } from '../compile-runbook.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { givenInputs } from '../given-inputs.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { statedPerson } from '../person.js';
import { isSearched } from '../start-run.js';
import { searchAttributesOf } from '../temporal/search-attributes.js';
import { findSchedule, lookForSchedule, viewOf } from '../schedule/read-schedule.js';
import { saidBy } from '../schedule/said-by.js';
import { scheduleIdOf } from '../schedule/schedule-id.js';
import {
  type AppliedSchedule,
  scheduledInput,
  scheduleOptions,
} from '../schedule/schedule-options.js';
import { openSession } from '../temporal/open-session.js';
import type { TemporalSession } from '../temporal/temporal-session.js';

export interface ScheduleApplyArgs {
  readonly file: string;
  readonly globals: GlobalOptions;
}

/** What an `apply` came to. */
interface Applied {
  readonly result: 'created' | 'changed' | 'unchanged';
  readonly changes: readonly ModeChange[];
  /** What is not of the plan: the text, the inputs, the task queue. */
  readonly others: readonly string[];
}

/** Makes or changes the schedule of a runbook; says what changes, and does nothing where nothing does. */
export async function scheduleApply(args: ScheduleApplyArgs, io: Io): Promise<ExitCode> {
  const applied = await read(args, io);
  const runbook = applied.runbook.plan.runbook.id;
  const session = await openSession(args.globals, io);
  try {
    const done = await apply(session, applied, io);
    const view = await viewOf(session, await findSchedule(session, runbook), io);
    if (args.globals.json) {
      io.stdout.write(`${JSON.stringify({ ...done, schedule: view }, null, 2)}\n`);
      return EXIT.done;
    }
    io.stdout.write(tell(done, runbook, args.file, io));
    io.stdout.write(renderSchedule(view, { colour: io.colour.stdout, now: io.now() }));
    return EXIT.done;
  } finally {
    await session.close();
  }
}

async function read({ file, globals }: ScheduleApplyArgs, io: Io): Promise<AppliedSchedule> {
  const runbook = await compileRunbook(file, 'drill', io);
  const spec = runbook.schedule;
  if (spec === null) {
    throw wrongUse(
      `${file} has no schedule; write one, as: schedule: { mode: drill, cron: '0 3 * * SUN', timezone: UTC }`,
    );
  }
  const inputs = await givenInputs(runbook.plan, textsOf(spec.inputs), () => {
    throw wrongUse(
      'a schedule can give no earlier run as an input: which one it is would never change',
    );
  });
  const person = statedPerson(globals, io.env);
  return { runbook, spec, inputs, person, reason: globals.reason };
}

/** As `--input` gives them. */
function textsOf(inputs: RunInput['inputs']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

async function apply(session: TemporalSession, applied: AppliedSchedule, io: Io): Promise<Applied> {
  const { plan } = applied.runbook;
  const isSearchable = await isSearched(session);
  const input = {
    ...scheduledInput(applied, io),
    ...(isSearchable ? ({ hasSearchAttributes: true } as const) : {}),
  };
  const attributes = isSearchable ? await searchAttributesOf(plan) : [];
  const options = scheduleOptions(applied, input, session.taskQueue, attributes);
  const there = await lookForSchedule(session, plan.runbook.id);
  const note = `applied by ${saidBy(applied.person, applied.reason)}`;
  if (there === null) {
    await session.client.schedule.create({
      ...options,
      scheduleId: scheduleIdOf(plan.runbook.id),
      state: { note },
    });
    return { result: 'created', changes: [], others: [] };
  }
  const before = there.input;
  const changes = diffModes(
    { drill: before.plan, live: null, schedule: before.schedule?.spec ?? null },
    { drill: plan, live: null, schedule: applied.spec },
  );
  const others = otherChanges(before, input, there.description.action.taskQueue, session.taskQueue);
  if (changes.length === 0 && others.length === 0) {
    return { result: 'unchanged', changes, others };
  }
  await there.handle.update(({ state }) => ({
    ...options,
    // What a failure or a person has paused stays so.
    state: { ...state, note: state.paused ? (state.note ?? note) : note },
  }));
  return { result: 'changed', changes, others };
}

function otherChanges(
  before: RunInput,
  after: RunInput,
  queueBefore: string,
  queueAfter: string,
): readonly string[] {
  const isSameText = before.runbookHash === after.runbookHash;
  const isSamePlan = before.planHash === after.planHash;
  return [
    ...(isSameText ? [] : ['the text of the runbook']),
    ...(isSamePlan ? [] : [`the plan: ${before.planHash} -> ${after.planHash}`]),
    ...(canonicalJson(before.inputs) === canonicalJson(after.inputs) ? [] : ['the inputs']),
    ...(queueBefore === queueAfter ? [] : [`the task queue: ${queueBefore} -> ${queueAfter}`]),
    ...(before.schedule?.file === after.schedule?.file
      ? []
      : [`the file: ${before.schedule?.file ?? ''} -> ${after.schedule?.file ?? ''}`]),
  ];
}

function tell({ result, changes, others }: Applied, runbook: string, file: string, io: Io): string {
  switch (result) {
    case 'created':
      return `the schedule of ${runbook} is made\n\n`;
    case 'unchanged':
      return `nothing changes: the schedule of ${runbook} is as ${file} says\n\n`;
    case 'changed': {
      const options = { colour: io.colour.stdout };
      const names = { before: `schedule of ${runbook}`, after: file };
      const diff = changes.length === 0 ? '' : renderDiff(changes, names, options);
      const rest = others.map((line) => `  changed: ${line}\n`).join('');
      return `the schedule of ${runbook} is changed\n${diff}${rest}\n`;
    }
  }
}
