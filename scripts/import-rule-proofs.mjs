import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { repository } from './bootstrap.mjs';
import { run } from './progress.mjs';

/** One forbidden import for each kind of rule: [rule, file, what it imports, the files that exist besides]. */
const violations = [
  ['rank-0-db', 'src-main/engine/db/a.ts', '../audit/index.js'],
  ['rank-2-audit', 'src-main/engine/audit/b.ts', '../deployment/index.js'],
  ['rank-9-discovery', 'src-main/engine/discovery/c.ts', '../kb-generation/index.js'],
  ['rank-11-deployment', 'src-main/engine/deployment/d.ts', '../engine.js'],
  ['through-the-index', 'src-main/engine/agents/e.ts', '../db/secret-rows.js'],
  ['shared-is-alone', 'src-shared/kernel/f.ts', '../../src-main/engine/index.js'],
  ['shared-has-no-node', 'src-shared/kernel/g.ts', 'node:fs'],
  ['engine-has-no-electron', 'src-main/engine/db/h.ts', 'electron'],
  ['engine-is-below', 'src-main/engine/db/i.ts', '../../app/window.js'],
  ['engine-by-its-index', 'src-main/cli/j.ts', '../engine/engine.js'],
  ['shell-without-engine', 'src-main/app/k.ts', '../engine/index.js'],
  ['preload-is-small', 'src-main/preload/l.ts', '../app/window.js'],
  ['electron-in-the-shell', 'src-main/cli/m.ts', 'electron'],
  ['renderer-by-contract', 'src-renderer/app/n.ts', '../../src-main/engine/index.js'],
  ['renderer-has-no-node', 'src-renderer/app/o.ts', 'node:path'],
  ['one-way-to-the-engine', 'src-renderer/app/p.ts', '@orpc/client'],
  ['drivers-in-db', 'src-main/engine/audit/q.ts', 'pg'],
  ['vendors-in-adapters', 'src-main/engine/agents/r.ts', 'openai'],
  ['product-without-tests', 'src-main/engine/db/s.ts', '../../../test/fixture.js'],
  ['no-unresolved', 'src-main/engine/db/t.ts', './nowhere.js'],
  ['no-cycles', 'src-main/engine/db/u.ts', './v.js'],
  // A type is an import too: a lower rank that knows a higher one's types is not lower.
  ['rank-1-tenancy', 'src-main/engine/tenancy/w.ts', '../audit/index.js', 'import type'],
];

/** What stands at the other end of those imports. */
const targets = [
  'src-main/engine/index.ts',
  'src-main/engine/engine.ts',
  'src-main/engine/audit/index.ts',
  'src-main/engine/deployment/index.ts',
  'src-main/engine/kb-generation/index.ts',
  'src-main/engine/db/secret-rows.ts',
  'src-main/app/window.ts',
  'test/fixture.ts',
  'node_modules/electron/index.js',
  'node_modules/@orpc/client/index.js',
  'node_modules/pg/index.js',
  'node_modules/openai/index.js',
];

/** Commits each forbidden import in a throw-away tree; resolves to the complaints, empty when every rule refused its own. */
export async function proveRules() {
  const folder = mkdtempSync(join(repository, 'node_modules', '.cache', 'import-rules-'));
  try {
    writeTree(folder);
    const program = join(repository, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
    const words = [
      '--config',
      'rules.cjs',
      '--output-type',
      'json',
      'src-main',
      'src-shared',
      'src-renderer',
      'test',
    ];
    const { output } = await run(process.execPath, [program, ...words], { cwd: folder, quiet: true });
    const found = JSON.parse(output.slice(output.indexOf('{'))).summary.violations;
    const refused = new Set(found.map(({ rule, from }) => `${rule.name} ${from}`));
    return [...missingProofs(refused), ...unprovedRules()];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function missingProofs(refused) {
  return violations
    .filter(([rule, file]) => !refused.has(`${rule} ${file}`))
    .map(([rule, file, target]) => `the rule ${rule} lets ${file} import ${target}`);
}

/** Rules of the table of ranks are all made by one function: a few proofs stand for them. */
function unprovedRules() {
  const { forbidden } = createRequire(import.meta.url)(join(repository, '.dependency-cruiser.cjs'));
  const proved = new Set(violations.map(([rule]) => rule));
  return forbidden
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('rank-') && !proved.has(name))
    .map((name) => `the rule ${name} has no proof in scripts/import-rule-proofs.mjs`);
}

function writeTree(folder) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const path of targets) write(path, 'export const value = 1;\n');
  for (const path of targets.filter((each) => each.startsWith('node_modules/'))) {
    write(join(dirname(path), 'package.json'), '{"main":"index.js"}');
  }
  for (const [, file, target, keyword = 'import'] of violations) {
    const clause = keyword === 'import' ? '{ value }' : '{ value as Value }';
    const use = keyword === 'import' ? 'export const used = value;' : 'export type Used = typeof Value;';
    write(file, `${keyword} ${clause} from '${target}';\n${use}\n`);
  }
  write('src-main/engine/db/v.ts', "import { used } from './u.js';\nexport const value = used;\n");
  write('package.json', '{"dependencies":{"electron":"1","@orpc/client":"1","pg":"1","openai":"1"}}');
  write('tsconfig.base.json', '{"compilerOptions":{"module":"ESNext","moduleResolution":"bundler"}}');
  const rules = join(repository, '.dependency-cruiser.cjs');
  // node_modules is above this tree: what the rules exclude in the repository must not hide the tree itself.
  write(
    'rules.cjs',
    `const rules = require(${JSON.stringify(rules)});\nmodule.exports = { ...rules, options: { ...rules.options, exclude: { path: '^out/' } } };\n`,
  );
}
