import { describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { testTemporalAddress } from './test-environment.js';

describe('the environment of the tests', () => {
  it('has a Temporal server that serves the default namespace', async () => {
    const connection = await Connection.connect({ address: testTemporalAddress() });

    const described = await connection.workflowService.describeNamespace({ namespace: 'default' });

    await connection.close();
    expect(described.namespaceInfo?.name).toBe('default');
  });
});
