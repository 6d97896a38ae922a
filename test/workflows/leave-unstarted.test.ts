import { describe, expect, it } from '@jest/globals';
import { type DrivenReplica, newReplica } from '../../plan/driven-replica.js';
import { isAskedAgain, leaveUnstarted } from '../../workflows/replicas/leave-unstarted.js';

const machine = {
  name: 'web01',
  backupServerId: null,
  backupServerName: null,
  replicaId: null,
  id: null,
};

/** Queued to be sent again, while it stood as `earlier` says. */
function askedAgain(earlier: Partial<DrivenReplica>): DrivenReplica {
  const before = { ...newReplica(machine), attempts: 1, isMarked: true, ...earlier };
  return {
    ...before,
    state: 'sending',
    result: null,
    attempts: 2,
    baseline: null,
    earlier: before,
  };
}

describe('a machine whose start was not acted upon', () => {
  it('is free to be started where no earlier start of it is open', () => {
    const replica: DrivenReplica = { ...newReplica(machine), state: 'sending', attempts: 1 };

    leaveUnstarted([replica], 'failed', 'refused');

    expect(replica).toMatchObject({ state: 'idle', result: 'failed', message: 'refused' });
  });

  it('stands as it stood where it is not known whether an earlier start of it happened', () => {
    const baseline = { serverTime: '2026-01-01T00:00:00Z', hasSessions: true, sessionIds: ['a'] };
    const replica = askedAgain({ state: 'unclear', result: 'unknown', baseline });

    leaveUnstarted([replica], 'cancelled', 'the run was stopped');

    expect(replica).toMatchObject({
      state: 'unclear',
      result: 'unknown',
      message:
        'whether the first start happened is still not known; it was not sent again: the run was stopped',
      baseline,
      attempts: 2,
      isMarked: true,
    });
    expect(isAskedAgain(replica)).toBe(false);
  });

  it('may still run where the end of an earlier start was not seen', () => {
    const replica = askedAgain({ state: 'over', result: 'unverified' });

    leaveUnstarted([replica], 'failed', 'refused');

    expect(replica).toMatchObject({
      state: 'over',
      result: 'unverified',
      message: 'the end of the first start is still not seen; it was not sent again: refused',
    });
  });
});
