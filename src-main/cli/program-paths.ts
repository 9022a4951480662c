import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the program's own files are: in the repository, or in the resources folder of an installed application. */
export interface ProgramPaths {
  resources: string;
  migrations: string;
  template: string;
  packageJson: string;
}

/** Finds the program's files from the folder of the running script, which is `out/main` in both cases. */
export function programPaths(scriptFolder: string): ProgramPaths {
  const root = dirname(dirname(scriptFolder));
  if (existsSync(join(root, 'migrations'))) {
    return {
      resources: join(root, 'resources'),
      migrations: join(root, 'migrations'),
      template: join(root, 'out', 'template'),
      packageJson: join(root, 'package.json'),
    };
  }
  const data = dirname(root);
  return {
    resources: join(data, 'resources'),
    migrations: join(data, 'migrations'),
    template: join(data, 'template'),
    packageJson: join(root.replace(/app\.asar\.unpacked$/, 'app.asar'), 'package.json'),
  };
}
