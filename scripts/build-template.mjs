// Makes the pre-migrated database that a first start copies, into `out/template`. It is bound to the migrations and to
// the version of the embedded database, and is made again only when one of them changes.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './bootstrap.mjs';
import { run, SetupError, say } from './progress.mjs';
import { isCurrent } from './source-fingerprint.mjs';

const folder = join(repository, 'out', 'template');
const stamp = join(repository, 'out', '.template-built');

/** Makes the template when it is not current. With `onlyLook` it says whether it is. */
export async function buildTemplate({ onlyLook = false, force = false } = {}) {
  const key = templateKey();
  if (!force && existsSync(join(folder, 'PG_VERSION')) && isCurrent(stamp, key)) return true;
  if (onlyLook) return false;
  say('making the database template (about 10 s) …');
  rmSync(stamp, { force: true });
  // Made beside its place: a process that starts meanwhile sees the old one, or none, never a half.
  const making = `${folder}.new`;
  rmSync(making, { recursive: true, force: true });
  const cli = join(repository, 'out', 'main', 'cli.js');
  const { code, output } = await run(process.execPath, [cli, 'internal-build-template', making], {
    cwd: repository,
    quiet: true,
    timeoutMs: 180_000,
  });
  if (code !== 0 || !existsSync(join(making, 'PG_VERSION'))) {
    process.stderr.write(output);
    throw new SetupError('the database template could not be made', 'look at the message above');
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(making, folder);
  writeFileSync(stamp, key);
  return true;
}

function templateKey() {
  const hash = createHash('sha256');
  const migrations = join(repository, 'migrations');
  for (const name of existsSync(migrations) ? readdirSync(migrations).sort() : []) {
    if (name.endsWith('.sql'))
      hash
        .update(name)
        .update('\0')
        .update(readFileSync(join(migrations, name)));
  }
  // How it is made counts as well as what it is made of.
  hash.update(readFileSync(join(repository, 'src-main', 'engine', 'db', 'template.ts')));
  const database = join(repository, 'node_modules', '@electric-sql', 'pglite', 'package.json');
  return hash.update(JSON.parse(readFileSync(database, 'utf8')).version).digest('hex');
}
