import { defineSignal, setHandler } from '@temporalio/workflow';
import { GROUP_REPORT_SIGNAL, type GroupReport } from '../../plan/workflow-names.js';
import type { Run } from '../run.js';

const reportSignal = defineSignal<[Partial<GroupReport> | undefined]>(GROUP_REPORT_SIGNAL);

/** Registers how groups are heard; called before the run's first await. */
export function listenToGroups(run: Run): void {
  setHandler(reportSignal, (report) => {
    // Anybody can send a signal; what has not this form is left alone.
    const { group, inFlight } = report ?? {};
    if (typeof group !== 'string' || typeof inFlight !== 'number') return;
    run.groupReports.get(group)?.({ group, inFlight });
  });
}
