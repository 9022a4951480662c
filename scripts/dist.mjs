// `npm run dist [-- PLATFORM OPTIONS]`: packs the desktop with electron-builder into `dist/`. Where the official Electron
// cannot be downloaded, the runtime of the tests is packed, as an unpacked folder that is for trying only.
import { join } from 'node:path';
import { bootstrap, repository, runScript } from './bootstrap.mjs';
import { build } from './build.mjs';
import { findElectron } from './electron-dist.mjs';
import { run, SetupError, say } from './progress.mjs';

await runScript(async () => {
  await bootstrap('start');
  await build('desktop', { force: true });
  const words = process.argv.slice(2);
  const found = await findElectron();
  if (found.source !== 'official') {
    say(`packing Electron ${found.version}: for trying the package only, never to be given away`);
    words.push('--dir', `-c.electronDist=${found.folder}`, `-c.electronVersion=${found.version}`);
  }
  const program = join(repository, 'node_modules', 'electron-builder', 'cli.js');
  const { code } = await run(process.execPath, [program, '--publish', 'never', ...words], {
    cwd: repository,
  });
  if (code !== 0) throw new SetupError('the package was not made', 'look at the message above');
});
