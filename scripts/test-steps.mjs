import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './bootstrap.mjs';
import { build } from './build.mjs';
import { checkImports } from './check-imports.mjs';
import { openDisplay } from './display.mjs';
import { run } from './progress.mjs';
import { postgresFolder } from './system-packages.mjs';

const reports = join(repository, 'test-results');
const tool = (path) => join(repository, 'node_modules', ...path.split('/'));

/** What a step ended with. A check without tests of its own counts as one. */
const verdict = (ok, text, counts = {}) => ({
  ok,
  text,
  passed: ok ? 1 : 0,
  failed: ok ? 0 : 1,
  skipped: 0,
  ...counts,
});

async function check(program, words) {
  const { code, output } = await run(process.execPath, [tool(program), ...words], {
    cwd: repository,
    quiet: true,
  });
  return verdict(code === 0, output);
}

async function types() {
  const projects = ['src-shared', 'src-main', 'src-renderer', 'src-server', 'test'];
  const present = projects.filter((project) => existsSync(join(repository, project, 'tsconfig.json')));
  const results = [];
  for (const project of present) results.push(await check('typescript/bin/tsc', ['-p', project]));
  const failed = results.filter(({ ok }) => !ok);
  return verdict(failed.length === 0, failed.map(({ text }) => text).join('\n'), {
    passed: results.length - failed.length,
    failed: failed.length,
  });
}

async function imports() {
  const { ok, text } = await checkImports();
  return verdict(ok, text);
}

/** Runs one vitest project, and reads the counts from its report: a project without a test is a failure, not a success. */
async function vitest(project, { mayBeEmpty = false } = {}) {
  const report = join(reports, `${project}.json`);
  rmSync(report, { force: true });
  const words = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  if (mayBeEmpty) words.push('--passWithNoTests');
  const { code, output } = await run(process.execPath, [tool('vitest/vitest.mjs'), ...words], {
    cwd: repository,
    quiet: true,
  });
  const counts = vitestCounts(report);
  return verdict(code === 0 && counts.failed === 0, output, {
    ...counts,
    failed: counts.failed || (code === 0 ? 0 : 1),
  });
}

function vitestCounts(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    // A file that does not even load has no tests in it.
    const broken = testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    );
    return {
      passed: numPassedTests,
      failed: numFailedTests + broken.length,
      skipped: numPendingTests + numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function onPostgres() {
  if (postgresFolder() !== null) return vitest('db-postgres');
  return {
    ...verdict(true, '', { passed: 0, skipped: 1 }),
    note: 'SKIPPED: no PostgreSQL server is installed',
  };
}

async function builds() {
  await build('desktop');
  return verdict(true, '');
}

async function endToEnd({ electron }) {
  const display = await openDisplay();
  const report = join(reports, 'e2e.json');
  rmSync(report, { force: true });
  try {
    const { code, output } = await run(process.execPath, [tool('@playwright/test/cli.js'), 'test'], {
      cwd: repository,
      quiet: true,
      env: { ...process.env, DISPLAY: display.display, AIOS_ELECTRON: electron },
    });
    const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(report, 'utf8')).stats;
    const failed = unexpected + flaky + (code !== 0 && unexpected + flaky === 0 ? 1 : 0);
    return verdict(failed === 0, output, { passed: expected, failed, skipped });
  } finally {
    display.close();
  }
}

/** What `npm test` does, cheapest first. `run` gets `{ electron }`, the path of the runtime. */
export const steps = [
  {
    name: 'format and lint',
    run: () => check('@biomejs/biome/bin/biome', ['ci', '--diagnostic-level=warn', '--error-on-warnings']),
  },
  { name: 'types', run: types },
  { name: 'import rules', run: imports },
  { name: 'unused code', run: () => check('knip/bin/knip.js', ['--no-progress']) },
  { name: 'build', run: builds },
  { name: 'unit', run: () => vitest('unit') },
  { name: 'database (PGlite)', run: () => vitest('db-pglite') },
  { name: 'database (PostgreSQL)', run: onPostgres },
  { name: 'contract', run: () => vitest('contract') },
  { name: 'integration', run: () => vitest('integration') },
  { name: 'end to end', run: endToEnd },
];

/** The folder for reports, which tests may also write screenshots to. */
export function prepareReports() {
  mkdirSync(reports, { recursive: true });
}
