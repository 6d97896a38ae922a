/** The address of the Temporal server of this Jest run; throws with the reason when there is none. */
export function testTemporalAddress(): string {
  return required('DRILLBOOK_TEST_TEMPORAL_ADDRESS', 'Temporal server');
}

/** The file of the bundled workflows; throws with the reason when they could not be bundled. */
export function testWorkflowBundle(): string {
  return required('DRILLBOOK_TEST_WORKFLOW_BUNDLE', 'workflow bundle');
}

function required(name: string, what: string): string {
  const value = process.env[name] ?? '';
  if (value !== '') return value;
  const problems = process.env['DRILLBOOK_TEST_PROBLEMS'] ?? '';
  const reason = problems === '' ? 'global-setup.ts was told to start none' : problems;
  throw new Error(`this test needs a ${what}, and there is none: ${reason}`);
}
