/**
 * Starts a server as `drillbook dev` would and stays: for tests that kill such a process. Arguments:
 * the executable and the database. Prints the server's address and process id as JSON.
 */
import { startTemporalServer } from '../../../cli/temporal-server/start-temporal-server.js';

const [executable = '', databaseFile = ''] = process.argv.slice(2);

const server = await startTemporalServer({
  executable,
  host: '127.0.0.1',
  port: 0,
  uiPort: null,
  databaseFile,
  logFile: null,
});
console.log(JSON.stringify({ address: server.address, pid: server.pid }));
await server.exited;
