/**
 * Downloads Temporal's server with the SDK into the folder named by the first argument; the second
 * is the version. Run in a process of its own, because the SDK's download knows no time limit.
 */
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [downloadDir = '', version = ''] = process.argv.slice(2);

try {
  // The SDK downloads only on the way to starting a server, so one is started, and stopped.
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir, version } },
  });
  await environment.teardown();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
