import { resolve } from 'node:path';
import { buildTemplate } from '@engine';
import type { Command } from 'commander';
import { programPaths } from '../program-paths.js';
import type { VerbContext } from '../run-cli.js';

/** Verbs of the build, hidden from the help. */
export function addInternal(program: Command, { action }: VerbContext): void {
  program
    .command('internal-build-template <out>', { hidden: true })
    .exitOverride()
    .action(
      action(async (out: string) => {
        await buildTemplate({ out: resolve(out), migrations: programPaths(__dirname).migrations });
        return 0;
      }),
    );
}
