import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

/** Files that speak to the process they run in: the entries, and the one file that wraps it. */
const PROCESS_FILES = [
  '**/main.ts',
  'cli/temporal-server/this-process.ts',
  'cli/*-entry.ts',
  'cli/temporal-server/*-entry.ts',
  'bench/**',
  'scripts/**',
  'test/**',
  '*.js',
];

const PROCESS_MESSAGE =
  'Only entries (main.ts, *-entry.ts) touch the process; take what you need as an argument.';

const noProcessImport = { name: 'node:process', message: PROCESS_MESSAGE };

/** A workflow runs in a sandbox and is replayed: whatever Node offers is missing there or lies. */
const nodeInWorkflows = {
  regex: `^(node:.*|${builtinModules.filter((name) => !name.startsWith('_')).join('|')})$`,
  message: 'Workflow code has no Node: put the effect into an activity.',
};

export default defineConfig(
  { ignores: ['dist/', 'coverage/', 'node_modules/', '.*/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-restricted-imports': ['error', { paths: [noProcessImport] }],
      'no-restricted-globals': ['error', { name: 'process', message: PROCESS_MESSAGE }],
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['workflows/**/*.ts', 'plan/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: [noProcessImport], patterns: [nodeInWorkflows] },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    // Jest takes these by their default export.
    files: ['test/global-setup.ts', 'test/global-teardown.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: PROCESS_FILES,
    rules: {
      'no-restricted-globals': 'off',
      '@typescript-eslint/no-restricted-imports': 'off',
      'no-console': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', module: 'writable' },
    },
  },
);
