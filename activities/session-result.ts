import type { SessionResult } from '../clients/enterprise-manager/resources.js';
import type { MachineResult } from '../plan/outcome.js';

/** What a session's (or one of its machines') result means once it is at rest. */
export function machineResult(result: SessionResult): MachineResult {
  switch (result) {
    case 'Success':
      return 'succeeded';
    case 'Warning':
      return 'warning';
    case 'Failed':
      return 'failed';
    case 'None':
      // Over without a result: nothing is claimed.
      return 'unverified';
  }
}
