/** The runbook that `init` writes: small, commented, without an error or a warning. */
export const STARTER_RUNBOOK = `# A runbook to start from. Put the names of your servers and plans where it says NAME, then:
#
#   drillbook check failover.yaml
#   drillbook plan failover.yaml --mode drill
#   drillbook run failover.yaml --mode drill --input ticket=CHG1
#
# For completion in an editor: drillbook schema runbook > runbook.schema.json, and as first line here
#   yaml-language-server: $schema=runbook.schema.json
apiVersion: drillbook/v1
id: site-failover
title: Fail the site over
owner: dr-team@example.com

# What is given to a run: --input ticket=CHG1. It goes into the record.
inputs:
  ticket: { type: string, pattern: '^CHG[0-9]+$', required: true, description: Change ticket }

# The record says whether they were met: time until it works again, age of the data.
objectives: { rto: 2h, rpo: 1h }

# What is failed over. A connection is a server of temporal.config.yaml; the plans are those that you
# have in Veeam.
targets:
  # Veeam can test a cloud failover plan: a drill does that, and starts nothing for real.
  databases: { connection: dr-em, cloudFailoverPlan: NAME of a cloud failover plan }
  # A plain plan has no test: a drill leaves it out. With start-and-undo it would really be moved.
  portal: { connection: dr-em, failoverPlan: NAME of a failover plan, rehearse: skip }

# Where steps say nothing.
defaults: { timeout: 1h, pauseTimeout: 1h }

# In this order: each step waits for the one above, unless \`needs\` says otherwise.
steps:
  # Changes nothing: are the plans there, idle, and may we start them?
  - id: ready
    readiness: all

  # The old site must be down before the new one starts, or both take orders. In a drill it is up.
  - id: fenced
    modes: [live]
    check:
      tcp: { host: sql01.prod.example.com, port: 1433 }
      expect: closed
      within: 2m

  - id: databases
    failover: databases
    # Machines named here must succeed; of the others so many may fail before the step does.
    machines: { critical: [NAME of a machine], tolerate: 0 }
    # Live: hold this step and what comes behind it, until a person retries, skips or aborts.
    onFailure: pause

  # Did it work? Not what Veeam says, but what the service says. After a test nothing is up to ask.
  - id: databases_up
    modes: [live]
    check: { tcp: { host: sql01.dr.example.com, port: 1433 }, within: 10m }

  - id: portal
    failover: portal

  - id: portal_up
    modes: [live]
    check: { http: { url: 'https://portal.dr.example.com/health' }, within: 10m }
`;
