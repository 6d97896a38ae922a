/**
 * Finds Temporal's server, or downloads or builds it, as `drillbook dev` would; prints its path.
 * Needs dist/ (`npm run build`).
 */
// dist/ is made by the build: a static import would be broken in a clone that has none yet.
const finder = new URL('../dist/cli/temporal-server/find-temporal-server.js', import.meta.url);

try {
  const { findTemporalServer, temporalCacheFolder } = await import(finder.href);
  const found = await findTemporalServer({
    env: process.env,
    cacheFolder: temporalCacheFolder(process.env),
    onProgress: (line) => console.error(line),
  });
  console.log(`${found.path} (${found.origin}; ${found.version ?? 'version not known'})`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 3;
}
