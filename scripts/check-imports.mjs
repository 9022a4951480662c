// Checks the import rules of .dependency-cruiser.cjs, and first that each of them can refuse something.
import { existsSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository } from './bootstrap.mjs';
import { proveRules } from './import-rule-proofs.mjs';
import { run } from './progress.mjs';

const folders = ['src-shared', 'src-main', 'src-renderer', 'src-server', 'test', 'bench'];

/** Resolves to `{ ok, text, modules }`. */
export async function checkImports() {
  lendTypescript();
  const present = folders.filter((folder) => existsSync(join(repository, folder)));
  const proof = await proveRules();
  if (proof.length > 0) return { ok: false, modules: 0, text: proof.join('\n') };
  const { code, output } = await cruise([...present, '--output-type', 'err']);
  const modules = Number(/\((\d+) modules/.exec(output)?.[1] ?? 0);
  // A rule set that looked at nothing would pass.
  return { ok: code === 0 && modules > 50, modules, text: output };
}

/** Runs dependency-cruiser with this repository's rules. */
export function cruise(words) {
  const program = join(repository, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  return run(process.execPath, [program, '--config', '.dependency-cruiser.cjs', ...words], {
    cwd: repository,
    quiet: true,
  });
}

/**
 * dependency-cruiser reads TypeScript through the compiler's JavaScript interface, which version 7 no longer has. It
 * gets version 6 under the one name that it asks for, and nobody else sees it.
 */
function lendTypescript() {
  const folder = join(repository, 'node_modules', 'dependency-cruiser', 'node_modules');
  const link = join(folder, 'typescript');
  mkdirSync(folder, { recursive: true });
  if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) return;
  symlinkSync(join(repository, 'node_modules', 'typescript-api'), link, 'junction');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { ok, text } = await checkImports();
  process.stdout.write(`${text}\n`);
  process.exitCode = ok ? 0 : 1;
}
