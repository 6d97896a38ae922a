/** The tests that `init` writes beside its runbook: each of them passes as it is. */
export const STARTER_TEST = `# Tests of failover.yaml: the real workflow on simulated servers, 60 times as fast as the clock.
#
#   drillbook test failover.yaml
#
# For completion in an editor: drillbook schema test > runbook-test.schema.json, and as first line here
#   yaml-language-server: $schema=runbook-test.schema.json
apiVersion: drillbook-test/v1

# What each test has that says nothing else. What is left out goes well.
defaults:
  inputs: { ticket: CHG1 }

tests:
  - name: a drill tests the databases, leaves the portal alone and leaves nothing behind
    mode: drill
    outcome: succeeded
    expect:
      - cleanup.verdict == "clean"
      # What the servers really did, whatever they have answered.
      - veeam.databases.tested == 1 && veeam.databases.started == 0
      - veeam.portal.started == 0

  - name: the old site is still up, so nothing is started
    mode: live
    network: { fenced: fails }
    answers: [{ step: fenced, with: abort, reason: production is alive }]
    outcome: aborted
    expect:
      - veeam.databases.started == 0

  - name: a machine that must succeed fails, and a person has it tried no more
    mode: live
    targets:
      databases: { machines: { NAME of a machine: { result: failed } } }
    answers: [{ step: databases, with: abort }]
    outcome: aborted
    expect:
      - steps.databases.machines[0].result == "failed"
      - veeam.portal.started == 0
`;
