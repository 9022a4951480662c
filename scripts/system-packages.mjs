import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { run } from './progress.mjs';

/** Debian package for each shared library that Electron links to and a bare system lacks. */
const libraryPackages = {
  'libnss3.so': 'libnss3',
  'libnspr4.so': 'libnspr4',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0',
  'libcups.so.2': 'libcups2',
  'libdrm.so.2': 'libdrm2',
  'libgbm.so.1': 'libgbm1',
  'libasound.so.2': 'libasound2',
  'libgtk-3.so.0': 'libgtk-3-0',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libcairo.so.2': 'libcairo2',
  'libxkbcommon.so.0': 'libxkbcommon0',
  'libdbus-1.so.3': 'libdbus-1-3',
};

/** Debian packages for the shared libraries that `executable` misses here; empty when it can be started. */
export async function missingLibraryPackages(executable) {
  if (process.platform !== 'linux') return [];
  const { code, output } = await run('ldd', [executable], { quiet: true });
  if (code !== 0) return [];
  const missing = [...output.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1]);
  if (missing.length === 0) return [];
  const names = missing.map((library) => libraryPackages[library]);
  // An unlisted library (a libX11 relative) comes with GTK's dependencies.
  return [...new Set([...names.filter((name) => name !== undefined), 'libgtk-3-0', 'libasound2'])];
}

/** Absolute path of a program on the PATH, or null. */
export function programOnPath(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (folder !== '' && existsSync(path)) return path;
  }
  return null;
}

/** Folder with PostgreSQL's server programs (initdb, postgres), the newest installed, or null. */
export function postgresFolder() {
  const versions = '/usr/lib/postgresql';
  const installed = existsSync(versions) ? readdirSync(versions) : [];
  const newestFirst = installed
    .map(Number)
    .filter(Number.isFinite)
    .sort((a, b) => b - a);
  for (const version of newestFirst) {
    const folder = join(versions, String(version), 'bin');
    if (existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) return folder;
  }
  const initdb = programOnPath('initdb');
  return initdb === null ? null : dirname(initdb);
}

/** Whether this process may install Debian packages. */
export function mayInstallPackages() {
  return process.platform === 'linux' && process.getuid?.() === 0 && programOnPath('apt-get') !== null;
}

/** The one command that a person with the right to do so runs to get `packages`. */
export function installCommand(packages) {
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/** Installs Debian packages; resolves to whether that worked. Only for root. */
export async function installPackages(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, quiet: true, timeoutMs: 600_000 };
  const install = () =>
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages.map(nameHere)], options);
  // A bare system has no package lists at all; one that has them saves the update.
  let result = await install();
  if (result.code !== 0) {
    await run('apt-get', ['update', '-q'], options);
    renamed = await renamedPackages(packages, options);
    result = await install();
  }
  if (result.code !== 0) process.stderr.write(result.output.split('\n').slice(-12).join('\n'));
  return result.code === 0;
}

/** Debian 13 and Ubuntu 24.04 carry some of these libraries under a name that ends in t64. */
let renamed = new Set();
const nameHere = (name) => (renamed.has(name) ? `${name}t64` : name);

async function renamedPackages(packages, options) {
  const found = new Set();
  for (const name of packages) {
    const { output } = await run('apt-cache', ['policy', `${name}t64`], options);
    if (/Candidate: (?!\(none\))\S/.test(output)) found.add(name);
  }
  return found;
}
