// `npm run bench [-- NAME …]`: builds each program of `bench/` and runs it; each prints its own table.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bootstrap, repository, runScript } from './bootstrap.mjs';
import { build } from './build.mjs';
import { openDisplay } from './display.mjs';
import { SetupError, say } from './progress.mjs';

await runScript(async () => {
  const { electron } = await bootstrap('test');
  await build('desktop');
  const folder = join(repository, 'bench');
  const all = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ts')) : [];
  const names = all.map((name) => basename(name, '.ts'));
  const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new SetupError(`there is no bench ${unknown.join(', ')}`, `choose of: ${names.join(', ')}`);
  const chosen = wanted.length === 0 ? names : wanted;
  const out = join(repository, 'node_modules', '.cache', 'bench');
  await bundle(chosen, folder, out);
  const display = await openDisplay();
  try {
    for (const name of chosen) await runBench(join(out, `${name}.js`), name, { electron, display });
  } finally {
    display.close();
  }
});

/** Beside this process, not in its place: the display server must be closed afterwards. */
function runBench(program, name, { electron, display }) {
  process.stdout.write(`\n── ${name}\n`);
  const env = { ...process.env, AIOS_ELECTRON: electron, DISPLAY: display.display };
  const { status } = spawnSync(process.execPath, ['--expose-gc', program], {
    stdio: 'inherit',
    cwd: repository,
    env,
  });
  if (status !== 0) process.exitCode = 1;
}

/** As CommonJS beside the packages, with the engine's own build settings. */
async function bundle(names, folder, out) {
  if (names.length === 0) {
    say('there is nothing in bench/');
    return;
  }
  const { build: viteBuild, loadConfigFromFile, mergeConfig } = await import('vite');
  const loaded = await loadConfigFromFile(
    { command: 'build', mode: 'production' },
    'vite.engine.config.ts',
    repository,
  );
  const { rolldownOptions, ...options } = loaded.config.build;
  const config = {
    ...loaded.config,
    build: { ...options, rolldownOptions: { external: rolldownOptions.external } },
  };
  await viteBuild(
    mergeConfig(config, {
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: out,
        rolldownOptions: {
          input: Object.fromEntries(names.map((name) => [name, join(folder, `${name}.ts`)])),
          output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'shared-[name].js' },
        },
      },
    }),
  );
}
