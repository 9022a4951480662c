// The import rules: which folder may use which, as data. `scripts/check-imports.mjs` proves that each one refuses.

/** Engine modules by rank: a module imports only lower ranks, and only through the other module's index. */
const ranks = [
  ['db', 'observability'],
  ['tenancy'],
  ['audit'],
  ['auth'],
  ['governance', 'collaboration-docs', 'sync', 'siem'],
  ['llm'],
  ['knowledge'],
  ['grounding'],
  ['agents'],
  ['discovery', 'kb-generation'],
  ['customisation'],
  ['deployment'],
];
const modules = ranks.flat();
const engine = '^src-main/engine';
const tests = '[.]test[.]tsx?$';

/** For each module: everything of its own rank and above is out of reach, itself excepted. */
const rankRules = ranks.flatMap((names, rank) =>
  names.map((name) => ({
    name: `rank-${rank}-${name}`,
    comment: `${name} has rank ${rank}: it may import only lower ranks`,
    severity: 'error',
    from: { path: `${engine}/${name}/`, pathNot: tests },
    to: {
      path: `${engine}/(${ranks
        .slice(rank)
        .flat()
        .filter((other) => other !== name)
        .join('|')}|router)/|${engine}/(engine|index)[.]ts$`,
    },
  })),
);

const ownDoor = {
  name: 'through-the-index',
  comment: 'another module is entered through its index.ts only',
  severity: 'error',
  from: { path: `${engine}/(${modules.join('|')})/`, pathNot: tests },
  to: {
    path: `${engine}/(${modules.join('|')})/.+`,
    pathNot: [`${engine}/$1/`, `${engine}/[^/]+/index[.]ts$`],
  },
};

/** A runtime rule: files of `from` never reach `to`. */
const never = (name, comment, from, to, except = []) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: [tests, ...except] },
  to,
});

const runtimeRules = [
  never('shared-is-alone', 'shared code imports shared code', '^src-shared/', {
    path: '^(src-main|src-renderer|src-server|test|scripts|bench)/',
  }),
  never('shared-has-no-node', 'shared code runs anywhere: no Node module', '^src-shared/', {
    dependencyTypes: ['core'],
  }),
  never('engine-has-no-electron', 'the engine runs in plain Node', `${engine}/`, {
    path: '(^|/)electron($|/)',
  }),
  never('engine-is-below', 'the engine knows none of its hosts', `${engine}/`, {
    path: '^src-main/(app|preload|cli|engine-host)/|^src-main/main[.]ts$|^src-renderer/|^src-server/',
  }),
  never(
    'engine-by-its-index',
    'the hosts enter the engine through its index',
    '^src-(main|server)/',
    {
      path: `${engine}/`,
      pathNot: `${engine}/index[.]ts$`,
    },
    [`${engine}/`],
  ),
  never(
    'shell-without-engine',
    'the shell never loads the engine: it would freeze the window',
    '^src-main/(app|preload|main[.]ts)',
    {
      path: `${engine}/|^src-main/cli/|^src-main/engine-host/(main|host-options|render-port)[.]ts$`,
    },
  ),
  never('preload-is-small', 'the preload needs the desktop API and nothing else', '^src-main/preload/', {
    pathNot: '^src-shared/desktop/|(^|/)electron($|/)',
  }),
  never(
    'electron-in-the-shell',
    'only the shell, the preload and the host entry name Electron',
    '^src-',
    {
      path: '(^|/)electron($|/)',
    },
    ['^src-main/(app|preload)/', '^src-main/main[.]ts$', '^src-main/engine-host/main[.]ts$'],
  ),
  never('renderer-by-contract', 'the renderer knows shared code only', '^src-renderer/', {
    path: '^(src-main|src-server|test|scripts|bench)/',
  }),
  never('renderer-has-no-node', 'the renderer is sandboxed: no Node module', '^src-renderer/', {
    dependencyTypes: ['core'],
  }),
  never(
    'one-way-to-the-engine',
    'only the bridge knows the port',
    '^src-renderer/',
    {
      path: 'node_modules/@orpc/client',
    },
    ['^src-renderer/bridge/'],
  ),
  never(
    'drivers-in-db',
    'only db names a database driver',
    '^src-',
    {
      path: 'node_modules/(@electric-sql/|pg/|fs-native-extensions/)',
    },
    [`${engine}/db/`],
  ),
  never(
    'vendors-in-adapters',
    'only the adapters of llm import a vendor',
    '^src-',
    {
      path: 'node_modules/(openai|@anthropic-ai|@google/gen|@mistralai|@aws-sdk|ollama)',
    },
    [`${engine}/llm/adapters/`],
  ),
  never('product-without-tests', 'the product imports no test, bench or script', '^src-', {
    path: '^(test|bench|scripts)/',
  }),
  {
    name: 'no-cycles',
    comment: 'modules that import each other cannot be understood alone',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'no-unresolved',
    comment: 'every import leads somewhere',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...rankRules, ownDoor, ...runtimeRules],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|node_modules/[.]cache)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
