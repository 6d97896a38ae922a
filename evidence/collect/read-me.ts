/** Stands in each evidence file, for who has nothing else. */
export const READ_ME = `This is the evidence of one run of Drillbook, a runbook engine for disaster recovery.

  manifest.dsse.json     what belongs to it, with SHA-256, signed (DSSE, in-toto statement)
  record.json            what became of the run: steps, machines, objectives, clean-up
  report.txt             the same, for people
  report.html            the same as a page, with timeline and calls
  journal.json           each decision in order, hashed one into the next
  approvals.json         who approved and who stepped in
  runbook/runbook.yaml   the runbook, byte for byte
  plan.json              the plan that was made of it; its SHA-256 is the plan's hash
  inputs.json            what the run was started with
  calls.json             the calls to the servers, as the activities returned them
  servers.json           which plans and machines the names were found to be
  inventory.json         how the targets stood before and after
  engine.json            which Drillbook did it
  configuration.json     the configuration of who wrote this file, without secrets
  histories/             the complete histories of Temporal: all else follows from them

With Drillbook, and without any network:

  drillbook evidence verify FILE --key PUBLIC-KEY
  drillbook replay FILE

With ordinary tools:

  unzip FILE -d evidence && cd evidence
  jq -r .payload manifest.dsse.json | base64 -d > statement.json
  jq -r '.subject[] | .digest.sha256 + "  " + .name' statement.json | sha256sum --check
  size=$(wc -c < statement.json)
  { printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$size"; cat statement.json; } > signed
  jq -r '.signatures[0].sig' manifest.dsse.json | base64 -d > signature
  openssl pkeyutl -verify -pubin -inkey PUBLIC-KEY -rawin -in signed -sigfile signature
`;
