/** The SDK's own log lines of a replay are of no use to who asked for what it brings to light. */
export async function quietRuntime(): Promise<void> {
  const { DefaultLogger, makeTelemetryFilterString, Runtime } = await import('@temporalio/worker');
  try {
    Runtime.install({
      logger: new DefaultLogger('ERROR', () => undefined),
      telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
    });
  } catch {
    // This process has one already (a worker, `dev`, `demo`): its logger stays.
  }
}
