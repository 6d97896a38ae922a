import type { RunbookRule } from '../rule.js';

/** A runbook with a schedule may be a drill. */
export const checkScheduleMode: RunbookRule = ({ schedule, modes }, problems) => {
  if (schedule === null || modes.value.includes('drill')) return;
  const why = `the modes of this runbook are ${modes.value.join(', ')}`;
  problems.add('schedule-not-drill', schedule.span, { why });
};
