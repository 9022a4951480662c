// Builds the program into `out/`:
//
//   node scripts/build.mjs [engine | desktop] [--force]
//
// `engine`: the command line and the engine process, with the database template; `desktop` (the default): the shell,
// the preload and the renderer besides. What is current is not built again.
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository, runScript } from './bootstrap.mjs';
import { buildTemplate } from './build-template.mjs';
import { withFileLock } from './file-lock.mjs';
import { run, SetupError, say } from './progress.mjs';
import { fingerprint, isCurrent } from './source-fingerprint.mjs';

const out = join(repository, 'out');
const always = ['package-lock.json', 'vite.engine.config.ts', 'src-shared', 'scripts/build.mjs'];

const parts = {
  engine: {
    sources: [
      ...always,
      'src-main/engine',
      'src-main/engine-host',
      'src-main/cli',
      'src-main/default-home.ts',
    ],
    result: 'main/cli.js',
    program: ['vite', ['build', '--config', 'vite.engine.config.ts', '--logLevel', 'warn']],
    stale: (name) => name === 'cli.js' || name.startsWith('engine-'),
  },
  shell: {
    sources: [...always, 'electron.vite.config.ts', 'src-main', 'src-renderer'],
    result: 'main/index.js',
    program: ['electron-vite', ['build', '--logLevel', 'warn']],
    stale: (name) => name.startsWith('index'),
  },
};

/** Builds what is not current of the engine, or of the whole desktop. Two at once wait for each other. */
export async function build(target, { force = false } = {}) {
  const wanted = target === 'engine' ? ['engine'] : ['engine', 'shell'];
  if (!force && wanted.every((name) => isBuilt(name)) && (await buildTemplate({ onlyLook: true }))) return;
  await withFileLock(join(repository, '.cache', 'build.lock'), async () => {
    for (const name of wanted) if (force || !isBuilt(name)) await buildPart(name);
    await buildTemplate({ force });
  });
}

const stampOf = (name) => join(out, `.${name}-built`);

function isBuilt(name) {
  const { sources, result } = parts[name];
  return existsSync(join(out, result)) && isCurrent(stampOf(name), fingerprint(repository, sources));
}

async function buildPart(name) {
  const { sources, program, stale } = parts[name];
  say(`building the ${name} …`);
  const started = Date.now();
  // Taken before the build: a source that changes while it runs makes the result stale.
  const current = fingerprint(repository, sources);
  mkdirSync(join(out, 'main'), { recursive: true });
  rmSync(stampOf(name), { force: true });
  const before = Date.now();
  const [tool, words] = program;
  const { code, output } = await run(process.execPath, [toolPath(tool), ...words], {
    cwd: repository,
    quiet: true,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (code !== 0) {
    process.stderr.write(output);
    throw new SetupError(`the ${name} does not build`, 'correct the error above');
  }
  removeLeftovers(stale, before);
  writeFileSync(stampOf(name), current);
  say(`${name} built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function toolPath(tool) {
  const entries = {
    vite: 'vite/bin/vite.js',
    'electron-vite': 'electron-vite/bin/electron-vite.js',
  };
  return join(repository, 'node_modules', entries[tool]);
}

/** Removes this part's files of an earlier build that this one did not write again. */
function removeLeftovers(isOurs, before) {
  const folder = join(out, 'main');
  for (const name of readdirSync(folder)) {
    if (isOurs(name) && modified(join(folder, name)) < before - 2_000)
      rmSync(join(folder, name), { force: true });
  }
}

function modified(path) {
  return statSync(path).mtimeMs;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const target = process.argv[2] === 'engine' ? 'engine' : 'desktop';
  await runScript(() => build(target, { force: process.argv.includes('--force') }));
}
