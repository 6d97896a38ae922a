/** The names of the plans that these runbooks drive. */
export const CLOUD = 'ERP databases';
export const PLAIN = 'ERP portal';

/** Fails the cloud plan over; in a drill it is only tested. */
export const CLOUD_RUNBOOK = `apiVersion: drillbook/v1
id: databases
targets:
  databases: { connection: em, cloudFailoverPlan: ${CLOUD} }
defaults: { timeout: 10m, poll: 1s }
steps:
  - id: databases
    failover: databases
`;

/** Fails the plain plan over; in a drill it is started and undone. */
export const PLAIN_RUNBOOK = `apiVersion: drillbook/v1
id: portal
targets:
  portal: { connection: em, failoverPlan: ${PLAIN}, rehearse: start-and-undo }
defaults: { timeout: 10m, poll: 1s }
steps:
  - id: portal
    failover: portal
`;

/** A cloud plan and a plain plan; the first of the cloud plan's machines takes its time. */
export function plans(options: { readonly speed: number; readonly slowest: string }): string {
  return `speed: ${options.speed}
cloudFailoverPlans:
  - name: ${CLOUD}
    machines:
      - { name: sql01, takes: ${options.slowest} }
      - { name: sql02, takes: 10s }
failoverPlans:
  - name: ${PLAIN}
    machines:
      - { name: web01, takes: 10s }
      - { name: web02, takes: 20s }
`;
}
