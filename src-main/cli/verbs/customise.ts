import { changesFileSchema } from '@shared/contract/customisation.js';
import { AiosError } from '@shared/kernel/errors.js';
import type { Command } from 'commander';
import type { z } from 'zod';
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
          const changes = readChanges(options.file);
          const reason = options.reason ?? changes.reason ?? '';
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

/** The operations of a file; told is the first value that is wrong, by its place in the file. */
function readChanges(file: string): z.infer<typeof changesFileSchema> {
  const parsed = changesFileSchema.safeParse(readJsonFile(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  throw new AiosError(
    'invalid_input',
    `${file} holds no valid operations: ${issue ? inWords(issue.message) : 'it is not understood'}${place}.`,
    { details: { file, problems: parsed.error.issues.length } },
  );
}

function inWords(message: string): string {
  return message
    .replace(/^Invalid input: /, '')
    .replace(/^expected (\w+), received undefined$/, 'a $1 is missing');
}
