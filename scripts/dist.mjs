// `npm run dist [-- PLATFORM OPTIONS]`: packs the desktop with electron-builder into `dist/`. Where the official Electron
// cannot be downloaded, the runtime of the tests is packed, as an unpacked folder that is for trying only.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
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
    words.push('--dir', '--config', trialConfiguration(found));
  }
  const program = join(repository, 'node_modules', 'electron-builder', 'cli.js');
  const { code } = await run(process.execPath, [program, '--publish', 'never', ...words], {
    cwd: repository,
  });
  if (code !== 0) throw new SetupError('the package was not made', 'look at the message above');
});

/** The release's configuration with a runtime that is at hand; an older one does not know the newest fuse. */
function trialConfiguration({ folder, version }) {
  const { electronFuses, ...configuration } = parse(
    readFileSync(join(repository, 'electron-builder.yml'), 'utf8'),
  );
  const { grantFileProtocolExtraPrivileges, ...knownFuses } = electronFuses;
  const fuses =
    Number.parseInt(version, 10) < 29 ? knownFuses : { ...knownFuses, grantFileProtocolExtraPrivileges };
  const path = join(repository, '.cache', 'electron-builder-trial.json');
  writeFileSync(
    path,
    JSON.stringify({
      ...configuration,
      electronFuses: fuses,
      electronDist: folder,
      electronVersion: version,
    }),
  );
  return path;
}
