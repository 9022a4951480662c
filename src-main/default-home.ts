import { join } from 'node:path';

/**
 * The folder that holds all of a user's AIOS data when no `--home` is given: the system's place for application
 * data. The desktop and the command line must agree on it, so both ask here.
 */
export function defaultHome(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
  userHome: string,
): string {
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(userHome, 'AppData', 'Local'), 'AIOS');
  if (platform === 'darwin') return join(userHome, 'Library', 'Application Support', 'AIOS');
  return join(env.XDG_DATA_HOME || join(userHome, '.local', 'share'), 'aios');
}
