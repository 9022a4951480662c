import { changesFileSchema } from '@shared/contract/customisation.js';
import { AiosError } from '@shared/kernel/errors.js';
import type { Command } from 'commander';
import { z } from 'zod';
import type { VerbContext } from '../run-cli.js';
import { type CommonOptions, withEngine } from '../session.js';
import { readJsonFile } from './discover.js';

export function addCustomise(program: Command, { host, verb, action }: VerbContext): void {
  verb(program, 'customise', "apply a human's corrections to the profile")
    .requiredOption('-f, --file <changes.json>', 'a list of operations, or {"reason", "operations"}')
    .option('--reason <text>', 'why')
    .action(
      action((options: CommonOptions & { file: string; reason?: string }) =>
        withEngine(host, options, async ({ client, output }) => {
          const parsed = changesFileSchema.safeParse(readJsonFile(options.file));
          if (!parsed.success) {
            throw new AiosError(
              'invalid_input',
              `${options.file} holds no valid operations.\n${z.prettifyError(parsed.error)}`,
            );
          }
          const changes = Array.isArray(parsed.data) ? { operations: parsed.data } : parsed.data;
          const reason = options.reason ?? ('reason' in changes ? changes.reason : undefined) ?? '';
          const view = await client.customisation.apply({ operations: changes.operations, reason });
          output.result(view, () =>
            [
              `Applied ${changes.operations.length} operation(s): ${view.profile.departments.length} departments, ${view.agents.length} agents.`,
              ...view.conflicts.map(
                (conflict) =>
                  `Conflict: ${conflict.subject}: you said "${conflict.human}", the website now says "${conflict.now}".`,
              ),
            ].join('\n'),
          );
          return 0;
        }),
      ),
    );
}
