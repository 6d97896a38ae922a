/**
 * The arrows between the folders, each with its reason. ARCHITECTURE.md draws the same figure.
 */

const OURS =
  '^(plan|compiler|workflows|activities|clients|config|worker|cli|report|evidence|simulator|runbooks|bench|test|scripts)/';

/** A rule that lets `folder` import itself and `allowed`, and nothing else of ours. */
function onlyImports(folder, allowed, comment) {
  return {
    name: `${folder}-imports-${allowed.length === 0 ? 'nothing-of-ours' : `only-${allowed.join('-')}`}`,
    severity: 'error',
    comment,
    from: { path: `^${folder}/` },
    to: { path: OURS, pathNot: `^(${[folder, ...allowed].join('|')})/` },
  };
}

/** A rule that keeps the npm package `name` inside `homes` (regular expressions). */
function packageStaysIn(name, homes, comment) {
  return {
    name: `${name.replace('@', '').replace('/', '-')}-stays-home`,
    severity: 'error',
    comment,
    from: { path: OURS, pathNot: [...homes, '^(bench|test)/'] },
    to: { path: `(^|/)node_modules/${name}/` },
  };
}

/** A rule that says which of our folders may import `folder`. */
function importedOnlyBy(folder, importers, comment) {
  return {
    name: `${folder}-is-imported-only-by-${importers.join('-') || 'nothing'}`,
    severity: 'error',
    comment,
    from: {
      path: OURS,
      pathNot: `^(${[folder, ...importers, 'bench', 'test', 'scripts'].join('|')})/`,
    },
    to: { path: `^${folder}/` },
  };
}

const NODE_EFFECTS =
  '^(node:)?(fs|fs/promises|net|tls|http|https|http2|dns|dns/promises|dgram|child_process|worker_threads|cluster|os|timers|timers/promises|process)$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'Files that need each other can only be understood, and tested, together. Types count too.',
      from: { path: OURS },
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      comment: 'An import that leads nowhere fails only when that line is reached.',
      from: { path: OURS },
      to: { couldNotResolve: true },
    },
    {
      name: 'product-needs-no-dev-dependency',
      severity: 'error',
      comment: 'What runs at the customer must be installed there: npm leaves devDependencies out.',
      from: { path: OURS, pathNot: '^(bench|test|scripts)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      comment: 'Tests and scripts are not shipped.',
      from: { path: OURS, pathNot: '^(bench|test|scripts)/' },
      to: { path: '^(bench|test|scripts)/' },
    },

    onlyImports('plan', [], 'The types everything else speaks stand at the bottom.'),
    onlyImports(
      'compiler',
      ['plan'],
      'Text in, plan and diagnostics out: the compiler must run in an editor, a test or CI.',
    ),
    {
      name: 'compiler-has-no-effects',
      severity: 'error',
      comment: 'No clock, no network, no files: the same text always gives the same plan.',
      from: { path: '^compiler/' },
      to: { dependencyTypes: ['core'], path: NODE_EFFECTS },
    },
    {
      name: 'workflows-import-only-plan-and-activity-types',
      severity: 'error',
      comment:
        'A workflow is replayed from its history, so it holds order and decisions; the effects, and ' +
        'the modules that make them, stay outside its bundle. Types leave no trace in the bundle.',
      from: { path: '^workflows/' },
      to: { path: OURS, pathNot: '^(workflows|plan|activities)/' },
    },
    {
      name: 'workflows-take-only-types-of-activities',
      severity: 'error',
      comment: 'An activity imported as a value pulls the HTTP client into the workflow sandbox.',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflows-and-plan-have-no-node',
      severity: 'error',
      comment: 'plan/ is bundled with workflows/, and the sandbox has no Node built-ins.',
      from: { path: '^(workflows|plan)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'workflows-use-only-the-workflow-sdk',
      severity: 'error',
      comment: 'The other parts of the SDK load native code, which a sandbox cannot.',
      from: { path: '^workflows/' },
      to: { path: '(^|/)node_modules/@temporalio/(?!workflow/|common/)' },
    },
    onlyImports(
      'activities',
      ['plan', 'clients'],
      'An activity is one effect; it is handed what it needs and reads no configuration.',
    ),
    onlyImports('clients', ['plan'], 'A client knows one server, and nothing of runs or commands.'),
    {
      name: 'clients-take-only-types-of-plan',
      severity: 'error',
      comment: 'A client could be used by another product: it shares our words, not our logic.',
      from: { path: '^clients/' },
      to: { path: '^plan/', dependencyTypesNot: ['type-only'] },
    },
    onlyImports('config', [], 'Configuration is read before anything of ours can run.'),
    onlyImports(
      'worker',
      ['plan', 'activities', 'clients', 'config', 'workflows', 'evidence'],
      'The worker puts activities, clients and configuration together, and keeps the evidence.',
    ),
    {
      name: 'worker-takes-only-types-of-workflows',
      severity: 'error',
      comment: 'Workflow code reaches the worker as a bundle; the shape of its sinks is a type.',
      from: { path: '^worker/' },
      to: { path: '^workflows/', dependencyTypesNot: ['type-only'] },
    },
    onlyImports(
      'evidence',
      ['plan', 'report', 'workflows'],
      'What is proven must be provable with nothing but the file: no configuration, no server.',
    ),
    {
      name: 'evidence-takes-only-types-of-workflows',
      severity: 'error',
      comment: 'Workflow code is replayed from its bundle; the shape of its sinks is a type.',
      from: { path: '^evidence/' },
      to: { path: '^workflows/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'cli-reaches-activities-by-their-front-door',
      severity: 'error',
      comment: 'Commands steer runs; what an effect does inside is between it and the worker.',
      from: { path: '^cli/' },
      to: { path: '^activities/', pathNot: '^activities/index[.]ts$' },
    },
    onlyImports(
      'report',
      ['plan'],
      'A report is made from a run record alone, so that an auditor can make it again years later.',
    ),
    onlyImports(
      'simulator',
      [],
      'A mistake shared by the simulator and the client would hide itself.',
    ),
    importedOnlyBy('cli', [], 'The command line is the top: nothing may depend on it.'),
    importedOnlyBy('worker', ['cli'], 'The worker is a process of its own, or a part of `dev`.'),
    importedOnlyBy('evidence', ['cli', 'worker'], 'A run never depends on how it is proven.'),
    importedOnlyBy('simulator', ['cli'], 'The product must not know that a server is not real.'),
    {
      name: 'no-temporal-below-the-workflows',
      severity: 'error',
      comment: 'Plans, the compiler, the clients and the simulator live without a Temporal server.',
      from: { path: '^(plan|compiler|clients|config|simulator)/' },
      to: { path: '(^|/)node_modules/@temporalio/' },
    },

    packageStaysIn('got', ['^clients/'], 'One place decides on retries, limits and redaction.'),
    packageStaysIn(
      'nodemailer',
      ['^clients/'],
      'One place decides on TLS and time limits, and keeps passwords out of what it says.',
    ),
    packageStaysIn(
      'fast-xml-parser',
      ['^clients/', '^simulator/'],
      "XML ends at the border: inside, Veeam's answers are our own types.",
    ),
    packageStaysIn(
      'yaml',
      [
        '^compiler/(document|document-comments|layout/[a-z-]+)[.]ts$',
        '^config/',
        '^simulator/',
        // Quotes the names that `import` writes, as the reader will read them.
        '^cli/import/yaml-text[.]ts$',
      ],
      'yaml 3 has another node API: the files that read, write and find comments are all that then ' +
        'has to change.',
    ),
    packageStaysIn(
      '@marcbachmann/cel-js',
      ['^plan/cel-environment[.]ts$'],
      'Expressions are decided in one adapter, so that the library can be replaced.',
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
