// Everything that a fresh clone needs, without any dependency of its own. It is called by the other scripts:
//
//   node scripts/bootstrap.mjs cli | start | test
//
// `cli` needs the packages; `start` an Electron runtime too; `test` also a virtual display and, where possible,
// PostgreSQL. What is in place is not looked at again; progress goes to stderr.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withFileLock } from './file-lock.mjs';
import { run, SetupError, say } from './progress.mjs';

export const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(repository, 'node_modules', '.cache', 'aios-bootstrap.json');
const lockFile = join(repository, '.cache', 'bootstrap.lock');
const minimumNode = [20, 19];

/**
 * Makes the repository ready for `purpose` and resolves to `{ electron }`, the path of the runtime or null.
 * Throws a SetupError that says what to do when it cannot.
 */
export async function bootstrap(purpose) {
  requireNode();
  const before = readStamp();
  if (isReady(before, purpose)) return { electron: before.electron ?? null };
  return withFileLock(
    lockFile,
    async () => {
      const stamp = readStamp();
      await ensurePackages(stamp);
      if (purpose !== 'cli') await ensureElectron(stamp);
      if (purpose !== 'cli') await ensureLibraries(stamp, purpose);
      if (purpose === 'test') await ensurePostgres(stamp);
      return { electron: stamp.electron ?? null };
    },
    { what: 'the set-up' },
  );
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > minimumNode[0] || (major === minimumNode[0] && minor >= minimumNode[1])) return;
  throw new SetupError(
    `Node.js ${process.versions.node} is too old`,
    `install Node.js ${minimumNode.join('.')} or newer`,
  );
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

function writeStamp(stamp) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, `${JSON.stringify(stamp, null, 2)}\n`);
}

/** A stamp says what was seen to work; the runtime and the packages may have been deleted since. */
function isReady(stamp, purpose) {
  if (!hasPackages(stamp)) return false;
  if (purpose === 'cli') return true;
  if (stamp.override !== overrideFolder() || !existsSync(stamp.electron ?? '')) return false;
  return purpose === 'test' ? stamp.forTest === true : stamp.forStart === true;
}

const overrideFolder = () => process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '';
const hiddenLock = join(repository, 'node_modules', '.package-lock.json');

/** Changes when the lock file does. */
function packagesKey() {
  return createHash('sha256')
    .update(readFileSync(join(repository, 'package-lock.json')))
    .digest('hex');
}

/** Packages that were installed for another system hold the wrong native parts. */
const platform = `${process.platform} ${process.arch}`;

function hasPackages(stamp) {
  return stamp.packages === packagesKey() && stamp.platform === platform && existsSync(hiddenLock);
}

async function ensurePackages(stamp) {
  if (hasPackages(stamp)) return;
  const isOtherPlatform = stamp.platform !== undefined && stamp.platform !== platform;
  if (!isOtherPlatform && isInstalled()) {
    say('the packages are already installed');
  } else {
    say('installing packages (about half a minute) …');
    const started = Date.now();
    await installNodeModules();
    say(`packages installed in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  }
  for (const name of Object.keys(stamp)) delete stamp[name];
  Object.assign(stamp, { packages: packagesKey(), platform });
  writeStamp(stamp);
}

/** Whether node_modules holds exactly what the lock file asks for: somebody ran `npm install` first. */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(readFileSync(hiddenLock, 'utf8')).packages;
    return Object.entries(wanted).every(([path, entry]) => {
      if (path === '') return true;
      if (present[path] === undefined) return entry.optional === true;
      return present[path].version === entry.version && existsSync(join(repository, path));
    });
  } catch {
    return false;
  }
}

/**
 * `npm ci`, and where that refuses `npm install` without touching the lock file: some registries do not carry the native
 * parts for other systems, and npm then writes a lock file that its own `ci` finds incomplete.
 */
async function installNodeModules() {
  let last = '';
  for (const words of [['ci'], ['install', '--no-save']]) {
    const { code, output } = await runNpm(words);
    if (code === 0) return;
    last = output;
  }
  process.stderr.write(last);
  throw new SetupError(
    'the packages could not be installed',
    'look at the message above, then run `npm install`',
  );
}

function runNpm(words) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Install scripts stay off: no package here needs one, and they are the usual way in for a bad package.
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return run(npm, [...words, ...options], {
    cwd: repository,
    quiet: true,
    env: { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1', NODE_ENV: 'development' },
    timeoutMs: 900_000,
  });
}

async function ensureElectron(stamp) {
  if (existsSync(stamp.electron ?? '') && stamp.override === overrideFolder()) return;
  const { findElectron } = await import('./electron-dist.mjs');
  const found = await findElectron();
  say(`Electron ${found.version} (${found.source})`);
  Object.assign(stamp, {
    electron: found.executable,
    override: overrideFolder(),
    forStart: false,
    forTest: false,
  });
  writeStamp(stamp);
}

async function ensureLibraries(stamp, purpose) {
  if (stamp.forTest === true || (purpose === 'start' && stamp.forStart === true)) return;
  const system = await import('./system-packages.mjs');
  const needed = await system.missingLibraryPackages(stamp.electron);
  if (purpose === 'test' && process.platform === 'linux' && system.programOnPath('Xvfb') === null) {
    needed.push('xvfb', 'fonts-liberation');
  }
  if (needed.length > 0) await installOrRefuse(system, needed);
  if ((await system.missingLibraryPackages(stamp.electron)).length > 0) {
    throw new SetupError('Electron still misses system libraries', `look at: ldd ${stamp.electron}`);
  }
  stamp.forStart = true;
  if (purpose === 'test') stamp.forTest = true;
  writeStamp(stamp);
}

async function installOrRefuse(system, packages) {
  const next = `run: ${system.installCommand(packages)}`;
  if (!system.mayInstallPackages()) {
    throw new SetupError(`Electron needs system packages: ${packages.join(', ')}`, next);
  }
  say(`installing system packages: ${packages.join(', ')} …`);
  if (!(await system.installPackages(packages))) {
    throw new SetupError('the system packages could not be installed', next);
  }
}

/** PostgreSQL is wanted, not needed: without it the database tests run on the embedded database alone. */
async function ensurePostgres(stamp) {
  const system = await import('./system-packages.mjs');
  if (system.postgresFolder() !== null || stamp.postgresTried === true) return;
  if (system.mayInstallPackages()) {
    say('installing PostgreSQL for the database tests …');
    await system.installPackages(['postgresql']);
  } else {
    say(
      `no PostgreSQL server: its database tests will be skipped (${system.installCommand(['postgresql'])})`,
    );
  }
  stamp.postgresTried = true;
  writeStamp(stamp);
}

/** Runs `main` as a script: a SetupError becomes one line and exit code 1. */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`${error.message}. Next: ${error.next}.`);
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const purpose = process.argv[2] ?? 'test';
  await runScript(() => bootstrap(purpose));
}
