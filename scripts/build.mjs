/**
 * Builds dist/: the compiled sources, and the workflows bundled for Temporal's sandbox with the
 * bundle's SHA-256 beside it. `npm run build` calls it, and `prepare` after an install in a clone.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const dist = path.join(root, 'dist');
const command = path.join(dist, 'cli', 'main.js');
const require = createRequire(import.meta.url);

/** Where TypeScript's compiler is, or null: an install for production leaves it out. */
function findCompiler() {
  try {
    return require.resolve('typescript/bin/tsc');
  } catch {
    return null;
  }
}

function compile(compiler) {
  rmSync(dist, { recursive: true, force: true });
  execFileSync(process.execPath, [compiler, '-p', path.join(root, 'tsconfig.build.json')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (existsSync(command)) chmodSync(command, 0o755);
}

async function bundleWorkflows() {
  const workflowsPath = path.join(dist, 'workflows', 'index.js');
  if (!existsSync(workflowsPath)) {
    console.error('build: there is no workflows/index.ts yet, so no workflow bundle was made');
    return;
  }
  const { bundleWorkflows } = await import(path.join(dist, 'worker', 'bundle-workflows.js'));
  const logger = quietLogger();
  const { code, digest } = await bundleWorkflows({ root, workflowsPath, logger });
  const file = path.join(dist, 'workflow-bundle.js');
  writeFileSync(file, code);
  // The form `sha256sum --check` reads.
  writeFileSync(`${file}.sha256`, `${digest}  workflow-bundle.js\n`);
  writeFileSync(path.join(dist, 'build.json'), `${JSON.stringify({ commit: commit() })}\n`);
  console.error(`build: dist/workflow-bundle.js, ${code.length} characters, sha256:${digest}`);
}

/** What dist/ was built from; null where that can't be told. */
function commit() {
  const git = (...args) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    // Another project's repository may be around an unpacked archive.
    if (path.resolve(git('rev-parse', '--show-toplevel').trim()) !== path.resolve(root))
      return null;
    const changes =
      git('status', '--porcelain', '--untracked-files=no').trim() === '' ? '' : '+changes';
    return `${git('rev-parse', 'HEAD').trim()}${changes}`;
  } catch {
    return null;
  }
}

/** webpack's statistics at level INFO say nothing to who only wants a build. */
function quietLogger() {
  const say = (message) => console.error(`build: ${message}`);
  const silent = () => undefined;
  const log = (level, message) =>
    level === 'WARN' || level === 'ERROR' ? say(message) : undefined;
  return { log, trace: silent, debug: silent, info: silent, warn: say, error: say };
}

const compiler = findCompiler();
if (compiler !== null) {
  mkdirSync(dist, { recursive: true });
  try {
    compile(compiler);
  } catch {
    console.error('build: the TypeScript compiler found the errors above; dist/ is not complete');
    process.exit(1);
  }
  await bundleWorkflows();
} else if (existsSync(command)) {
  console.error('build: devDependencies are not installed; the dist/ that is there stays in use');
} else {
  console.error(
    'build: TypeScript is not installed, so dist/ cannot be built.\n' +
      '  In a clone: run `npm ci` without --omit=dev and without NODE_ENV=production, then, if you\n' +
      '  want a small installation, `npm prune --omit=dev --ignore-scripts`.\n' +
      '  For production: install the archive that `npm pack` makes; dist/ is in it.',
  );
  process.exit(1);
}
