import { PASSWORD } from './lab.js';

/** Another user of the same server: a colleague at the console, who knows nothing of Drillbook. */
export async function somebody(
  url: string,
): Promise<(path: string, body?: string) => Promise<number>> {
  const credentials = Buffer.from(`dr:${PASSWORD}`).toString('base64');
  const logon = await fetch(`${url}/api/sessionMngr/?v=v1_7`, {
    method: 'POST',
    headers: { Authorization: `Basic ${credentials}` },
  });
  const token = logon.headers.get('X-RestSvcSessionId') ?? '';
  return async (path, body = '') => {
    const answer = await fetch(`${url}/api${path}`, {
      method: 'POST',
      headers: { 'X-RestSvcSessionId': token, 'Content-Type': 'application/xml' },
      body,
    });
    return answer.status;
  };
}

const namespace = 'xmlns="http://www.veeam.com/ent/v1.0"';
export const START_PLAIN = `<FailoverPlanManagementSpec ${namespace}><StartNow>true</StartNow></FailoverPlanManagementSpec>`;
export const START_CLOUD = `<CloudFailoverPlanManagementSpec ${namespace}><StartNow>true</StartNow></CloudFailoverPlanManagementSpec>`;
