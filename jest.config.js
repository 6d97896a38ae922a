/**
 * Jest runs the TypeScript sources as ES modules; start it with
 * NODE_OPTIONS=--experimental-vm-modules (`npm test` does). swc drops the types without checking
 * them: `npm run check` does that in a step of its own.
 *
 * JavaScript and not TypeScript, because Jest reads a TypeScript configuration on Node 20 only with
 * a second compiler beside swc.
 *
 * @type {import('jest').Config}
 */
const config = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  // Imports carry `.js`, as Node wants them; the file beside is a `.ts`.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: false },
          experimental: { keepImportAttributes: true },
        },
      },
    ],
  },
  globalSetup: '<rootDir>/test/global-setup.ts',
  globalTeardown: '<rootDir>/test/global-teardown.ts',
  // Only a test that hangs meets it: a slow machine must not end the others.
  testTimeout: 300_000,
  // Most of the time is spent waiting for servers, not computing.
  maxWorkers: 3,
};

export default config;
