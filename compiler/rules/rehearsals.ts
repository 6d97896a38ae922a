import { isReplicaKind } from '../../plan/plan.js';
import { nameKind } from '../kind-name.js';
import type { ModeRule } from '../rule.js';
import { canBeTested } from '../rehearsal.js';

const SKIP = '"rehearse: skip" (a drill leaves it out)';
const REALLY = '"rehearse: start-and-undo" (a drill really fails it over, then undoes it)';

/** Each target can be rehearsed as the runbook says, and a rehearsal that is real is pointed out. */
export const checkRehearsals: ModeRule = ({ runbook, mode }, problems) => {
  if (mode !== 'drill') return;
  for (const { id, subject, kindSpan, rehearse } of runbook.targets) {
    if (rehearse === null) {
      if (subject === null || canBeTested(subject.kind)) continue;
      const kind = nameKind(subject.kind);
      const choices = isReplicaKind(subject.kind) ? SKIP : `${SKIP}, ${REALLY},`;
      problems.add('rehearse-required', kindSpan, { target: id, kind, choices });
    } else if (rehearse.value === 'start-and-undo') {
      problems.add('really-fails-over', rehearse.span, { target: id });
    }
  }
};
