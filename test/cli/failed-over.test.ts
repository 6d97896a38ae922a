import { describe, expect, it } from '@jest/globals';
import type { DrivenTarget } from '../../cli/temporal/driven-targets.js';
import {
  failedOverBy,
  leftToChildren,
  lossOfOpen,
  nothingToUndo,
} from '../../cli/undo/failed-over.js';

function marked(name: string, run: string, since: string, target = name): DrivenTarget {
  return { target, name, connection: 'em', heldBy: null, failedOverBy: run, since };
}

const OWN = marked('ERP', 'r1', '2026-11-26T03:00:00Z');
const CHILD = marked('Portal', 'r1.site_b', '2026-11-26T04:00:00Z');
const LATER = marked('Branch', 'r1.site_c', '2026-11-26T05:00:00Z');
const OTHER = marked('Other', 'r11', '2026-11-26T06:00:00Z');
const REPLICA = marked('web01', 'r1', '2026-11-26T03:00:00Z', 'em/replicas/web01');

describe('what a run has failed over', () => {
  it('is its own, and apart from that what its child runs have', () => {
    expect(failedOverBy([OWN, CHILD, OTHER, REPLICA], 'r1')).toEqual({
      plans: [OWN],
      replicas: [REPLICA],
      ofChildren: [CHILD],
    });
  });

  it('is never called undone where a child run has it', () => {
    const said = nothingToUndo('r1', failedOverBy([CHILD, LATER, OTHER], 'r1'));

    expect(said).toBe(
      'run r1 has itself nothing failed over (any more); its child runs have, undo those: ' +
        'drillbook undo r1.site_c; drillbook undo r1.site_b',
    );
    expect(nothingToUndo('r1', failedOverBy([OTHER], 'r1'))).toContain('undone or released');
    expect(nothingToUndo('r1', failedOverBy([REPLICA, CHILD], 'r1'))).toMatch(
      /replicas.*r1\.site_b/,
    );
  });

  it('names before the word what of child runs is lost, and what stays', () => {
    const failedOver = failedOverBy([OWN, CHILD], 'r1');

    expect(lossOfOpen(failedOver)).toEqual([
      '  em/ERP: all changes since 2026-11-26T03:00:00Z are discarded',
      '  em/Portal: all changes since 2026-11-26T04:00:00Z are discarded, if run r1.site_b still goes on; else it is not undone',
    ]);
    expect(leftToChildren(failedOver)).toEqual([
      '  not undone by this, a child run did it: drillbook undo r1.site_b',
    ]);
  });
});
